#include "state/membership.hpp"

namespace confab::irc {

void Membership::on_ready(Step& step) {
    step.send(channels_.join_all(step.facts.isupport.body_length()));
}

bool Membership::on_line(const Line& line, Step& step) {
    switch (line.command()) {
        case Command::join:
            on_join(line, step);
            return true;
        case Command::part:
            on_part(line, step);
            return true;
        case Command::kick:
            on_kick(line, step);
            return true;
        case Command::nick:
            on_nick(line, step);
            return false;  // it may be ours
        case Command::quit:
            on_quit(line, step);
            return false;  // it may free our nick
        case Command::account:
            step.facts.roster.on_account(line.source().nick, line.param(0), step.facts.isupport);
            return true;
        case Command::chghost:
            if (step.facts.is_self(line.source().nick))
                step.facts.learn_own_host(std::string(line.param(0)) + "@" + std::string(line.param(1)));
            return true;
        default:
            return line.numeric() != 0 && on_numeric(line, step);
    }
}

bool Membership::on_numeric(const Line& line, Step& step) {
    switch (line.numeric()) {
        case 900:  // RPL_LOGGEDIN
            step.send(channels_.on_logged_in());
            return false;  // the login itself is not our business
        case 437:          // ERR_UNAVAILRESOURCE: a nick or a channel
            if (!step.facts.isupport.is_channel(line.param(1))) return false;
            [[fallthrough]];
        case 403:
        case 405:
        case 470:
        case 471:
        case 473:
        case 474:
        case 475:
        case 476:
        case 477:
        case 479:
        case 480:
        case 485:
        case 489:
        case 520:
            on_join_refused(line, step);
            return true;
        default:
            return false;
    }
}

void Membership::deliver(std::string_view channel, User user, MembershipChange change, std::string detail,
                         Step& step) {
    MemberChanged event;
    event.where = ChannelRef(step.facts.config.account, ChannelId(step.facts.isupport.fold(channel)));
    event.user = std::move(user);
    event.change = change;
    event.detail = std::move(detail);
    step.deliver(std::move(event));
}

void Membership::on_join(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const Source source = line.source();
    const std::string_view channel = line.param(0);
    if (facts.is_self(source.nick)) {
        if (source.is_person()) {
            facts.own_user = source.user;
            facts.own_host = source.host;
        }
        channels_.on_joined(channel, facts.isupport);
        step.report(LogLevel::info, "joined", {{"channel", readable(channel)}});
    } else {
        const bool extended = facts.caps.has("extended-join") && line.size() >= 2;
        facts.roster.on_join(source.nick, extended ? line.param(1) : std::string_view(), channel,
                             facts.isupport);
    }
    deliver(channel, facts.user(source.nick), MembershipChange::joined, {}, step);
}

void Membership::on_part(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view nick = line.source().nick;
    const std::string_view channel = line.param(0);
    const std::string reason = line.size() > 1 ? readable(line.last()) : std::string();
    deliver(channel, facts.user(nick), MembershipChange::left, reason, step);
    if (facts.is_self(nick))
        facts.roster.on_channel_left(channel, facts.isupport);
    else
        facts.roster.on_part(nick, channel, facts.isupport);
}

void Membership::on_kick(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view channel = line.param(0);
    const std::string_view nick = line.param(1);
    const std::string reason = line.size() > 2 ? readable(line.last()) : std::string();
    deliver(channel, facts.user(nick), MembershipChange::kicked, reason, step);
    if (!facts.is_self(nick)) return facts.roster.on_part(nick, channel, facts.isupport);
    facts.roster.on_channel_left(channel, facts.isupport);
    channels_.on_kicked(channel, facts.isupport, step.now.mono);
    step.report(LogLevel::warn, "kicked",
                {{"channel", readable(channel)}, {"by", readable(line.source().nick)}, {"cause", reason}});
}

void Membership::on_nick(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view from = line.source().nick;
    const std::string_view to = line.param(0);
    if (to.empty() || facts.is_self(from)) return;
    for (const std::string& channel : facts.roster.channels(from, facts.isupport))
        deliver(channel, facts.user(from), MembershipChange::renamed, readable(to), step);
    facts.roster.on_rename(from, to, facts.isupport);
}

void Membership::on_quit(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view nick = line.source().nick;
    if (facts.is_self(nick)) return;  // ERROR or the end of the stream follows
    for (const std::string& channel : facts.roster.channels(nick, facts.isupport))
        deliver(channel, facts.user(nick), MembershipChange::left, readable(line.last()), step);
    facts.roster.on_quit(nick, facts.isupport);
}

void Membership::on_join_refused(const Line& line, Step& step) {
    const std::string_view channel = line.param(1);
    if (!channels_.on_refused(channel, step.facts.isupport, step.now.mono)) return;
    step.report(LogLevel::warn, "cannot join",
                {{"channel", readable(channel)},
                 {"cause", readable(line.last())},
                 {"cure", "tried again in five minutes; an operator of the channel can let the bot in"}});
}

void Membership::on_timeout(Step& step) {
    step.send(channels_.on_timeout(step.now.mono));
}

}  // namespace confab::irc
