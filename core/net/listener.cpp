#include "core/net/listener.hpp"

#include "core/net/await.hpp"
#include "core/net/net_error.hpp"
#include "core/net/socket_options.hpp"
#include "core/net/tcp_stream.hpp"
#include "core/net/tls_context.hpp"
#include "core/net/tls_stream.hpp"

namespace confab::core {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

struct CoreListener::State {
    State(asio::any_io_executor executor, Duration limit)
        : acceptor(std::move(executor)), user_timeout(limit) {}
    tcp::acceptor acceptor;
    std::shared_ptr<asio::ssl::context> context;  // shared with the accepted streams
    Duration user_timeout;
    std::uint16_t port = 0;
};

Result<std::unique_ptr<Listener>> CoreListener::open(asio::any_io_executor executor,
                                                     const ListenOptions& options, Duration user_timeout) {
    const auto state = std::make_shared<State>(std::move(executor), user_timeout);
    if (!options.certificate.empty() || !options.private_key.empty()) {
        auto context =
            server_tls_context(options.certificate, options.private_key, options.ask_client_certificate);
        if (!context) return context.error();
        state->context = std::move(*context);
    }
    boost::system::error_code error;
    const asio::ip::address address = asio::ip::make_address(options.address, error);
    if (error) return Error(Errc::invalid_argument, "not an address to listen on: " + options.address);
    const tcp::endpoint endpoint(address, options.port);
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error) state->acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (!error) state->port = state->acceptor.local_endpoint(error).port();
    if (error)
        return to_error(error, "listening on " + options.address + " port " + std::to_string(options.port));
    return std::unique_ptr<Listener>(new CoreListener(state));
}

CoreListener::~CoreListener() {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
}

std::uint16_t CoreListener::port() const noexcept {
    return state_->port;
}

Task<Result<std::unique_ptr<Stream>>> CoreListener::accept() {
    const std::shared_ptr<State> state = state_;
    for (;;) {
        tcp::socket socket(state->acceptor.get_executor());
        const auto [error] = co_await state->acceptor.async_accept(socket, kAwait);
        if (error == asio::error::connection_aborted)
            continue;  // that client has gone; the next may be there
        if (error && !state->acceptor.is_open())
            co_return Error(Errc::closed, "the listener was closed", error);
        if (error) co_return to_error(error, "accepting");
        tune(socket, state->user_timeout);
        auto core = std::make_shared<SocketCore>(std::move(socket));
        std::unique_ptr<Stream> stream;
        if (state->context)
            stream = std::make_unique<TlsStream>(std::move(core), state->context, TlsStream::Side::server);
        else
            stream = std::make_unique<TcpStream>(std::move(core));
        co_return stream;
    }
}

}  // namespace confab::core
