#pragma once

#include <memory>

#include "core/net/socket_core.hpp"

namespace confab::core {

/// A connected TCP socket as a Stream.
class TcpStream final : public Stream, public IdleWatch, public Abortive {
public:
    explicit TcpStream(std::shared_ptr<SocketCore> core) : core_(std::move(core)) {}
    ~TcpStream() override { core_->shut(); }

    Task<Result<std::size_t>> read_some(std::span<char> buffer) override;
    Task<Result<void>> write(std::string_view bytes) override;
    void expires_after(Duration limit) override { core_->expires_after(limit); }
    void expires_never() override { core_->expires_never(); }
    Task<void> close() override;
    std::string description() const override { return core_->peer(); }

    void watch(IdleObserver& observer) override { core_->watch(observer); }
    bool unwatch() override { return core_->unwatch(); }
    void reset() override { core_->reset(); }

private:
    std::shared_ptr<SocketCore> core_;  // shared with its own pending handlers
};

}  // namespace confab::core
