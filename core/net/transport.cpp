#include "core/net/transport.hpp"

#include "core/net/await.hpp"
#include "core/net/listener.hpp"
#include "core/net/resolver.hpp"
#include "core/net/socket_options.hpp"
#include "core/net/tcp_stream.hpp"
#include "core/net/tls_context.hpp"
#include "core/net/tls_stream.hpp"

namespace confab::core {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Steady = std::chrono::steady_clock;

struct CoreTransport::State {
    State(asio::any_io_executor executor_in, Metrics& metrics, Logger& log_in, TransportConfig config_in)
        : executor(std::move(executor_in)),
          log(log_in),
          config(std::move(config_in)),
          resolver(executor, metrics, log_in, config.dns),
          opened(metrics.counter("confab_net_connections_opened_total")),
          failed(metrics.counter("confab_net_connect_failures_total")) {}

    Task<Result<std::shared_ptr<SocketCore>>> connect_any(Addresses addresses, std::uint16_t port,
                                                          TimePoint deadline);
    Task<Result<std::unique_ptr<Stream>>> secure(std::shared_ptr<SocketCore> core, Endpoint endpoint);
    Task<Result<std::unique_ptr<Stream>>> open(Endpoint endpoint);

    asio::any_io_executor executor;
    Logger& log;
    TransportConfig config;
    Resolver resolver;
    ClientTlsContexts tls;
    Counter& opened;
    Counter& failed;
};

// One address after the other; each may take an equal share of what is left, so that one which swallows
// packets leaves time for the next.
Task<Result<std::shared_ptr<SocketCore>>> CoreTransport::State::connect_any(Addresses addresses,
                                                                            std::uint16_t port,
                                                                            TimePoint deadline) {
    Error last(Errc::unavailable, "no address");
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto left = std::max(deadline - Steady::now(), Steady::duration::zero());
        auto core = std::make_shared<SocketCore>(executor);
        core->expires_at(Steady::now() + left / static_cast<long>(addresses.size() - i));
        const tcp::endpoint endpoint(addresses[i], port);
        const auto [error] = co_await core->socket().async_connect(endpoint, kAwait);
        if (!error) {
            core->expires_at(deadline);
            tune(core->socket(), config.user_timeout);
            co_return core;
        }
        last = core->error(error, "TCP connect");
        core->shut();
        if (last.code() == Errc::cancelled) break;
        if (last.code() == Errc::closed) last = Error(Errc::unavailable, "TCP connect", error);
    }
    co_return last;
}

Task<Result<std::unique_ptr<Stream>>> CoreTransport::State::secure(std::shared_ptr<SocketCore> core,
                                                                   Endpoint endpoint) {
    const std::string& ca_file = endpoint.ca_file.empty() ? config.ca_file : endpoint.ca_file;
    const auto context = tls.find(ca_file);
    if (!context) co_return context.error();
    auto stream = std::make_unique<TlsStream>(std::move(core), *context, TlsStream::Side::client);
    std::string name = endpoint.server_name.empty() ? endpoint.host : endpoint.server_name;
    if (Result<void> done = co_await stream->handshake_with(std::move(name)); !done) co_return done.error();
    co_return std::unique_ptr<Stream>(std::move(stream));
}

Task<Result<std::unique_ptr<Stream>>> CoreTransport::State::open(Endpoint endpoint) {
    const TimePoint deadline = Steady::now() + endpoint.timeout;
    Result<Addresses> addresses = co_await resolver.resolve(endpoint.host, endpoint.timeout);
    if (!addresses) co_return addresses.error();
    auto core = co_await connect_any(std::move(*addresses), endpoint.port, deadline);
    if (!core) co_return core.error();
    const std::shared_ptr<SocketCore> socket = *core;
    std::unique_ptr<Stream> stream;
    if (endpoint.tls) {
        auto secured = co_await secure(socket, std::move(endpoint));
        if (!secured) co_return secured.error();
        stream = std::move(*secured);
    } else {
        stream = std::make_unique<TcpStream>(socket);
    }
    stream->expires_never();
    co_return stream;
}

CoreTransport::CoreTransport(asio::any_io_executor executor, Metrics& metrics, Logger& log,
                             TransportConfig config)
    : state_(std::make_unique<State>(std::move(executor), metrics, log, std::move(config))) {}

CoreTransport::~CoreTransport() = default;

Task<Result<std::unique_ptr<Stream>>> CoreTransport::connect(Endpoint endpoint) {
    const std::string where = endpoint.host + ":" + std::to_string(endpoint.port);
    auto stream = co_await state_->open(std::move(endpoint));
    if (stream) {
        state_->opened.add();
        state_->log.debug("connected", {{"to", where}, {"peer", (*stream)->description()}});
        co_return stream;
    }
    state_->failed.add();
    const Error& error = stream.error();
    co_return Error(error.code(), "connecting to " + where + ": " + error.context(), error.cause());
}

Result<std::unique_ptr<Listener>> CoreTransport::listen(ListenOptions options) {
    return CoreListener::open(state_->executor, options, state_->config.user_timeout);
}

}  // namespace confab::core
