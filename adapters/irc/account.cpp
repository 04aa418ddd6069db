#include "account.hpp"

#include "login/retry.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kNonceLength = 24;

}  // namespace

Task<void> IrcAccount::run() {
    Retry retry(settings_.reconnect_delay, settings_.reconnect_max);
    for (;;) {
        emit_state(ConnectionState::connecting, {});
        connected_for_ = Duration(0);
        const TimePoint began = clock_.now();
        const Ending ending = co_await connect_and_serve();
        if (ending.kind == EndingKind::cancelled) co_return;
        co_await route_.ended(ending.kind, connected_for_, clock_.wall_now());
        const auto took = std::chrono::duration_cast<Duration>(clock_.now() - began);
        const std::optional<Duration> pause =
            retry.next(ending.kind, took, connected_for_, random_.uniform());
        count("confab_irc_endings_total", to_string(ending.kind));
        log_ending(ending, pause);
        emit_state(pause ? ConnectionState::lost : ConnectionState::stopped, ending.reason);
        if (!pause) co_return;
        co_await clock_.sleep(*pause);
    }
}

SessionConfig IrcAccount::session_config(bool encrypted) {
    SessionConfig config = settings_.session;
    config.encrypted = encrypted;
    if (config.sasl.wanted()) config.sasl.nonce = random_.token(kNonceLength);
    return config;
}

Task<Ending> IrcAccount::connect_and_serve() {
    const Endpoint endpoint = co_await route_.next(clock_.wall_now());
    count("confab_irc_connects_total", {});
    Result<std::unique_ptr<Stream>> stream = co_await transport_.connect(endpoint);
    if (!stream) co_return connect_failed(stream.error());
    context_.log().info("connected", {{"to", (*stream)->description()}});
    const auto connection = std::make_shared<Connection>(
        std::move(*stream), Session(session_config(endpoint.tls)),
        SendQueue(settings_.flood_burst, settings_.flood_interval), clock_, context_);
    connection->paces_itself = !settings_.flood_is_given;
    connection->on_sts = [this](const StsOffer& offer) {
        learn_sts(offer);
    };
    connection->on_lag = [this](Duration lag) {
        context_.log().debug("lag", {{"round_trip", lag}});
        if (!metrics_) return;
        const std::string label = "account=\"" + context_.id().str() + "\"";
        metrics_->gauge("confab_irc_lag_milliseconds", label).set(lag.count());
    };
    // Also when cancelled: the writing task must not outlive the connection's use.
    struct Attached {
        IrcAccount& self;
        explicit Attached(IrcAccount& account, std::shared_ptr<Connection> made) : self(account) {
            self.connection_ = std::move(made);
        }
        ~Attached() {
            self.connected_for_ = self.connection_->ready_for();
            self.settings_.session.invited = self.connection_->session().invited();
            self.connection_->finish();
            self.connection_.reset();
            self.ended_.notify();
        }
    } attached(*this, connection);
    context_.spawn("irc writer", Connection::write(connection));
    co_return co_await connection->read();
}

void IrcAccount::learn_sts(const StsOffer& offer) {
    if (route_.learn(offer, clock_.wall_now())) context_.spawn("irc sts", route_.keep());
}

void IrcAccount::count(std::string_view what, std::string_view kind) {
    if (!metrics_) return;
    metrics_->counter(what, kind.empty() ? std::string() : "kind=\"" + std::string(kind) + "\"").add();
}

Ending IrcAccount::connect_failed(const Error& error) const {
    const char* cure = "check `server`, `port` and `tls`";
    if (error.code() == Errc::insecure)
        cure =
            "check `server_name`, trust the server's authority with `ca_file`, or its certificate with "
            "`tls_fingerprint`";
    if (error.code() == Errc::not_found) cure = "check `server`";
    const EndingKind kind = error.code() == Errc::cancelled ? EndingKind::cancelled : EndingKind::lost;
    return Ending(kind, error.message(), cure);
}

void IrcAccount::log_ending(const Ending& ending, std::optional<Duration> pause) {
    std::vector<LogField> fields;
    fields.emplace_back("server", route_.place());
    fields.emplace_back("cause", ending.reason);
    if (!ending.cure.empty()) fields.emplace_back("cure", ending.cure);
    if (pause) fields.emplace_back("retry_in", *pause);
    const bool left = ending.kind == EndingKind::quit;
    const bool upgrade = ending.kind == EndingKind::upgrade;
    const LogLevel level = left || upgrade ? LogLevel::info : pause ? LogLevel::warn : LogLevel::error;
    const char* event = left ? "left the network" : pause ? "disconnected" : "gave up the network";
    if (context_.log().enabled(level)) context_.log().write(level, event, fields.data(), fields.size());
}

void IrcAccount::emit_state(ConnectionState state, std::string reason) {
    ConnectionChanged event;
    event.account = context_.id();
    event.state = state;
    event.reason = std::move(reason);
    context_.emit(std::move(event));
}

void IrcAccount::leave(std::string_view reason) {
    if (connection_) connection_->quit(reason);
}

Task<void> IrcAccount::left() {
    const TimePoint deadline = clock_.now() + std::chrono::seconds(1);
    while (connection_) {
        const auto left = std::chrono::ceil<Duration>(deadline - clock_.now());
        if (left <= Duration(0)) break;
        co_await ended_.wait_for(left);
    }
}

}  // namespace confab::irc
