#pragma once
/// The Straico stand-in without its socket: a request in, an answer (and how long to hold it back) out.

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "confab/option.hpp"
#include "confab/service/http_server.hpp"
#include "core/straico/sandbox/account.hpp"
#include "core/straico/sandbox/faults.hpp"
#include "core/straico/sandbox/file_store.hpp"
#include "core/straico/sandbox/library.hpp"

namespace confab::straico_sandbox {

class Answer {
public:
    explicit Answer(HttpServerResponse response_in, Duration delay_in = Duration(0))
        : response(std::move(response_in)), delay(delay_in) {}
    HttpServerResponse response;
    Duration delay;
};

class StandIn {
public:
    explicit StandIn(Secret key) : key_(std::move(key)) {}
    StandIn(const StandIn&) = delete;  // the library refers to the account
    StandIn& operator=(const StandIn&) = delete;

    Answer answer(const HttpServerRequest& request);
    Result<void> stage(std::string fault, std::string argument);
    std::uint64_t requests(const std::string& path) const;
    const std::string& last_request() const { return last_request_; }
    Account& account() { return account_; }

private:
    struct Route;
    struct Call;
    static const Route kRoutes[];

    HttpServerResponse serve(const HttpServerRequest& request, const Fault& fault);
    HttpServerResponse run(const Route& route, const Call& call);

    Secret key_;
    Account account_;
    FileStore files_;
    Library library_{account_};
    std::deque<Fault> faults_;
    std::map<std::string, std::uint64_t, std::less<>> requests_;  // by path; paths beyond kMaxPaths share ""
    std::string last_request_;
};

}  // namespace confab::straico_sandbox
