#pragma once
/// The HTTP/1.1 server: keep-alive, pipelining, WebSocket upgrade. For stand-ins, webhooks and the admin
/// endpoint.

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "confab/service/crypto.hpp"
#include "confab/service/http_server.hpp"
#include "confab/service/logger.hpp"

namespace confab::core {

class HttpServerConfig {
public:
    std::size_t max_connections = 1024;  ///< Beyond it a connection is closed at once.
    std::size_t max_header = 16 * 1024;
    std::size_t max_body = 64 * 1024 * 1024;
    std::size_t max_websocket_message = 16 * 1024 * 1024;
    Duration idle_timeout{60'000};     ///< Between two requests of one connection.
    Duration request_timeout{30'000};  ///< From a request's first byte to its last.
    Duration write_timeout{60'000};
};

class CoreHttpServer final : public HttpServer {
public:
    CoreHttpServer(boost::asio::any_io_executor executor, Transport& transport, const Crypto& crypto,
                   Logger& log, HttpServerConfig config = {});

    /// The handler may run for several connections at once. An exception from it becomes status 500.
    Result<std::unique_ptr<HttpServerHandle>> listen(ListenOptions options, HttpHandler handler) override;

private:
    boost::asio::any_io_executor executor_;
    Transport& transport_;
    const Crypto& crypto_;
    Logger& log_;
    HttpServerConfig config_;
};

}  // namespace confab::core
