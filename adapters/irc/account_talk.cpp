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

/// What the server refused is the batch (FAIL BATCH MULTILINE_*), not what it says.
bool refuses_batch(const Error& error) {
    return error.delivery() == Delivery::sent &&
           (error.code() == Errc::too_large || error.code() == Errc::unsupported);
}

/// Puts `all` into the queue and waits for what becomes of it.
Task<Result<MessageId>> hand_over(std::shared_ptr<Connection> connection, std::string target,
                                  std::vector<Outgoing> all) {
    if (all.empty()) co_return Error(Errc::invalid_argument, "nothing to say");
    const std::size_t longest = connection->session().isupport().body_length();
    Waiting waiting;
    for (Outgoing& one : all) {
        if (one.line.size() > longest || one.tags.size() > Receipts::kMaxClientTags)
            co_return Error(Errc::too_large, "the line is longer than the server accepts");
        one.ticket = std::make_shared<Ticket>();
        waiting.add(one.ticket);
    }
    if (!connection->push(target, std::move(all)))
        co_return Error(Errc::overloaded, "too many lines are waiting to be sent");
    co_return co_await waiting.all();
}

}  // namespace

Task<Result<MessageId>> IrcAccount::send(const OutgoingMessage& message) {
    const std::shared_ptr<Connection> connection = connection_;
    if (!connection || !connection->session().is_ready())
        co_return Error(Errc::unavailable, "not connected to the IRC network");
    std::optional<MultilineLimits> limits = multiline_limits(connection->session().facts());
    if (message.message.is_action()) limits.reset();
    std::vector<Outgoing> all = encode(message, *connection, limits);
    // Of several batches one may have arrived, and would be said twice.
    const bool can_go_as_lines = all.size() == 1 && !all.front().more.empty();
    Result<MessageId> sent = co_await hand_over(connection, message.channel.str(), std::move(all));
    if (sent || !can_go_as_lines || !refuses_batch(sent.error()) || connection != connection_)
        co_return std::move(sent);
    std::vector<Outgoing> lines = encode(message, *connection, std::nullopt);
    co_return co_await hand_over(connection, message.channel.str(), std::move(lines));
}

std::vector<Outgoing> IrcAccount::encode(const OutgoingMessage& message, const Connection& connection,
                                         const std::optional<MultilineLimits>& limits) const {
    const Verb verb = settings_.notice_replies ? Verb::notice : Verb::privmsg;
    const Encoder encoder(message.channel.str(), room(message.channel), verb, &unicode_);
    std::vector<Outgoing> all;
    if (limits)
        all = encoder.batches(message.message, *limits);
    else
        for (std::string& line : encoder.lines(message.message)) all.push_back(Outgoing{std::move(line)});
    const std::optional<MessageId>& replied = message.message.replied_to();
    if (replied && !all.empty()) all.front().tags = reply_tags(connection.session().facts(), replied->str());
    return all;
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
