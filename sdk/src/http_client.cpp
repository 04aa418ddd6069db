// What an HttpClient does unless its maker does better: fakes need only `send`.
#include "confab/service/http_client.hpp"

namespace confab::inline v1 {
namespace {

class WholeBody final : public HttpStream {
public:
    explicit WholeBody(HttpResponse response) : head_(std::move(response)), body_(std::move(head_.body)) {
        head_.body.clear();
    }
    const HttpResponse& head() const noexcept override { return head_; }
    Task<Result<std::optional<std::string>>> read() override {
        std::optional<std::string> piece;
        if (!body_.empty()) piece = std::exchange(body_, std::string());
        co_return piece;
    }

private:
    HttpResponse head_;
    std::string body_;
};

}  // namespace

HttpStream::~HttpStream() = default;
HttpClient::~HttpClient() = default;

Task<Result<std::unique_ptr<HttpStream>>> HttpClient::open(HttpRequest request) {
    Result<HttpResponse> response = co_await send(std::move(request));
    if (!response) co_return response.error();
    std::unique_ptr<HttpStream> stream = std::make_unique<WholeBody>(std::move(*response));
    co_return stream;
}

Task<std::vector<Result<HttpResponse>>> HttpClient::send_all(
    std::vector<HttpRequest> requests, std::function<void(const HttpBulkProgress&)> on_progress) {
    std::vector<Result<HttpResponse>> outcomes;
    HttpBulkProgress progress;
    progress.total = requests.size();
    for (HttpRequest& request : requests) {
        Result<HttpResponse> outcome = co_await send(std::move(request));
        ++progress.done;
        if (!outcome) ++progress.failed;
        outcomes.push_back(std::move(outcome));
        if (on_progress) on_progress(progress);
    }
    co_return outcomes;
}

}  // namespace confab::inline v1
