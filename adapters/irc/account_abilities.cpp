#include "account_abilities.hpp"

#include <algorithm>

#include "send/receipts.hpp"
#include "talk/offers.hpp"

namespace confab::irc {
namespace {

/// IRCv3 typing: no more often, however often it is asked for.
constexpr Duration kTypingPause{3'000};
constexpr std::size_t kMaxTyping = 256;

Error not_offered(const char* what) {
    return Error(Errc::unsupported, std::string("the IRC network does not offer ") + what);
}

/// An id from elsewhere must not become two parameters.
bool is_one_word(const std::string& id) {
    return !id.empty() && id.front() != ':' &&
           std::none_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

}  // namespace

const Facts* Abilities::facts() const {
    return connection_ && connection_->session().is_ready() ? &connection_->session().facts() : nullptr;
}

void* Abilities::find(std::string_view id) {
    const Facts* known = facts();
    if (!known) return nullptr;
    if (id == Typing::kCapabilityId && can_show_typing(*known)) return static_cast<Typing*>(this);
    if (id == Reactions::kCapabilityId && can_react(*known)) return static_cast<Reactions*>(this);
    if (id == Deleting::kCapabilityId && can_delete(*known)) return static_cast<Deleting*>(this);
    if (id == History::kCapabilityId && history_limit(*known)) return static_cast<History*>(this);
    return nullptr;
}

Task<Result<void>> Abilities::run(ChannelId channel, Outgoing outgoing) {
    const std::shared_ptr<Connection> connection = connection_;
    if (!connection) co_return Error(Errc::unavailable, "not connected to the IRC network");
    if (outgoing.tags.size() > Receipts::kMaxClientTags)
        co_return Error(Errc::too_large, "more tags than the server accepts");
    const TicketPtr ticket = outgoing.ticket;
    std::vector<Outgoing> all;
    all.push_back(std::move(outgoing));
    if (!connection->push(channel.str(), std::move(all)))
        co_return Error(Errc::overloaded, "too many lines are waiting to be sent");
    if (!ticket) co_return Result<void>();
    while (!ticket->result()) co_await ticket->settled().wait();
    if (!*ticket->result()) co_return ticket->result()->error();
    co_return Result<void>();
}

Task<Result<void>> Abilities::show_typing(ChannelId channel) {
    const Facts* known = facts();
    if (!known || !can_show_typing(*known)) co_return not_offered("typing");
    const TimePoint now = clock_.now();
    std::erase_if(typing_, [&](const auto& one) { return now - one.second >= kTypingPause; });
    if (typing_.contains(channel) || typing_.size() >= kMaxTyping) co_return Result<void>();
    typing_[channel] = now;
    Outgoing outgoing{build_line("TAGMSG", {channel.str()})};
    outgoing.tags = "+typing=active";
    co_return co_await run(channel, std::move(outgoing));
}

Task<Result<void>> Abilities::react(ChannelId channel, MessageId message_id, Emoji emoji) {
    const Facts* known = facts();
    if (!known || !can_react(*known)) co_return not_offered("reactions");
    if (message_id.empty() || emoji.name.empty())
        co_return Error(Errc::invalid_argument, "a reaction needs a message and an emoji");
    Outgoing outgoing{build_line("TAGMSG", {channel.str()})};
    outgoing.tags = "+draft/react=" + escape_tag(emoji.name) + ";" + reply_tags(*known, message_id.str());
    outgoing.ticket = std::make_shared<Ticket>();
    co_return co_await run(channel, std::move(outgoing));
}

Task<Result<void>> Abilities::remove(ChannelId channel, MessageId message_id) {
    const Facts* known = facts();
    if (!known || !can_delete(*known)) co_return not_offered("taking messages back");
    if (!is_one_word(message_id.str()))
        co_return Error(Errc::invalid_argument, "the message has no id that the server knows");
    Outgoing outgoing{build_line("REDACT", {channel.str(), message_id.str()})};
    outgoing.ticket = std::make_shared<Ticket>();
    co_return co_await run(channel, std::move(outgoing));
}

Task<Result<std::vector<MessageReceived>>> Abilities::before(ChannelId channel, MessageId message_id,
                                                             std::size_t limit) {
    const Facts* known = facts();
    const std::optional<std::size_t> most = known ? history_limit(*known) : std::nullopt;
    if (!most) co_return not_offered("history");
    const bool latest = message_id.empty();
    if (!latest && !is_one_word(message_id.str()))
        co_return Error(Errc::invalid_argument, "the message has no id that the server knows");
    const std::string count = std::to_string(std::min(std::max<std::size_t>(limit, 1), *most));
    const std::string from = latest ? std::string("*") : "msgid=" + message_id.str();
    const std::string_view part = latest ? "LATEST" : "BEFORE";
    Outgoing outgoing{build_line("CHATHISTORY", {part, channel.str(), from, count})};
    const TicketPtr ticket = std::make_shared<Ticket>();
    outgoing.ticket = ticket;
    const Result<void> done = co_await run(channel, std::move(outgoing));
    if (!done) co_return done.error();
    co_return std::move(ticket->history);
}

}  // namespace confab::irc
