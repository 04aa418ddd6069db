#include "talk/conversation.hpp"

#include <utility>

#include "send/refusals.hpp"
#include "wire/server_time.hpp"

namespace confab::irc {
namespace {

/// Messages may reach us a little out of order with the server's welcome.
constexpr Duration kClockTolerance{5'000};
/// Old messages that one request can bring; a server that sends more is not believed.
constexpr std::size_t kMaxHistory = 1'000;
/// Different refusals that are worth a log line.
constexpr std::size_t kMaxReported = 64;
constexpr std::size_t kMaxVersion = 64;

/// The person behind a line. Where messages carry the account, that is more recent than what joins told.
User sender_of(const Line& line, const Facts& facts) {
    const std::string_view nick = line.source().nick;
    if (!facts.caps.has("account-tag")) return facts.user(nick);
    User user = make_user(nick, line.tag("account").value_or(std::string()), facts.isupport);
    user.is_self = facts.is_self(nick);
    return user;
}

std::string account_of(const Line& line, const Facts& facts) {
    const User user = sender_of(line, facts);
    return user.assurance == Assurance::account ? user.id.str() : std::string();
}

/// Where something happened: the channel, or the conversation with the other of two people.
ChannelRef place_of(const Line& line, const Facts& facts) {
    const std::string_view target = facts.isupport.without_status(line.param(0));
    const std::string_view nick = line.source().nick;
    const bool to_us = !facts.isupport.is_channel(target) && !facts.is_self(nick);
    return ChannelRef(facts.config.account, ChannelId(facts.isupport.fold(to_us ? nick : target)));
}

}  // namespace

bool Conversation::on_line(const Line& line, Step& step) {
    step.facts.batches.expire(step.now.mono);
    if (multiline_.expire(step.now.mono) && !std::exchange(reported_unclosed_, true))
        step.report(LogLevel::warn, "multi-line message never ended");
    switch (line.command()) {
        case Command::privmsg:
        case Command::notice:
            if (step.facts.phase == Phase::registering) return true;
            if (!multiline_.add(line, step.facts.batches)) on_message(line, step);
            return true;
        case Command::tagmsg:
            on_tags(line, step);
            return true;
        case Command::redact:
            on_redact(line, step);
            return true;
        case Command::batch:
            on_batch(line, step);
            return false;  // what a netsplit means is for others to say
        case Command::fail:
        case Command::warn:
        case Command::note:
            return on_standard_reply(line, step);
        case Command::ack:
            receipts_.on_answer(line, step.facts);
            return true;
        case Command::markread:
            return true;
        default:
            return line.numeric() != 0 && on_numeric(line, step);
    }
}

void Conversation::on_batch(const Line& line, Step& step) {
    Batches& batches = step.facts.batches;
    batches.on_batch(line, step.now.mono);
    if (line.param(0).starts_with('+') && line.param(1) == kMultiline) multiline_.open(line, step.now.mono);
    const Batch* closed = batches.closed_by(line);
    if (!closed) return;
    const Batch batch = *closed;
    const std::optional<std::string> text = multiline_.close(batch);
    Line whole;
    if (text && step.facts.phase != Phase::registering && whole.parse(*text)) on_message(whole, step);
    receipts_.on_batch_closed(batch, step.facts);
}

Origin Conversation::origin_of(const Line& line, const Step& step) const {
    if (step.facts.batches.is_history(line)) return Origin::history;
    // Servers replay without a batch to clients that did not ask for batches. Both times are the server's
    // own, so a wrong clock does no harm.
    if (step.facts.server_start) {
        const auto sent = parse_server_time(line.tag("time").value_or(std::string()));
        if (sent && *sent + kClockTolerance < *step.facts.server_start) return Origin::history;
    }
    return Origin::live;
}

void Conversation::on_message(const Line& line, Step& step) {
    const Facts& facts = step.facts;
    const std::string_view nick = line.source().nick;
    const std::string account = account_of(line, facts);
    const DecodeContext context{facts.config.account,  facts.isupport, facts.nick.current(), account,
                                origin_of(line, step), step.now.wall};
    const bool is_past = context.origin == Origin::history;
    if (!is_past && facts.is_self(nick)) receipts_.on_echo(line, facts);
    std::optional<MessageReceived> event = decode_message(line, context);
    if (event) {
        if (Ticket* asked = is_past ? receipts_.history_for(line, facts) : nullptr) {
            if (asked->history.size() < kMaxHistory) asked->history.push_back(std::move(*event));
            return;
        }
        const std::string& channel = event->channel.ref.channel.str();
        if (event->id.empty() || recent_.remember(channel, event->id.str())) step.deliver(std::move(*event));
        return;
    }
    const std::optional<Ctcp> query = parse_ctcp(line.last());
    const bool may_answer = query && line.command() == Command::privmsg && context.origin == Origin::live;
    if (!may_answer || facts.is_self(nick)) return;
    if (std::optional<std::string> answer = ctcp_.answer(*query, nick, facts.config.ctcp_version, step.now))
        step.send(std::move(*answer));
}

// Typing is not for a bot to know.
void Conversation::on_tags(const Line& line, Step& step) {
    const Facts& facts = step.facts;
    if (facts.phase == Phase::registering || line.source().nick.empty() || line.param(0).empty()) return;
    if (origin_of(line, step) == Origin::history) return;
    if (facts.is_self(line.source().nick)) receipts_.on_echo(line, facts);
    const std::string message = replied_to(line);
    const std::optional<std::string> added = line.tag("+draft/react");
    const std::optional<std::string> removed = line.tag("+draft/unreact");
    if (message.empty() || added.has_value() == removed.has_value()) return;
    std::string emoji = readable(added ? *added : *removed);
    if (emoji.empty()) return;
    ReactionChanged event;
    event.ref = MessageRef(place_of(line, facts), MessageId(message));
    event.user = sender_of(line, facts);
    event.emoji = Emoji(std::move(emoji));
    event.added = added.has_value();
    step.deliver(std::move(event));
}

void Conversation::on_redact(const Line& line, Step& step) {
    const Facts& facts = step.facts;
    if (facts.phase == Phase::registering || line.param(1).empty()) return;
    if (origin_of(line, step) == Origin::history) return;
    receipts_.on_answer(line, facts);
    MessageDeleted event;
    event.ref = MessageRef(place_of(line, facts), MessageId(line.param(1)));
    step.deliver(std::move(event));
}

bool Conversation::on_standard_reply(const Line& line, Step& step) {
    const bool taken = line.command() == Command::fail && receipts_.on_refusal(line, step.facts);
    if (!taken) report_once("the server notes", line, step);
    return taken;
}

bool Conversation::on_numeric(const Line& line, Step& step) {
    if (line.numeric() < 400) {
        if (line.numeric() == 4) step.facts.server_version = clip_utf8(readable(line.param(2)), kMaxVersion);
        receipts_.on_answer(line, step.facts);
        return false;
    }
    if (receipts_.on_refusal(line, step.facts)) return true;
    switch (line.numeric()) {
        case 404:  // ERR_CANNOTSENDTOCHAN
        case 407:  // ERR_TOOMANYTARGETS
        case 486:  // ERR_NONONREG
        case 531:  // ERR_CANTSENDTOUSER
        case 716:  // ERR_TARGUMODEG
            report_once("message refused", line, step);
            return true;
        default:
            return false;
    }
}

// A bot in a moderated channel would otherwise fill its log with the same line.
void Conversation::report_once(std::string_view event, const Line& line, Step& step) {
    std::string what(line.verb());
    for (std::size_t i = 0; i < line.size() && i < 2; ++i) what += " " + readable(line.param(i));
    if (reported_.size() >= kMaxReported || !reported_.insert(what).second) return;
    step.report(LogLevel::warn, std::string(event),
                {{"what", std::move(what)}, {"text", readable(line.last())}});
}

void Conversation::on_timeout(Step& step) {
    receipts_.on_timeout(step.now.mono);
}

}  // namespace confab::irc
