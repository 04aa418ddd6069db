#pragma once
/// What is known on one connection. Every part of the session reads it; who learns a fact writes it.

#include <optional>
#include <string>
#include <string_view>

#include "actions.hpp"
#include "confab/option.hpp"
#include "login/caps.hpp"
#include "login/nick.hpp"
#include "login/sasl_mechanism.hpp"
#include "state/channels.hpp"
#include "state/directory.hpp"
#include "state/isupport.hpp"
#include "talk/batches.hpp"

namespace confab::irc {

class SessionConfig {
public:
    AccountId account;
    std::string nick;
    std::vector<std::string> alternates;
    std::string username;
    std::string realname;
    Secret password;  ///< For PASS; empty: none.
    SaslConfig sasl;
    bool sasl_required = true;
    std::string nickserv_name = "NickServ";  ///< A nick, or nick@server where the network takes that.
    std::string nickserv_account;            ///< Empty: the nick.
    Secret nickserv_password;                ///< Empty: no login with NickServ.
    std::vector<std::string> disabled_caps;
    bool encrypted = false;  ///< The connection is over TLS, and the server is verified.
    std::vector<std::string> channels;
    std::vector<std::string> invited;  ///< Channels an earlier connection was invited to.
    ChannelPolicy channel_policy;
    Duration sasl_timeout{15'000};
    Duration registration_timeout{60'000};
    Duration ping_after{60'000};   ///< Silence until we ask for a sign of life.
    Duration dead_after{120'000};  ///< Silence until the connection counts as dead.
};

enum class Phase { registering, welcomed, ready, closed };

class Facts {
public:
    explicit Facts(SessionConfig with)
        : config(std::move(with)),
          caps(config.sasl.mechanisms, config.disabled_caps),
          nick(config.nick, config.alternates) {}

    bool is_self(std::string_view who) const { return isupport.same(who, nick.current()); }
    /// Length of ":nick!user@host " as servers put it before our lines; a safe guess until it is known.
    std::size_t prefix_length() const;
    /// "user@host" or "host", as a server has told it.
    void learn_own_host(std::string_view user_and_host);
    /// The person as far as the directory knows.
    User user(std::string_view who) const;

    SessionConfig config;
    Phase phase = Phase::registering;
    bool leaving = false;
    Caps caps;
    Isupport isupport;
    Nick nick;
    Directory directory;
    Batches batches;
    std::string own_user;
    std::string own_host;                  ///< Empty until a server has told.
    std::optional<WallTime> server_start;  ///< The server's clock when it welcomed us.
};

/// One line, or one timeout, while the parts of a session work on it.
class Step {
public:
    Step(Facts& known, Moment at, Actions& actions) : facts(known), now(at), out(actions) {}

    void send(std::string line, Lane lane = Lane::normal) { out.push_back(Send{std::move(line), lane}); }
    void send(std::vector<std::string> lines, Lane lane = Lane::normal) {
        for (std::string& line : lines) send(std::move(line), lane);
    }
    void deliver(Event event) { out.push_back(Deliver{std::move(event)}); }
    void report(LogLevel level, std::string event,
                std::vector<std::pair<std::string, std::string>> fields = {}) {
        out.push_back(Report{level, std::move(event), std::move(fields)});
    }
    /// Nothing is done after it.
    void close(EndingKind kind, std::string reason, std::string cure = {});
    bool is_closed() const { return facts.phase == Phase::closed; }

    Facts& facts;
    const Moment now;
    Actions& out;
};

/// What the network wrote, safe to show and to log.
std::string readable(std::string_view bytes);

}  // namespace confab::irc
