#pragma once
/// What an operator may ask the running process, over HTTP on loopback: /metrics and /livez.

#include <memory>
#include <string>

#include "confab/service/http_server.hpp"
#include "confab/service/metrics.hpp"

namespace confab::core {

class AdminServer {
public:
    /// `listen` is "127.0.0.1:9464" or "[::1]:9464". Errors: invalid_argument (not a loopback address),
    /// unavailable (the port is taken). `metrics` must outlive it.
    static Result<std::unique_ptr<AdminServer>> start(HttpServer& server, const std::string& listen,
                                                      const Metrics& metrics);
    std::uint16_t port() const noexcept { return handle_->port(); }
    Task<void> stop() { return handle_->stop(); }

private:
    explicit AdminServer(std::unique_ptr<HttpServerHandle> handle) : handle_(std::move(handle)) {}
    std::unique_ptr<HttpServerHandle> handle_;
};

}  // namespace confab::core
