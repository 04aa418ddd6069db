#include "server_time.hpp"
#include "session.hpp"
#include "text.hpp"

namespace confab::irc {
namespace {

/// Messages may reach us a little out of order with the server's welcome.
constexpr Duration kClockTolerance{5'000};

std::string readable(std::string_view bytes) {
    return clean_text(decode_bytes(bytes));
}

}  // namespace

bool Session::on_event_line(const Line& line, Moment now, Actions& out) {
    if (line.is("PRIVMSG") || line.is("NOTICE")) {
        if (phase_ != Phase::registering) on_message(line, now, out);
    } else if (line.is("JOIN")) {
        on_join(line, out);
    } else if (line.is("PART")) {
        on_part(line, out);
    } else if (line.is("KICK")) {
        on_kick(line, now, out);
    } else if (line.is("NICK")) {
        on_nick(line, now, out);
    } else if (line.is("QUIT")) {
        on_quit(line, out);
    } else if (line.is("ACCOUNT")) {
        roster_.on_account(line.source().nick, line.param(0), isupport_);
    } else if (line.is("CHGHOST")) {
        if (is_self(line.source().nick))
            on_own_host(std::string(line.param(0)) + "@" + std::string(line.param(1)));
    } else if (line.is("BATCH")) {
        batches_.on_batch(line, now.mono);
    } else {
        return false;
    }
    return true;
}

Origin Session::origin_of(const Line& line, Moment now) const {
    if (batches_.is_history(line, now.mono)) return Origin::history;
    // Servers replay without a batch to clients that did not ask for batches. Both times are the server's
    // own, so a wrong clock does no harm.
    if (server_start_) {
        const auto sent = parse_server_time(line.tag("time").value_or(std::string()));
        if (sent && *sent + kClockTolerance < *server_start_) return Origin::history;
    }
    return Origin::live;
}

DecodeContext Session::decode_context(std::string_view account) const {
    return DecodeContext{config_.account, isupport_, nick_.current(), account, Origin::live, WallTime()};
}

void Session::on_message(const Line& line, Moment now, Actions& out) {
    const std::string_view nick = line.source().nick;
    std::string account;
    if (caps_.has("account-tag"))
        account = line.tag("account").value_or(std::string());
    else
        account = roster_.account(nick, isupport_);
    DecodeContext context = decode_context(account);
    context.origin = origin_of(line, now);
    context.received_at = now.wall;
    if (std::optional<MessageReceived> event = decode_message(line, context)) {
        out.push_back(Deliver{std::move(*event)});
        return;
    }
    const std::optional<Ctcp> query = parse_ctcp(line.last());
    if (!query || !line.is("PRIVMSG") || context.origin != Origin::live || is_self(nick)) return;
    if (std::optional<std::string> answer = ctcp_.answer(*query, nick, now.mono))
        out.push_back(Send{std::move(*answer), Lane::normal});
}

User Session::known_user(std::string_view nick) const {
    User user = make_user(nick, roster_.account(nick, isupport_), isupport_);
    user.is_self = is_self(nick);
    return user;
}

void Session::deliver_member(std::string_view channel, User user, MembershipChange change, std::string detail,
                             Actions& out) const {
    MemberChanged event;
    event.where = ChannelRef(config_.account, ChannelId(isupport_.fold(channel)));
    event.user = std::move(user);
    event.change = change;
    event.detail = std::move(detail);
    out.push_back(Deliver{std::move(event)});
}

void Session::on_join(const Line& line, Actions& out) {
    const Source source = line.source();
    const std::string_view channel = line.param(0);
    if (is_self(source.nick)) {
        if (source.is_person()) {
            own_user_ = source.user;
            own_host_ = source.host;
        }
        channels_.on_joined(channel, isupport_);
        out.push_back(Report{LogLevel::info, "joined", {{"channel", readable(channel)}}});
    } else {
        const bool extended = caps_.has("extended-join") && line.size() >= 2;
        roster_.on_join(source.nick, extended ? line.param(1) : std::string_view(), channel, isupport_);
    }
    deliver_member(channel, known_user(source.nick), MembershipChange::joined, {}, out);
}

void Session::on_part(const Line& line, Actions& out) {
    const std::string_view nick = line.source().nick;
    const std::string_view channel = line.param(0);
    const std::string reason = line.size() > 1 ? readable(line.last()) : std::string();
    deliver_member(channel, known_user(nick), MembershipChange::left, reason, out);
    if (is_self(nick))
        roster_.on_channel_left(channel, isupport_);
    else
        roster_.on_part(nick, channel, isupport_);
}

void Session::on_kick(const Line& line, Moment now, Actions& out) {
    const std::string_view channel = line.param(0);
    const std::string_view nick = line.param(1);
    const std::string reason = line.size() > 2 ? readable(line.last()) : std::string();
    deliver_member(channel, known_user(nick), MembershipChange::kicked, reason, out);
    if (!is_self(nick)) return roster_.on_part(nick, channel, isupport_);
    roster_.on_channel_left(channel, isupport_);
    channels_.on_kicked(channel, isupport_, now.mono);
    out.push_back(
        Report{LogLevel::warn,
               "kicked",
               {{"channel", readable(channel)}, {"by", readable(line.source().nick)}, {"cause", reason}}});
}

void Session::on_nick(const Line& line, Moment now, Actions& out) {
    const std::string from(line.source().nick);
    const std::string_view to = line.param(0);
    if (to.empty()) return;
    if (is_self(from)) {
        nick_.set_current(to);
        const bool wanted = nick_.is_wanted(isupport_);
        out.push_back(Report{wanted ? LogLevel::info : LogLevel::warn, "renamed", {{"nick", readable(to)}}});
        for (std::string& next : wanted ? nick_.on_regained() : nick_.watch(isupport_, now.mono))
            out.push_back(Send{std::move(next), Lane::normal});
        return;
    }
    for (const std::string& channel : roster_.channels(from, isupport_))
        deliver_member(channel, known_user(from), MembershipChange::renamed, readable(to), out);
    roster_.on_rename(from, to, isupport_);
    if (isupport_.same(from, nick_.wanted()))
        for (std::string& next : nick_.on_free(isupport_)) out.push_back(Send{std::move(next), Lane::normal});
}

void Session::on_quit(const Line& line, Actions& out) {
    const std::string_view nick = line.source().nick;
    if (is_self(nick)) return;  // ERROR or the end of the stream follows
    for (const std::string& channel : roster_.channels(nick, isupport_))
        deliver_member(channel, known_user(nick), MembershipChange::left, readable(line.last()), out);
    roster_.on_quit(nick, isupport_);
    if (isupport_.same(nick, nick_.wanted()))
        for (std::string& next : nick_.on_free(isupport_)) out.push_back(Send{std::move(next), Lane::normal});
}

void Session::on_join_refused(const Line& line, Moment now, Actions& out) {
    const std::string_view channel = line.param(1);
    if (!channels_.on_refused(channel, isupport_, now.mono)) return;
    out.push_back(
        Report{LogLevel::warn,
               "cannot join",
               {{"channel", readable(channel)},
                {"cause", readable(line.last())},
                {"cure", "tried again in five minutes; an operator of the channel can let the bot in"}}});
}

void Session::on_own_host(std::string_view user_and_host) {
    const std::size_t at = user_and_host.find('@');
    if (at != std::string_view::npos) own_user_ = user_and_host.substr(0, at);
    own_host_ = at == std::string_view::npos ? user_and_host : user_and_host.substr(at + 1);
}

}  // namespace confab::irc
