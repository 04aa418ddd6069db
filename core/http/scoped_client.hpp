#pragma once
/// The HTTP client as one plugin sees it: its requests carry its name, for fairness in the pool.

#include <string>

#include "confab/service/http_client.hpp"

namespace confab::core {

class ScopedClient final : public HttpClient {
public:
    ScopedClient(HttpClient& client, std::string plugin) : client_(client), plugin_(std::move(plugin)) {}

    Task<Result<HttpResponse>> send(HttpRequest request) override;
    Task<Result<std::unique_ptr<HttpStream>>> open(HttpRequest request) override;
    Task<std::vector<Result<HttpResponse>>> send_all(
        std::vector<HttpRequest> requests,
        std::function<void(const HttpBulkProgress&)> on_progress = {}) override;

private:
    HttpClient& client_;
    std::string plugin_;
};

}  // namespace confab::core
