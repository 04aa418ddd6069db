// What the account says, and what it can say.
#include "account.hpp"
#include "encode.hpp"
#include "names.hpp"
#include "send/receipts.hpp"
#include "talk/offers.hpp"

namespace confab::irc {
namespace {

/// A task that stops waiting takes its lines out of the queue.
class Waiting {
public:
    void add(TicketPtr ticket) { tickets_.push_back(std::move(ticket)); }
    Waiting() = default;
    ~Waiting() {
        for (const TicketPtr& ticket : tickets_) ticket->abandon();
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    /// The first id: what the message is known by.
    Task<Result<MessageId>> all() {
        std::optional<MessageId> first;
        for (const TicketPtr& ticket : tickets_) {
            while (!ticket->result()) co_await ticket->settled().wait();
            if (!*ticket->result()) co_return ticket->result()->error();
            if (!first) first = **ticket->result();
        }
        co_return first.value_or(MessageId());
    }

private:
    std::vector<TicketPtr> tickets_;
};

}  // namespace

Task<Result<MessageId>> IrcAccount::send(const OutgoingMessage& message) {
    const std::shared_ptr<Connection> connection = connection_;
    if (!connection || !connection->session().is_ready())
        co_return Error(Errc::unavailable, "not connected to the IRC network");
    const Facts& facts = connection->session().facts();
    const Verb verb = settings_.notice_replies ? Verb::notice : Verb::privmsg;
    const std::string& target = message.channel.str();
    const Encoder encoder(target, room(message.channel), verb, &unicode_);
    std::vector<Outgoing> all;
    const std::optional<MultilineLimits> limits = multiline_limits(facts);
    if (limits && !message.message.is_action())
        all = encoder.batches(message.message, *limits);
    else
        for (std::string& line : encoder.lines(message.message)) all.push_back(Outgoing{std::move(line)});
    if (all.empty()) co_return Error(Errc::invalid_argument, "nothing to say");
    if (const std::optional<MessageId>& replied = message.message.replied_to())
        all.front().tags = reply_tags(facts, replied->str());
    Waiting waiting;
    for (Outgoing& one : all) {
        if (one.line.size() > facts.isupport.body_length() || one.tags.size() > Receipts::kMaxClientTags)
            co_return Error(Errc::too_large, "the line is longer than the server accepts");
        one.ticket = std::make_shared<Ticket>();
        waiting.add(one.ticket);
    }
    if (!connection->push(target, std::move(all)))
        co_return Error(Errc::overloaded, "too many lines are waiting to be sent");
    co_return co_await waiting.all();
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
    profile.colors = true;
    profile.max_parts = 8;
    if (!connection_ || !connection_->session().is_ready()) return profile;
    const Facts& facts = connection_->session().facts();
    profile.replies = can_reply(facts);
    profile.names_in_replies = true;  // few clients show what a reply refers to
    if (const std::optional<MultilineLimits> limits = multiline_limits(facts)) {
        profile.multiline = true;
        profile.max_length = limits->bytes;
    }
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

std::optional<ChannelId> IrcAccount::channel_named(std::string_view text) const {
    if (!connection_) return {};
    return irc::channel_named(text, connection_->session().isupport());
}

}  // namespace confab::irc
