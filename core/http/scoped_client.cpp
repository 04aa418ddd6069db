#include "core/http/scoped_client.hpp"

namespace confab::core {

Task<Result<HttpResponse>> ScopedClient::send(HttpRequest request) {
    request.caller = plugin_;
    return client_.send(std::move(request));
}

Task<Result<std::unique_ptr<HttpStream>>> ScopedClient::open(HttpRequest request) {
    request.caller = plugin_;
    return client_.open(std::move(request));
}

Task<std::vector<Result<HttpResponse>>> ScopedClient::send_all(
    std::vector<HttpRequest> requests, std::function<void(const HttpBulkProgress&)> on_progress) {
    for (HttpRequest& request : requests) request.caller = plugin_;
    return client_.send_all(std::move(requests), std::move(on_progress));
}

}  // namespace confab::core
