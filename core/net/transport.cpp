#include "core/net/transport.hpp"

#include <optional>

#include "core/net/address_class.hpp"
#include "core/net/dialer.hpp"
#include "core/net/listener.hpp"
#include "core/net/proxy_tunnel.hpp"
#include "core/net/resolver.hpp"
#include "core/net/socket_options.hpp"
#include "core/net/tcp_stream.hpp"
#include "core/net/tls_context.hpp"
#include "core/net/tls_stream.hpp"

namespace confab::core {
namespace asio = boost::asio;
namespace {

/// What an endpoint asks for, checked before anything is opened.
class Route {
public:
    Route() = default;
    std::shared_ptr<asio::ssl::context> trust;  // shared with the streams that use it
    std::optional<TlsDemands> tls;
    std::optional<ProxyAddress> proxy;
};

bool is_public_literal(const std::string& host) {
    boost::system::error_code error;
    const asio::ip::address address = asio::ip::make_address(host, error);
    return !error && is_public(address);
}

}  // namespace

struct CoreTransport::State {
    State(asio::any_io_executor executor_in, Metrics& metrics, Logger& log_in, TransportConfig config_in)
        : executor(std::move(executor_in)),
          log(log_in),
          config(std::move(config_in)),
          resolver(executor, metrics, log_in, config.dns),
          sessions(config.tls_resumption ? std::make_shared<TlsSessionStore>() : nullptr),
          opened(metrics.counter("confab_net_connections_opened_total")),
          failed(metrics.counter("confab_net_connect_failures_total")),
          handshakes(metrics.counter("confab_tls_handshakes_total")),
          resumed(metrics.counter("confab_tls_resumed_total")) {}

    Result<Route> route_of(const Endpoint& endpoint);
    Task<Result<std::shared_ptr<SocketCore>>> reach(std::string host, std::uint16_t port, bool public_only,
                                                    TimePoint deadline);
    Task<Result<std::unique_ptr<Stream>>> secure(std::shared_ptr<SocketCore> core, Route route);
    Task<Result<std::unique_ptr<Stream>>> open(Endpoint endpoint);

    asio::any_io_executor executor;
    Logger& log;
    TransportConfig config;
    Resolver resolver;
    ClientTlsContexts contexts;
    std::shared_ptr<TlsSessionStore> sessions;  // shared with the streams; nullptr: without resumption
    Counter& opened;
    Counter& failed;
    Counter& handshakes;
    Counter& resumed;
};

Result<Route> CoreTransport::State::route_of(const Endpoint& endpoint) {
    Route route;
    if (endpoint.tls) {
        const std::string& ca_file = endpoint.ca_file.empty() ? config.ca_file : endpoint.ca_file;
        Result<TlsDemands> demands = TlsDemands::of(endpoint, ca_file);
        if (!demands) return demands.error();
        route.tls = std::move(*demands);
        auto trust = contexts.find(ca_file);
        if (!trust) return trust.error();
        route.trust = std::move(*trust);
    }
    if (endpoint.proxy.empty()) return route;
    Result<ProxyAddress> proxy = ProxyAddress::parse(endpoint.proxy);
    if (!proxy) return proxy.error();
    route.proxy = std::move(*proxy);
    // The proxy looks the name up, after us and perhaps differently: only an address can be judged here.
    if (endpoint.public_only && !is_public_literal(endpoint.host))
        return Error(Errc::forbidden,
                     "a proxy would look the name up, so that it cannot be known to be public");
    return route;
}

// What was judged is what is connected to: there is no second look-up that could answer differently.
Task<Result<std::shared_ptr<SocketCore>>> CoreTransport::State::reach(std::string host, std::uint16_t port,
                                                                      bool public_only, TimePoint deadline) {
    const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
    Result<Addresses> addresses = co_await resolver.resolve(std::move(host), left);
    if (!addresses) co_return addresses.error();
    if (public_only) *addresses = public_among(std::move(*addresses));
    if (addresses->empty()) co_return Error(Errc::forbidden, "only public addresses are allowed here");
    Addresses order = dialing_order(*addresses, config.max_addresses);
    auto core = co_await dial(executor, std::move(order), port, config.attempt_delay, deadline);
    if (!core) co_return core.error();
    (*core)->expires_at(deadline);
    tune((*core)->socket(), config.user_timeout);
    co_return core;
}

Task<Result<std::unique_ptr<Stream>>> CoreTransport::State::secure(std::shared_ptr<SocketCore> core,
                                                                   Route route) {
    auto stream =
        std::make_unique<TlsStream>(std::move(core), std::move(route.trust), TlsStream::Side::client);
    const Result<void> done = co_await stream->handshake_with(std::move(*route.tls), sessions);
    if (!done) co_return done.error();
    handshakes.add();
    if (stream->resumed()) resumed.add();
    co_return std::unique_ptr<Stream>(std::move(stream));
}

Task<Result<std::unique_ptr<Stream>>> CoreTransport::State::open(Endpoint endpoint) {
    const TimePoint deadline = std::chrono::steady_clock::now() + endpoint.timeout;
    Result<Route> route = route_of(endpoint);
    if (!route) co_return route.error();
    const bool tunnel = route->proxy.has_value();
    std::string next_hop = endpoint.host;
    if (tunnel) next_hop = route->proxy->host;
    const std::uint16_t next_port = tunnel ? route->proxy->port : endpoint.port;
    const bool public_only = endpoint.public_only && !tunnel;  // who configured the proxy may be trusted
    auto core = co_await reach(std::move(next_hop), next_port, public_only, deadline);
    if (!core) {
        const Error& error = core.error();
        if (!tunnel) co_return error;
        co_return Error(error.code(), "the proxy " + route->proxy->where() + ": " + error.context(),
                        error.cause());
    }
    const std::shared_ptr<SocketCore> socket = *core;
    if (tunnel) {
        const auto through = co_await open_tunnel(socket, *route->proxy, endpoint.host, endpoint.port);
        if (!through) co_return through.error();
    }
    std::unique_ptr<Stream> stream;
    if (endpoint.tls) {
        auto secured = co_await secure(socket, std::move(*route));
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
