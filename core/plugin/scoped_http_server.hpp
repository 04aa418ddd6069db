#pragma once
/// The HTTP server as one plugin sees it: what it listens on ends with the plugin, handlers included.

#include <memory>
#include <vector>

#include "confab/service/http_server.hpp"

namespace confab::core {

class ScopedHttpServer final : public HttpServer {
public:
    explicit ScopedHttpServer(HttpServer& server) : server_(server) {}

    Result<std::unique_ptr<HttpServerHandle>> listen(ListenOptions options, HttpHandler handler) override;
    /// Ends every server that is still there, and waits for its handlers: they run code of the plugin.
    Task<void> stop_all();

private:
    class Handle;
    HttpServer& server_;
    std::vector<std::weak_ptr<HttpServerHandle>> handles_;
};

}  // namespace confab::core
