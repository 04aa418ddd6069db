#include "account.hpp"

#include "login/retry.hpp"

namespace confab::irc {

Task<void> IrcAccount::run() {
    Retry retry(settings_.reconnect_delay, settings_.reconnect_max);
    for (;;) {
        emit_state(ConnectionState::connecting, {});
        connected_for_ = Duration(0);
        const Ending ending = co_await connect_and_serve();
        if (ending.kind == EndingKind::cancelled) co_return;
        const std::optional<Duration> pause = retry.next(ending.kind, connected_for_, random_.uniform());
        log_ending(ending, pause);
        emit_state(pause ? ConnectionState::lost : ConnectionState::stopped, ending.reason);
        if (!pause) co_return;
        co_await clock_.sleep(*pause);
    }
}

Task<Ending> IrcAccount::connect_and_serve() {
    Result<std::unique_ptr<Stream>> stream = co_await transport_.connect(settings_.endpoint);
    if (!stream) co_return connect_failed(stream.error());
    context_.log().info("connected", {{"to", (*stream)->description()}});
    const auto connection = std::make_shared<Connection>(
        std::move(*stream), Session(settings_.session),
        SendQueue(settings_.flood_burst, settings_.flood_interval), clock_, context_);
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

Ending IrcAccount::connect_failed(const Error& error) const {
    const char* cure = "check `server`, `port` and `tls`";
    if (error.code() == Errc::insecure)
        cure = "check `server_name`, or trust the server's authority with `ca_file`";
    if (error.code() == Errc::not_found) cure = "check `server`";
    const EndingKind kind = error.code() == Errc::cancelled ? EndingKind::cancelled : EndingKind::lost;
    return Ending(kind, error.message(), cure);
}

void IrcAccount::log_ending(const Ending& ending, std::optional<Duration> pause) {
    std::vector<LogField> fields;
    const std::string place = settings_.endpoint.host + ":" + std::to_string(settings_.endpoint.port);
    fields.emplace_back("server", place);
    fields.emplace_back("cause", ending.reason);
    if (!ending.cure.empty()) fields.emplace_back("cure", ending.cure);
    if (pause) fields.emplace_back("retry_in", *pause);
    const bool left = ending.kind == EndingKind::quit;
    const LogLevel level = left ? LogLevel::info : pause ? LogLevel::warn : LogLevel::error;
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
