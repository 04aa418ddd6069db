// What the server tells of channels and people in numbers, and modes.
#include <algorithm>

#include "state/membership.hpp"

namespace confab::irc {
namespace {

/// "@+nick!user@host" of a NAMES reply: the symbols are those of PREFIX, so a nick that begins with another
/// odd character keeps it.
std::string_view take_symbols(std::string_view& item, const Isupport& isupport) {
    std::size_t count = 0;
    while (count < item.size() && isupport.prefix_mode(item[count]) != '\0') ++count;
    const std::string_view symbols = item.substr(0, count);
    item.remove_prefix(count);
    return symbols;
}

}  // namespace

bool Membership::on_numeric(const Line& line, Step& step) {
    switch (line.numeric()) {
        case 5:  // RPL_ISUPPORT
            on_isupport(line, step);
            return true;
        case 315:  // RPL_ENDOFWHO
            who_.on_end(line.param(1), step.facts.isupport, step.now.mono);
            return true;
        case 324:  // RPL_CHANNELMODEIS
            on_all_modes(line, step);
            return true;
        case 331:  // RPL_NOTOPIC
        case 332:  // RPL_TOPIC
            on_topic(line, 1, step);
            return true;
        case 335:  // RPL_WHOISBOT
            step.facts.directory.set_bot(line.param(1), true, step.facts.isupport);
            return false;
        case 352:  // RPL_WHOREPLY
            on_who(line, step);
            return true;
        case 353:  // RPL_NAMREPLY
            on_names(line, step);
            return true;
        case 354:  // RPL_WHOSPCRPL
            on_whox(line, step);
            return true;
        case 366:  // RPL_ENDOFNAMES
            on_names_end(line, step);
            return true;
        case 470:  // ERR_LINKCHANNEL
            on_forward(line, step);
            return true;
        case 900:  // RPL_LOGGEDIN
            step.send(channels_.on_logged_in());
            return false;  // the login itself is not our business
        default:
            return on_join_error(line, step);
    }
}

bool Membership::on_join_error(const Line& line, Step& step) {
    // Servers keep inventing numbers for it: any error about a channel that we are asking for is one.
    switch (line.numeric()) {
        case 404:  // ERR_CANNOTSENDTOCHAN, and what else is an answer to something else
        case 442:
        case 482:
            return false;
        default:
            break;
    }
    const bool is_error = line.numeric() >= 400 && line.numeric() < 600;
    return is_error && step.facts.isupport.is_channel(line.param(1)) && on_join_refused(line, step);
}

bool Membership::on_join_refused(const Line& line, Step& step) {
    const Isupport& isupport = step.facts.isupport;
    const std::string_view channel = line.param(1);
    const Refusal refusal = refusal_of(line.numeric());
    if (!channels_.on_refused(channel, refusal, isupport, step.now.mono)) return false;
    std::string cure = "not tried again on this connection; correct `channels`";
    if (refusal != Refusal::for_good) {
        const auto pause = std::chrono::duration_cast<std::chrono::minutes>(
            channels_.retry_at(channel, isupport) - step.now.mono);
        cure = "tried again in " + std::to_string(pause.count()) + " min";
        if (refusal == Refusal::by_settings) cure += "; an operator of the channel can let the bot in";
    }
    step.report(LogLevel::warn, "cannot join",
                {{"channel", readable(channel)}, {"cause", readable(line.last())}, {"cure", cure}});
    return true;
}

void Membership::on_forward(const Line& line, Step& step) {
    const std::string_view from = line.param(1);
    const std::string_view to = line.param(2);
    if (!step.facts.isupport.is_channel(to)) {
        on_join_refused(line, step);
        return;
    }
    if (!channels_.on_forwarded(from, to, step.facts.isupport)) return;
    step.report(LogLevel::warn, "forwarded to another channel",
                {{"channel", readable(from)}, {"to", readable(to)}, {"cause", readable(line.last())}});
}

void Membership::on_isupport(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const CaseMapping before = facts.isupport.casemapping();
    facts.isupport.apply(line);
    if (facts.isupport.casemapping() != before) facts.directory.refold(facts.isupport);
}

void Membership::on_topic(const Line& line, std::size_t channel, Step& step) {
    KnownChannel* known = step.facts.directory.channel(line.param(channel), step.facts.isupport);
    if (!known) return;
    const bool has_topic = line.numeric() != 331 && line.size() > channel + 1;
    known->topic = has_topic ? clip_utf8(line.last(), Directory::kMaxTopic) : std::string_view();
}

void Membership::on_mode(const Line& line, std::size_t from, Step& step) {
    Facts& facts = step.facts;
    const std::string_view channel = line.param(from - 1);
    KnownChannel* known = facts.directory.channel(channel, facts.isupport);
    if (!known || line.size() <= from) return;
    for (const ModeChange& change : parse_modes(line.params().subspan(from), facts.isupport)) {
        if (change.kind == ModeKind::member)
            facts.directory.set_member_mode(channel, change.argument, change.letter, change.is_set,
                                            facts.isupport);
        if (change.kind == ModeKind::member || change.kind == ModeKind::list) continue;
        std::erase_if(known->modes, [&](const auto& mode) { return mode.first == change.letter; });
        if (change.is_set) known->modes.emplace_back(change.letter, change.argument);
        if (change.letter == 'k' && change.is_set) channels_.on_key(channel, change.argument, facts.isupport);
    }
}

// "+r" says that we are logged in, on networks without account-notify.
bool Membership::on_own_mode(const Line& line, Step& step) {
    const std::string_view modes = line.param(1);
    const bool is_set = modes.starts_with('+') && modes.substr(0, modes.find('-')).find('r') != modes.npos;
    if (is_set && step.facts.is_self(line.param(0))) step.send(channels_.on_logged_in());
    return false;
}

void Membership::on_all_modes(const Line& line, Step& step) {
    KnownChannel* known = step.facts.directory.channel(line.param(1), step.facts.isupport);
    if (!known) return;
    known->modes.clear();
    on_mode(line, 2, step);
}

// ":server 353 me = #channel :@nick +nick!user@host"; some leave the "=" out.
void Membership::on_names(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const Isupport& isupport = facts.isupport;
    if (line.size() < 3) return;
    KnownChannel* const known = facts.directory.channel(line.param(line.size() - 2), isupport);
    if (!known) return;
    const bool has_all = facts.caps.has("multi-prefix");
    std::string_view rest = line.last();
    while (!rest.empty()) {
        const std::size_t space = std::min(rest.size(), rest.find(' '));
        std::string_view item = rest.substr(0, space);
        rest.remove_prefix(std::min(rest.size(), space + 1));
        const std::string_view symbols = take_symbols(item, isupport);
        const Source who = Source::parse(item);
        if (who.nick.empty()) continue;
        const PersonText text{who.nick, who.user, who.host, {}};
        Seat* const seat = facts.directory.seat(*known, text, std::nullopt, isupport);
        if (!seat) continue;
        // Without multi-prefix only the highest is shown; those below it stay as they were.
        if (has_all) Directory::clear_modes(*seat);
        for (const char symbol : symbols) {
            const char letter = isupport.prefix_mode(symbol);
            facts.directory.set_modes(*seat, std::string_view(&letter, 1), true);
        }
    }
}

void Membership::on_names_end(const Line& line, Step& step) {
    const Facts& facts = step.facts;
    const KnownChannel* known = facts.directory.channel(line.param(1), facts.isupport);
    // Without WHOX the answer would name no accounts, which is what the question is for.
    if (!known || !facts.isupport.has_whox() || known->size() > WhoQueue::kMaxMembers) return;
    who_.add(known->name, step.now.mono);
}

// "%tcuhnfar": token, channel, user, host, nick, flags, account, real name.
void Membership::on_whox(const Line& line, Step& step) {
    Facts& facts = step.facts;
    if (line.size() < 8 || !who_.is_answer(line.param(1))) return;
    const std::string_view nick = line.param(5);
    const std::string_view flags = line.param(6);
    if (!facts.directory.person(nick, facts.isupport)) return;
    facts.directory.set_account(nick, line.param(7), facts.isupport);
    facts.directory.set_host(nick, line.param(3), line.param(4), facts.isupport);
    // Without away-notify nobody would tell us that it has changed.
    if (facts.caps.has("away-notify")) facts.directory.set_away(nick, flags.starts_with('G'), facts.isupport);
    const std::string& bot = facts.isupport.bot_mode();
    facts.directory.set_bot(nick, !bot.empty() && flags.find(bot) != std::string_view::npos, facts.isupport);
}

// "me #channel user host server nick flags :hops real name": somebody has asked.
void Membership::on_who(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view nick = line.param(5);
    if (line.size() < 7 || !facts.directory.person(nick, facts.isupport)) return;
    facts.directory.set_host(nick, line.param(2), line.param(3), facts.isupport);
}

}  // namespace confab::irc
