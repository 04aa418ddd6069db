#include "talk/conversation.hpp"

#include "wire/server_time.hpp"

namespace confab::irc {
namespace {

/// Messages may reach us a little out of order with the server's welcome.
constexpr Duration kClockTolerance{5'000};

}  // namespace

bool Conversation::on_line(const Line& line, Step& step) {
    step.facts.batches.expire(step.now.mono);
    switch (line.command()) {
        case Command::privmsg:
        case Command::notice:
            if (step.facts.phase != Phase::registering) on_message(line, step);
            return true;
        case Command::batch:
            step.facts.batches.on_batch(line, step.now.mono);
            return false;  // what a netsplit means is for others to say
        default:
            return false;
    }
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
    std::string account;
    if (facts.caps.has("account-tag"))
        account = line.tag("account").value_or(std::string());
    else
        account = facts.directory.account_of(nick, facts.isupport);
    DecodeContext context{facts.config.account,  facts.isupport, facts.nick.current(), account,
                          origin_of(line, step), step.now.wall};
    if (std::optional<MessageReceived> event = decode_message(line, context))
        return step.deliver(std::move(*event));
    const std::optional<Ctcp> query = parse_ctcp(line.last());
    const bool may_answer = query && line.command() == Command::privmsg && context.origin == Origin::live;
    if (!may_answer || facts.is_self(nick)) return;
    if (std::optional<std::string> answer = ctcp_.answer(*query, nick, step.now.mono))
        step.send(std::move(*answer));
}

}  // namespace confab::irc
