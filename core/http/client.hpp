#pragma once
/// The HTTP client of the process: redirects -> cache -> breaker, retries -> pool -> exchange, in that order.

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "core/http/config.hpp"
#include "core/http/offload.hpp"
#include "core/http/shared_cache.hpp"

namespace confab::core {

/// I/O thread only. Must outlive every `send`. Destroying it closes all idle connections.
class CoreHttpClient final : public HttpClient {
public:
    CoreHttpClient(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
                   Metrics& metrics, Logger& log, HttpConfig config = {}, Offload offload = {},
                   SharedCache* shared = nullptr);
    ~CoreHttpClient() override;

    Task<Result<HttpResponse>> send(HttpRequest request) override;
    Task<Result<std::unique_ptr<HttpStream>>> open(HttpRequest request) override;
    Task<std::vector<Result<HttpResponse>>> send_all(
        std::vector<HttpRequest> requests,
        std::function<void(const HttpBulkProgress&)> on_progress = {}) override;

    /// Ends what runs in the background; await it before what the client uses goes away.
    Task<void> stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
