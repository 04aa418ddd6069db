// Comings and goings.
#include "state/membership.hpp"

#include <algorithm>

namespace confab::irc {

void Membership::on_ready(Step& step) {
    std::vector<std::string> too_many;
    step.send(channels_.join_all(step.facts.isupport, too_many));
    for (const std::string& name : too_many)
        step.report(LogLevel::warn, "cannot join",
                    {{"channel", readable(name)},
                     {"cause", "the server allows no more channels at once"},
                     {"cure", "take some out of `channels`"}});
}

bool Membership::on_line(const Line& line, Step& step) {
    // Of the past (event-playback) nothing is so any more.
    if (line.numeric() == 0 && step.facts.batches.is_history(line)) return true;
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
        case Command::invite:
            on_invite(line, step);
            return true;
        case Command::rename:
            on_rename(line, step);
            return true;
        case Command::mode:
            if (!step.facts.isupport.is_channel(line.param(0))) return on_own_mode(line, step);
            on_mode(line, 1, step);
            return true;
        case Command::topic:
            on_topic(line, 0, step);
            return true;
        case Command::fail:  // IRCv3 channel-rename: "FAIL JOIN CHANNEL_RENAMED #old #new :text"
            if (line.param(0) == "JOIN" && line.param(1) == "CHANNEL_RENAMED")
                step.send(channels_.on_moved(line.param(2), line.param(3), step.facts.isupport));
            return false;
        default:
            return line.numeric() != 0 ? on_numeric(line, step) : on_person(line, step);
    }
}

