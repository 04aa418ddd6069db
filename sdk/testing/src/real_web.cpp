#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/net/transport.hpp"
#include "web.hpp"

namespace confab::inline v1::testing {
namespace {

core::LogConfig quiet() {
    core::LogConfig config;
    config.level = LogLevel::off;
    return config;
}

}  // namespace

struct RealWeb::Parts {
    core::Runtime runtime{1};
    core::LogSystem logs{quiet()};
    std::unique_ptr<Logger> log = logs.logger("web");
    core::MetricsRegistry metrics;
    core::CoreRandom random;
    core::CoreTransport transport{runtime.executor(), metrics, *log};
    core::CoreHttpClient http{runtime.executor(), transport, runtime.clock(), random, metrics, *log};
};

namespace {

Task<int> ask(HttpClient& http, HttpRequest request, Result<HttpResponse>& outcome) {
    outcome = co_await http.send(std::move(request));
    co_return 0;
}

Task<int> stop(core::CoreHttpClient& http) {
    co_await http.stop();
    co_return 0;
}

}  // namespace

RealWeb::RealWeb() : parts_(std::make_unique<Parts>()) {}
RealWeb::~RealWeb() {
    parts_->runtime.run(stop(parts_->http));
}

Result<HttpResponse> RealWeb::send(HttpRequest request) {
    Result<HttpResponse> outcome = Error(Errc::internal, "not asked");
    parts_->runtime.run(ask(parts_->http, std::move(request), outcome));
    return outcome;
}

}  // namespace confab::inline v1::testing
