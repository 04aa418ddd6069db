#include "account.hpp"

#include "encode.hpp"
#include "names.hpp"
#include "retry.hpp"

namespace confab::irc {
namespace {

/// A task that stops waiting takes its lines out of the queue.
class Waiting {
public:
    explicit Waiting(const std::vector<TicketPtr>& tickets) : tickets_(tickets) {}
    ~Waiting() {
        for (const TicketPtr& ticket : tickets_) ticket->abandon();
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    const std::vector<TicketPtr>& tickets_;
};

}  // namespace

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

Task<Result<MessageId>> IrcAccount::send(const OutgoingMessage& message) {
    const std::shared_ptr<Connection> connection = connection_;
    if (!connection || !connection->session().is_ready())
        co_return Error(Errc::unavailable, "not connected to the IRC network");
    const Verb verb = settings_.notice_replies ? Verb::notice : Verb::privmsg;
    const std::string& target = message.channel.str();
    std::vector<std::string> lines = encode_message(message.message, target, room(message.channel), verb);
    if (lines.empty()) co_return Error(Errc::invalid_argument, "nothing to say");
    const std::size_t limit = connection->session().isupport().body_length();
    std::vector<TicketPtr> tickets;
    for (const std::string& line : lines) {
        if (line.size() > limit)
            co_return Error(Errc::too_large, "the line is longer than the server accepts");
        tickets.push_back(std::make_shared<Ticket>());
    }
    if (!connection->push(target, std::move(lines), tickets))
        co_return Error(Errc::overloaded, "too many lines are waiting to be sent");
    const Waiting waiting(tickets);
    for (const TicketPtr& ticket : tickets) {
        while (!ticket->result()) co_await ticket->settled().wait();
        if (!*ticket->result()) co_return ticket->result()->error();
    }
    co_return MessageId();
}

std::size_t IrcAccount::room(const ChannelId& channel) const {
    if (connection_) {
        const Session& session = connection_->session();
        return room_for_text(session.isupport().body_length(), session.prefix_length(), channel.str());
    }
    return room_for_text(kMaxBody, Session(settings_.session).prefix_length(), channel.str());
}

ChannelProfile IrcAccount::profile(const ChannelId& channel) const {
    ChannelProfile profile;
    profile.unit = LengthUnit::bytes;
    profile.max_length = room(channel);
    profile.styles = true;
    profile.max_parts = 8;
    return profile;
}

std::size_t IrcAccount::encoded_length(const Element& element) const {
    return irc::encoded_length(element);
}

ChannelId IrcAccount::direct_channel(const UserId& user) const {
    if (!connection_) return ChannelId();
    const Session& session = connection_->session();
    const std::string_view nick = session.nick_of(user.str());
    return ChannelId(session.isupport().fold(nick.empty() ? std::string_view(user.str()) : nick));
}

std::optional<Mention> IrcAccount::user_named(std::string_view text) const {
    if (!connection_) return {};
    return irc::user_named(text, connection_->session().isupport(), connection_->session().roster());
}

std::optional<ChannelId> IrcAccount::channel_named(std::string_view text) const {
    if (!connection_) return {};
    return irc::channel_named(text, connection_->session().isupport());
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
