#include "settings.hpp"

#include <stdexcept>

namespace confab::irc {
namespace {

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}

[[noreturn]] void refuse(const AccountId& account, std::string_view key, const std::string& what) {
    throw std::invalid_argument("networks." + account.str() + "." + std::string(key) + ": " + what);
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string text_or(const Options& options, std::string_view key, std::string fallback) {
    if (!options.has(key) || options.string(key).empty()) return fallback;
    return options.string(key);
}

Endpoint read_endpoint(const AccountId& account, const Options& options) {
    const std::int64_t port = options.integer("port");
    if (port < 1 || port > 65535) refuse(account, "port", "must be from 1 to 65535");
    Endpoint endpoint(options.string("server"), static_cast<std::uint16_t>(port), options.boolean("tls"));
    endpoint.ca_file = text_or(options, "ca_file", "");
    endpoint.server_name = text_or(options, "server_name", "");
    return endpoint;
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

Secret read_sasl(const AccountId& account, const Options& options, const Endpoint& endpoint,
                 const Crypto& crypto) {
    const std::string user = text_or(options, "sasl_user", "");
    const bool has_password = options.has("sasl_password") && !options.secret("sasl_password").empty();
    if (user.empty() && !has_password) return Secret();
    if (user.empty()) refuse(account, "sasl_user", "is missing: `sasl_password` is given");
    if (!has_password) refuse(account, "sasl_password", "is missing: `sasl_user` is given");
    if (!endpoint.tls && !is_loopback(endpoint.host))
        refuse(account, "sasl_password", "would be sent unencrypted: set `tls: true`");
    const Secret plain(user + '\0' + user + '\0' + options.secret("sasl_password").reveal());  // RFC 4616
    return Secret(crypto.base64(plain.reveal()));
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
                        const Crypto& crypto) {
    Settings settings;
    settings.endpoint = read_endpoint(account, options);
    SessionConfig& session = settings.session;
    session.account = account;
    session.nick = text_or(options, "nick", as_nick(bot_name));
    if (as_nick(session.nick) != session.nick)
        refuse(account, "nick",
               "`" + session.nick + "` cannot be a nick (`" + as_nick(session.nick) + "` can)");
    session.alternates = options.list("alternates");
    session.username = text_or(options, "username", "confab");
    session.realname = text_or(options, "realname", "Confab bot");
    session.password = options.secret("password");
    session.sasl_credentials = read_sasl(account, options, settings.endpoint, crypto);
    session.sasl_required = options.boolean("sasl_required");
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
    return settings;
}

}  // namespace confab::irc
