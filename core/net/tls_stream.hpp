#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>

#include "core/net/socket_core.hpp"
#include "core/net/tls_demands.hpp"
#include "core/net/tls_sessions.hpp"

namespace confab::core {

/// A TLS session over a connected socket.
class TlsStream final : public Stream, public IdleWatch, public Abortive {
public:
    enum class Side : bool { client, server };
    /// Server side: the handshake happens at the first read or write, so that a slow peer does not hold up
    /// `accept`.
    TlsStream(std::shared_ptr<SocketCore> core, std::shared_ptr<boost::asio::ssl::context> context,
              Side side);
    ~TlsStream() override;

    /// Client side: succeeds when everything of `demands` is met, with a session of `sessions` if it has one.
    /// nullptr: none is offered or kept.
    Task<Result<void>> handshake_with(TlsDemands demands, std::shared_ptr<TlsSessionStore> sessions);
    bool resumed() const noexcept { return resumed_; }  ///< The handshake continued an earlier session.

    Task<Result<std::size_t>> read_some(std::span<char> buffer) override;
    Task<Result<void>> write(std::string_view bytes) override;
    void expires_after(Duration limit) override { core_->expires_after(limit); }
    void expires_never() override { core_->expires_never(); }
    Task<void> close() override;
    std::string description() const override;
    std::string peer_fingerprint() const override;

    void watch(IdleObserver& observer) override { core_->watch(observer); }
    bool unwatch() override { return core_->unwatch(); }
    void reset() override { core_->reset(); }

private:
    enum class Phase : unsigned char { fresh, shaking, open, failed };
    Task<Result<void>> ensure_open();

    std::shared_ptr<SocketCore> core_;                    // shared with its own pending handlers
    std::shared_ptr<boost::asio::ssl::context> context_;  // shared with the other streams of that context
    std::unique_ptr<TlsTickets> tickets_;                 // before the stream, which calls it
    boost::asio::ssl::stream<boost::asio::ip::tcp::socket&> stream_;
    Side side_;
    bool resumed_ = false;
    Phase phase_ = Phase::fresh;
    Signal opened_;  // wakes the other task when one of two shakes hands
};

}  // namespace confab::core
