#include "core/net/tls_stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "core/net/await.hpp"
#include "core/net/net_error.hpp"
#include "core/net/tls_context.hpp"

namespace confab::core {
namespace asio = boost::asio;
namespace {

constexpr Duration kServerHandshakeLimit{10'000};

}  // namespace

TlsStream::TlsStream(std::shared_ptr<SocketCore> core, std::shared_ptr<asio::ssl::context> context, Side side)
    : core_(std::move(core)),
      context_(std::move(context)),
      stream_(core_->socket(), *context_),
      side_(side) {}

// OpenSSL spoils the tickets of a session that ends without a goodbye, which TLS 1.1 no longer asks for.
TlsStream::~TlsStream() {
    if (phase_ == Phase::open)
        SSL_set_shutdown(stream_.native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    core_->shut();
}

Task<Result<void>> TlsStream::handshake_with(TlsDemands demands, std::shared_ptr<TlsSessionStore> sessions) {
    SSL* const ssl = stream_.native_handle();
    if (Result<void> ready = demands.prepare(ssl); !ready) co_return ready;
    if (sessions) {
        tickets_ = std::make_unique<TlsTickets>(std::move(sessions), demands.session_key);
        tickets_->offer(ssl);
    }
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::client, kAwait);
    Result<void> outcome;
    if (error) {
        Error failure = core_->error(error, "TLS handshake");
        if (failure.code() != Errc::timeout) failure = handshake_error(ssl, error, demands.name);
        outcome = failure;
    } else {
        outcome = demands.check(ssl);
    }
    phase_ = outcome ? Phase::open : Phase::failed;
    if (tickets_ && outcome) resumed_ = tickets_->accept(ssl);
    if (tickets_ && !outcome) tickets_->refuse();
    co_return outcome;
}

Task<Result<void>> TlsStream::ensure_open() {
    while (phase_ == Phase::shaking) co_await opened_.wait();
    if (phase_ == Phase::fresh && side_ == Side::server) {
        phase_ = Phase::shaking;
        const bool own_limit = !core_->has_deadline();
        if (own_limit) core_->expires_after(kServerHandshakeLimit);
        const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
        phase_ = error ? Phase::failed : Phase::open;
        opened_.notify();
        if (error) co_return core_->error(error, "TLS handshake");
        if (own_limit) core_->expires_never();
    }
    if (phase_ != Phase::open) co_return Error(Errc::closed, "no TLS session");
    co_return Result<void>();
}

Task<Result<std::size_t>> TlsStream::read_some(std::span<char> buffer) {
    if (phase_ != Phase::open) {
        if (Result<void> open = co_await ensure_open(); !open) co_return open.error();
    }
    core_->reading = true;
    const auto [error, n] =
        co_await stream_.async_read_some(asio::buffer(buffer.data(), buffer.size()), kAwait);
    core_->reading = false;
    if (error) co_return core_->error(error, "reading");
    co_return n;
}

Task<Result<void>> TlsStream::write(std::string_view bytes) {
    if (phase_ != Phase::open) {
        if (Result<void> open = co_await ensure_open(); !open) co_return open.error();
    }
    const auto [error, sent] = co_await asio::async_write(stream_, asio::buffer(bytes), kAwait);
    if (error)
        co_return core_->error(error, "writing").with(sent == 0 ? Delivery::not_sent : Delivery::maybe_sent);
    co_return Result<void>();
}

// Our close_notify and FIN go out; the peer's close_notify is not awaited by SSL_shutdown but by `linger`.
Task<void> TlsStream::close() {
    if (phase_ == Phase::open && !core_->reading) {
        core_->expires_after(Duration(1'000));
        SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
        [[maybe_unused]] const auto done = co_await stream_.async_shutdown(kAwait);
    }
    phase_ = Phase::failed;
    co_await core_->linger();
    core_->shut();
}

std::string TlsStream::description() const {
    // SSL_get_version takes a const SSL*, native_handle() is not const.
    auto& stream = const_cast<asio::ssl::stream<asio::ip::tcp::socket&>&>(stream_);
    const unsigned char* protocol = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(stream.native_handle(), &protocol, &size);
    std::string text = core_->peer() + " " + SSL_get_version(stream.native_handle());
    if (size > 0) text.append(" ").append(reinterpret_cast<const char*>(protocol), size);
    return text;
}

std::string TlsStream::peer_fingerprint() const {
    auto& stream = const_cast<asio::ssl::stream<asio::ip::tcp::socket&>&>(stream_);  // as above
    return fingerprint_of(SSL_get0_peer_certificate(stream.native_handle()));
}

}  // namespace confab::core
