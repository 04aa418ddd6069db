#pragma once
/// Documents and agents of the stand-in.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "confab/json.hpp"
#include "confab/service/http_server.hpp"
#include "core/straico/sandbox/account.hpp"
#include "core/straico/sandbox/form.hpp"

namespace confab::straico_sandbox {

/// Bounded; nothing is forgotten but by DELETE.
class Library {
public:
    explicit Library(Account& account) : account_(account) {}

    HttpServerResponse create_rag(const HttpServerRequest& request);
    HttpServerResponse list_rags() const;
    HttpServerResponse get_rag(std::string_view id) const;
    HttpServerResponse grow_rag(std::string_view id, const HttpServerRequest& request);
    HttpServerResponse remove_rag(std::string_view id);
    HttpServerResponse ask_rag(std::string_view id, const HttpServerRequest& request);

    HttpServerResponse create_agent(const HttpServerRequest& request);
    HttpServerResponse list_agents() const;
    HttpServerResponse get_agent(std::string_view id) const;
    HttpServerResponse change_agent(std::string_view id, const HttpServerRequest& request);
    HttpServerResponse remove_agent(std::string_view id);
    HttpServerResponse attach_rag(std::string_view id, const HttpServerRequest& request);
    HttpServerResponse ask_agent(std::string_view id, const HttpServerRequest& request);

private:
    struct Rag {
        std::string id;
        std::string name;
        std::string description;
        std::string method;
        std::string files;  // names, separated by ", "
        std::string text;   // its beginning: what references quote
        std::int64_t chunk_size = 1000;
        std::int64_t chunk_overlap = 50;
        std::size_t words = 0;
    };
    struct Agent {
        std::string id;
        std::string name;
        std::string prompt;
        std::string model;
        std::string description;
        std::string tags = "[]";  // a JSON array
        std::string rag;
        std::int64_t interactions = 0;
    };

    static void write(json::Writer& writer, const Rag& rag);
    static void write(json::Writer& writer, const Agent& agent);
    static HttpServerResponse one(const Agent& agent, int status);
    static std::string change(Agent& agent, const std::vector<FormPart>& fields);
    HttpServerResponse add_to(Rag& rag, const std::vector<FormPart>& parts, int status);
    HttpServerResponse answer(const std::string& text, const Rag* rag, std::string_view prompt,
                              std::string_view model);
    const Rag* find_rag(std::string_view id) const;
    Agent* find_agent(std::string_view id);
    std::string next_id();

    Account& account_;
    std::vector<Rag> rags_;
    std::vector<Agent> agents_;
    std::uint64_t made_ = 0;
};

/// What is wrong with the search settings of a question; empty: nothing.
std::string bad_search(const std::vector<FormPart>& fields);

}  // namespace confab::straico_sandbox