bool Membership::on_person(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view nick = line.source().nick;
    switch (line.command()) {
        case Command::account:
            facts.directory.set_account(nick, line.param(0), facts.isupport);
            if (facts.is_self(nick) && line.param(0) != "*") step.send(channels_.on_logged_in());
            return true;
        case Command::chghost:
            if (line.size() < 2) return true;
            if (facts.is_self(nick))
                facts.learn_own_host(std::string(line.param(0)) + "@" + std::string(line.param(1)));
            facts.directory.set_host(nick, line.param(0), line.param(1), facts.isupport);
            return true;
        case Command::away:
            facts.directory.set_away(nick, !line.last().empty(), facts.isupport);
            return true;
        case Command::setname:  // nobody asks for real names
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

void Membership::collect(std::string_view folded_channel, const User& user, MembershipChange change,
                         std::string_view detail, Step& step) {
    const ChannelRef where(step.facts.config.account, ChannelId(std::string(folded_channel)));
    crowd_.add(where, user, change, detail, step.now.mono);
    if (!crowd_.is_full()) return;
    for (Event& event : crowd_.take(step.now.mono, true)) step.deliver(std::move(event));
}

void Membership::on_own_join(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const Source source = line.source();
    const std::string_view channel = line.param(0);
    if (source.is_person()) {
        facts.own_user = source.user;
        facts.own_host = source.host;
    }
    facts.directory.enter(channel, facts.isupport, step.now.mono);
    const bool is_ours = channels_.on_joined(channel, facts.isupport, step.now.mono);
    step.report(LogLevel::info, "joined",
                {{"channel", readable(channel)}, {"as", is_ours ? "wanted" : "put there by somebody else"}});
}

void Membership::on_join(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const Source source = line.source();
    const std::string_view channel = line.param(0);
    if (source.nick.empty() || channel.empty()) return;
    const bool is_self = facts.is_self(source.nick);
    if (is_self) on_own_join(line, step);
    std::optional<std::string_view> account;
    if (facts.caps.has("extended-join") && line.size() >= 2) account = line.param(1);
    if (KnownChannel* known = facts.directory.channel(channel, facts.isupport))
        facts.directory.seat(*known, {source.nick, source.user, source.host, {}}, account, facts.isupport);
    if (line.tag("bot")) facts.directory.set_bot(source.nick, true, facts.isupport);
    const User user = facts.user(source.nick);
    if (is_self) return deliver(channel, user, MembershipChange::joined, {}, step);
    const std::string folded = facts.isupport.fold(channel);
    const std::optional<std::string> split = crowd_.split_of(facts.isupport.fold(source.nick), step.now.mono);
    const bool is_netjoin = facts.batches.is_inside(line, "netjoin");
    if (split || is_netjoin || crowd_.is_flood(folded, step.now.mono))
        return collect(folded, user, MembershipChange::joined, split.value_or(std::string()), step);
    deliver(channel, user, MembershipChange::joined, {}, step);
}

void Membership::leave(std::string_view channel, Step& step) {
    step.facts.directory.leave(channel, step.facts.isupport);
    who_.remove(channel, step.facts.isupport);
}

void Membership::on_part(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view nick = line.source().nick;
    const std::string_view channel = line.param(0);
    const std::string reason = line.size() > 1 ? readable(line.last()) : std::string();
    deliver(channel, facts.user(nick), MembershipChange::left, reason, step);
    if (!facts.is_self(nick)) return facts.directory.unseat(channel, nick, facts.isupport);
    leave(channel, step);
    channels_.on_parted(channel, facts.isupport);
    step.report(LogLevel::info, "left", {{"channel", readable(channel)}, {"cause", reason}});
}

void Membership::on_kick(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view channel = line.param(0);
    const std::string_view nick = line.param(1);
    const std::string reason = line.size() > 2 ? readable(line.last()) : std::string();
    deliver(channel, facts.user(nick), MembershipChange::kicked, reason, step);
    if (!facts.is_self(nick)) return facts.directory.unseat(channel, nick, facts.isupport);
    leave(channel, step);
    channels_.on_kicked(channel, facts.isupport, step.now.mono);
    step.report(LogLevel::warn, "kicked",
                {{"channel", readable(channel)}, {"by", readable(line.source().nick)}, {"cause", reason}});
}

void Membership::on_nick(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view from = line.source().nick;
    const std::string_view to = line.param(0);
    if (to.empty()) return;
    if (!facts.is_self(from)) {
        const User user = facts.user(from);
        for (const KnownChannel* channel : facts.directory.channels_of(from, facts.isupport))
            deliver(channel->folded, user, MembershipChange::renamed, readable(to), step);
    }
    facts.directory.rename(from, to, facts.isupport);
}

void Membership::on_quit(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view nick = line.source().nick;
    if (facts.is_self(nick)) return;  // ERROR or the end of the stream follows
    const bool is_split = Crowd::is_split(line.last()) || facts.batches.is_inside(line, "netsplit");
    const std::string reason = readable(line.last());
    const User user = facts.user(nick);
    for (const KnownChannel* channel : facts.directory.channels_of(nick, facts.isupport)) {
        if (is_split)
            collect(channel->folded, user, MembershipChange::left, reason, step);
        else
            deliver(channel->folded, user, MembershipChange::left, reason, step);
    }
    if (is_split) crowd_.on_split(facts.isupport.fold(nick), reason, step.now.mono);
    facts.directory.forget(nick, facts.isupport);
}

void Membership::on_invite(const Line& line, Step& step) {
    const std::string_view channel = line.param(1);
    // With invite-notify the invitations of others are told as well.
    if (!step.facts.is_self(line.param(0)) || !step.facts.isupport.is_channel(channel)) return;
    if (channel.find_first_of(", \a") != std::string_view::npos || channel.size() > 200) return;
    const std::vector<std::string> lines = channels_.on_invited(channel, step.facts.isupport);
    step.report(LogLevel::info, lines.empty() ? "invitation declined" : "invited",
                {{"channel", readable(channel)}, {"by", readable(line.source().nick)}});
    step.send(lines);
}

void Membership::on_rename(const Line& line, Step& step) {
    Facts& facts = step.facts;
    const std::string_view from = line.param(0);
    const std::string_view to = line.param(1);
    if (to.empty() || !facts.directory.channel(from, facts.isupport)) return;
    facts.directory.rename_channel(from, to, facts.isupport);
    channels_.on_renamed(from, to, facts.isupport);
    who_.remove(from, facts.isupport);
    step.report(LogLevel::info, "channel renamed", {{"from", readable(from)}, {"to", readable(to)}});
}

void Membership::on_timeout(Step& step) {
    step.send(channels_.on_timeout(step.now.mono));
    if (std::optional<std::string> question = who_.on_timeout(step.now.mono)) step.send(std::move(*question));
    for (Event& event : crowd_.take(step.now.mono)) step.deliver(std::move(event));
}

TimePoint Membership::next_timeout() const {
    return std::min({channels_.next_timeout(), crowd_.next_timeout(), who_.next_timeout()});
}

}  // namespace confab::irc
