#pragma once
/// Requests and answers as a JSON file, without secrets.

#include <filesystem>
#include <string>
#include <vector>

#include "confab/option.hpp"
#include "confab/result.hpp"
#include "confab/service/http_message.hpp"

namespace confab::inline v1::testing {

/// One request and its answer, as they are stored.
class Interaction {
public:
    std::string method;
    std::string url;
    std::string body;
    HttpResponse response;
};

class Cassette {
public:
    /// Texts that are stored, and compared, as "***".
    void mask(const Secret& secret) { secrets_.push_back(secret); }

    Result<void> load(const std::filesystem::path& file);
    Result<void> save(const std::filesystem::path& file) const;

    void add(const HttpRequest& request, const HttpResponse& response);
    /// The next unused answer to such a request; the last one is used again. nullptr: there is none.
    const HttpResponse* find(const HttpRequest& request);
    std::size_t size() const noexcept { return interactions_.size(); }

private:
    std::string masked(std::string text) const;
    std::vector<Secret> secrets_;
    std::vector<Interaction> interactions_;
    std::vector<bool> used_;
};

/// The body as text, whatever it is made from.
std::string body_of(const HttpRequest& request);

}  // namespace confab::inline v1::testing
