#pragma once
/// The HTTP client of the process: cache -> single flight -> retries -> pool -> exchange, in that order.

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "core/http/config.hpp"

namespace confab::core {

/// I/O thread only. Must outlive every `send`. Destroying it closes all idle connections.
class CoreHttpClient final : public HttpClient {
public:
    CoreHttpClient(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
                   Metrics& metrics, Logger& log, HttpConfig config = {});
    ~CoreHttpClient() override;

    Task<Result<HttpResponse>> send(HttpRequest request) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
