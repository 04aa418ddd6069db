#include "settings.hpp"

#include "settings_login.hpp"

namespace confab::irc {
namespace {

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}

std::vector<std::string> read_channels(const AccountId& account, const Options& options) {
    std::vector<std::string> channels = options.list("channels");
    for (const std::string& entry : channels) {
        const std::string name = entry.substr(0, entry.find(' '));
        if (name.empty() || !Isupport().is_channel(name))
            refuse(account, "channels", "`" + entry + "` is no channel name (did you mean `#" + name + "`?)");
        if (entry.find_first_of(",\r\n") != std::string::npos || name.size() > 200)
            refuse(account, "channels", "`" + name + "` cannot be a channel name");
    }
    return channels;
}

}  // namespace

std::string as_nick(std::string_view name) {
    std::string nick;
    for (const char c : name) {
        const bool allowed =
            letter(c) || digit(c) || std::string_view("[]\\`_^{|}-").find(c) != std::string_view::npos;
        nick += allowed ? c : '_';
    }
    if (nick.empty() || digit(nick.front()) || nick.front() == '-') nick.insert(0, "_");
    return nick;
}

Settings Settings::read(const AccountId& account, const Options& options, std::string_view bot_name,
                        const Crypto& crypto, const Unicode& unicode) {
    Settings settings;
    settings.endpoints = read_endpoints(account, options);
    SessionConfig& session = settings.session;
    session.account = account;
    session.nick = text_or(options, "nick", as_nick(bot_name));
    if (as_nick(session.nick) != session.nick)
        refuse(account, "nick",
               "`" + session.nick + "` cannot be a nick (`" + as_nick(session.nick) + "` can)");
    session.alternates = list_or_none(options, "alternates");
    for (const std::string& nick : session.alternates)
        if (as_nick(nick) != nick)
            refuse(account, "alternates", "`" + nick + "` cannot be a nick (`" + as_nick(nick) + "` can)");
    session.username = text_or(options, "username", "confab");
    session.realname = text_or(options, "realname", "Confab bot");
    session.password = options.secret("password");
    read_login(account, options, settings.endpoints, crypto, unicode, session);
    session.channels = read_channels(account, options);
    session.ping_after = options.duration("ping_interval");
    session.dead_after = options.duration("ping_timeout");
    if (session.dead_after <= session.ping_after)
        refuse(account, "ping_timeout", "must be longer than `ping_interval`");
    session.channel_policy.rejoin_delay = options.duration("rejoin_delay");
    const std::int64_t kicks = options.integer("rejoin_max");
    if (kicks < 0 || kicks > 1000) refuse(account, "rejoin_max", "must be from 0 to 1000");
    session.channel_policy.rejoin_max = static_cast<unsigned>(kicks);
    session.channel_policy.join_on_invite = options.boolean("join_on_invite");
    settings.notice_replies = options.boolean("notice_replies");
    const std::int64_t burst = options.integer("flood_burst");
    if (burst < 1 || burst > 1000) refuse(account, "flood_burst", "must be from 1 to 1000");
    settings.flood_burst = static_cast<unsigned>(burst);
    settings.flood_interval = options.duration("flood_interval");
    settings.reconnect_delay = options.duration("reconnect_delay");
    settings.reconnect_max = options.duration("reconnect_max");
    if (settings.reconnect_max < settings.reconnect_delay)
        refuse(account, "reconnect_max", "must not be shorter than `reconnect_delay`");
    return settings;
}

}  // namespace confab::irc
