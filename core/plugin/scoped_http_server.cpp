#include "core/plugin/scoped_http_server.hpp"

namespace confab::core {

// What the plugin owns; the real handle is shared with `stop_all`, which may be waiting for it.
class ScopedHttpServer::Handle final : public HttpServerHandle {
public:
    explicit Handle(std::shared_ptr<HttpServerHandle> handle) : handle_(std::move(handle)) {}
    std::uint16_t port() const noexcept override { return handle_->port(); }
    std::uint64_t accepted() const noexcept override { return handle_->accepted(); }
    Task<void> stop() override { return handle_->stop(); }

private:
    std::shared_ptr<HttpServerHandle> handle_;
};

Result<std::unique_ptr<HttpServerHandle>> ScopedHttpServer::listen(ListenOptions options,
                                                                   HttpHandler handler) {
    Result<std::unique_ptr<HttpServerHandle>> listening =
        server_.listen(std::move(options), std::move(handler));
    if (!listening) return listening.error();
    std::shared_ptr<HttpServerHandle> shared = std::move(*listening);
    std::erase_if(handles_, [](const auto& handle) { return handle.expired(); });
    handles_.push_back(shared);
    return std::unique_ptr<HttpServerHandle>(std::make_unique<Handle>(std::move(shared)));
}

Task<void> ScopedHttpServer::stop_all() {
    for (const std::weak_ptr<HttpServerHandle>& handle : std::exchange(handles_, {}))
        if (const std::shared_ptr<HttpServerHandle> alive = handle.lock()) co_await alive->stop();
}

}  // namespace confab::core
