// What the account says, and what it can say.
#include "account.hpp"
#include "encode.hpp"
#include "names.hpp"

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
    const std::string_view nick = session.directory().nick_of(user.str());
    return ChannelId(session.isupport().fold(nick.empty() ? std::string_view(user.str()) : nick));
}

std::optional<Mention> IrcAccount::user_named(std::string_view text) const {
    if (!connection_) return {};
    return irc::user_named(text, connection_->session().isupport(), connection_->session().directory());
}

void* IrcAccount::capability(std::string_view id) {
    if (id == ChannelDetails::kCapabilityId) return static_cast<ChannelDetails*>(&details_);
    return nullptr;
}

std::optional<ChannelId> IrcAccount::channel_named(std::string_view text) const {
    if (!connection_) return {};
    return irc::channel_named(text, connection_->session().isupport());
}

}  // namespace confab::irc
