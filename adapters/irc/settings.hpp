#pragma once
/// The options of an entry under `networks:` with `adapter: irc`.

#include <string>
#include <string_view>
#include <vector>

#include "confab/option.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/unicode.hpp"
#include "send/pace.hpp"
#include "session.hpp"

namespace confab::irc {

inline constexpr OptionSpec kNetworkOptions[] = {
    {"server", OptionType::string, nullptr, "Host name or address of the IRC server.", true},
    {"port", OptionType::integer, "6697", "Its port.", false},
    {"servers", OptionType::list, nullptr,
     "Further servers of the network: `host`, `host:port`, or `host:+port` with TLS.", false},
    {"tls", OptionType::boolean, "true", "Encrypts, and verifies the server's certificate and name.", false},
    {"ca_file", OptionType::string, nullptr, "PEM file with further certificate authorities to trust.",
     false},
    {"server_name", OptionType::string, nullptr,
     "Name the certificate must have, where it differs from `server`.", false},
    {"tls_fingerprint", OptionType::list, nullptr,
     "SHA-256 fingerprints, one of which the server's certificate or its key must have.", false},
    {"client_certificate", OptionType::string, nullptr,
     "PEM file with the certificate to show to the server.", false},
    {"client_key", OptionType::string, nullptr, "PEM file with its key; by default in the same file.", false},
    {"nick", OptionType::string, nullptr, "The bot's nick; by default the bot's name.", false},
    {"alternates", OptionType::list, nullptr,
     "Nicks to use while `nick` is taken; by default it with underscores.", false},
    {"username", OptionType::string, "confab", "The user part of nick!user@host.", false},
    {"realname", OptionType::string, "Confab bot",
     "Free text; name the owner here, many networks ask for it.", false},
    {"password", OptionType::secret, nullptr, "The server's own password (PASS).", false},
    {"sasl_user", OptionType::string, nullptr, "Services account to log in to with SASL.", false},
    {"sasl_password", OptionType::secret, nullptr, "Its password.", false},
    {"sasl_required", OptionType::boolean, nullptr,
     "Without login, does not stay connected; by default where `sasl_user` or `sasl_mechanisms` is given.",
     false},
    {"sasl_mechanisms", OptionType::list, nullptr,
     "Mechanisms in order of preference; by default those of EXTERNAL, SCRAM-SHA-256, PLAIN that are "
     "possible.",
     false},
    {"nickserv_password", OptionType::secret, nullptr, "Password for NickServ, on networks without SASL.",
     false},
    {"nickserv_name", OptionType::string, "NickServ", "Its nick, or nick@server.", false},
    {"nickserv_account", OptionType::string, nullptr, "The account there; by default the nick's.", false},
    {"disabled_caps", OptionType::list, nullptr, "IRCv3 capabilities not to ask for.", false},
    {"channels", OptionType::list, nullptr, "Channels to join: `#name`, or `#name key`.", false},
    {"notice_replies", OptionType::boolean, "false", "Sends notices instead of ordinary messages.", false},
    {"flood_burst", OptionType::integer, nullptr,
     "Lines that may be sent at once; by default what the network is known to allow.", false},
    {"flood_interval", OptionType::duration, nullptr, "Pause between further lines; 0s: none.", false},
    {"ctcp_version", OptionType::string, "Confab", "What CTCP VERSION is answered with.", false},
    {"ping_interval", OptionType::duration, "60s", "Silence until the server is asked for a sign of life.",
     false},
    {"ping_timeout", OptionType::duration, "120s", "Silence until the connection counts as dead.", false},
    {"reconnect_delay", OptionType::duration, "5s", "Pause before the first reconnect; doubles, with jitter.",
     false},
    {"reconnect_max", OptionType::duration, "5m", "The longest such pause.", false},
    {"rejoin_delay", OptionType::duration, "10s",
     "Pause before a channel is joined again after a kick; doubles each time. 0s: not joined again.", false},
    {"rejoin_max", OptionType::integer, "3", "Kicks in a row after which the bot stays out; 0: the first.",
     false},
    {"join_on_invite", OptionType::boolean, "false",
     "Joins channels it is invited to that are not in `channels`.", false},
};

class Settings {
public:
    /// Throws std::invalid_argument, in words for the operator, where options contradict each other.
    static Settings read(const AccountId& account, const Options& options, std::string_view bot_name,
                         const Crypto& crypto, const Unicode& unicode);

    std::vector<Endpoint> endpoints;  ///< At least one; tried in turn.
    SessionConfig session;
    bool notice_replies = false;
    unsigned flood_burst = kCarefulPace.burst;
    Duration flood_interval = kCarefulPace.interval;
    bool flood_is_given = false;  ///< By an option: the network's own pace does not matter.
    Duration reconnect_delay{};
    Duration reconnect_max{};
};

/// `name` as a nick: what a nick cannot contain becomes an underscore.
std::string as_nick(std::string_view name);

}  // namespace confab::irc
