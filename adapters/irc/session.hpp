#pragma once
/// The state machine of one connection to an IRC server. Pure: decides, never does I/O.
/// Feed lines and timeouts; perform the returned actions in order. A new connection needs a new session.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "batches.hpp"
#include "caps.hpp"
#include "channels.hpp"
#include "confab/event.hpp"
#include "confab/service/logger.hpp"
#include "ctcp.hpp"
#include "ending.hpp"
#include "isupport.hpp"
#include "line.hpp"
#include "nick.hpp"
#include "roster.hpp"
#include "sasl.hpp"

namespace confab::irc {

class SessionConfig {
public:
    AccountId account;
    std::string nick;
    std::vector<std::string> alternates;
    std::string username;
    std::string realname;
    Secret password;          ///< For PASS; empty: none.
    Secret sasl_credentials;  ///< Base64, see Sasl; empty: none.
    bool sasl_required = true;
    std::vector<std::string> channels;
    Duration sasl_timeout{15'000};
    Duration registration_timeout{60'000};
    Duration ping_after{60'000};   ///< Silence until we ask for a sign of life.
    Duration dead_after{120'000};  ///< Silence until the connection counts as dead.
};

/// The same instant on both clocks.
struct Moment {
    TimePoint mono{};
    WallTime wall{};
};

enum class Lane {
    urgent,  ///< Registration, PONG: at once, before everything that waits.
    normal,  ///< In turn, at the pace the network allows.
};

struct Send {
    std::string line;  // without CR LF
    Lane lane;
};
struct Deliver {
    Event event;
};
struct Close {
    Ending ending;
};
struct Report {
    LogLevel level;
    std::string event;
    std::vector<std::pair<std::string, std::string>> fields;
};
using Action = std::variant<Send, Deliver, Close, Report>;
using Actions = std::vector<Action>;

class Session {
public:
    explicit Session(SessionConfig config);

    Actions on_connected(Moment now);
    /// One line without its line feed.
    Actions on_line(std::string_view bytes, Moment now);
    Actions on_timeout(Moment now);
    TimePoint next_timeout() const;
    /// The line that says goodbye; what ends the connection from now on is our own leaving.
    std::string quit(std::string_view reason);

    Duration dead_after() const { return config_.dead_after; }
    bool is_leaving() const { return leaving_; }
    /// Registered, so that messages can be sent.
    bool is_ready() const { return phase_ == Phase::ready; }
    const Isupport& isupport() const { return isupport_; }
    const std::string& nick() const { return nick_.current(); }
    /// Length of ":nick!user@host " as servers put it before our lines; a safe guess until it is known.
    std::size_t prefix_length() const;
    /// The nick of somebody known by services account, or empty.
    std::string_view nick_of(std::string_view account) const { return roster_.nick_of(account); }
    const Roster& roster() const { return roster_; }

private:
    enum class Phase { registering, welcomed, ready, closed };

    // session.cpp: from the first line to a usable connection, and its end
    void dispatch(const Line& line, Moment now, Actions& out);
    bool on_registration_line(const Line& line, Moment now, Actions& out);
    void on_numeric(const Line& line, Moment now, Actions& out);
    void advance_registration(Moment now, Actions& out);
    bool sasl_is_settled(Moment now, Actions& out);
    void on_nick_refused(const Line& line, Actions& out);
    void on_welcome(const Line& line, Actions& out);
    void become_ready(Moment now, Actions& out);
    void close(EndingKind kind, std::string reason, std::string cure, Actions& out);

    // session_events.cpp: what happens on it
    bool on_event_line(const Line& line, Moment now, Actions& out);
    void on_message(const Line& line, Moment now, Actions& out);
    void on_join(const Line& line, Actions& out);
    void on_part(const Line& line, Actions& out);
    void on_kick(const Line& line, Moment now, Actions& out);
    void on_nick(const Line& line, Moment now, Actions& out);
    void on_quit(const Line& line, Actions& out);
    void on_join_refused(const Line& line, Moment now, Actions& out);
    void on_own_host(std::string_view user_and_host);
    Origin origin_of(const Line& line, Moment now) const;
    DecodeContext decode_context(std::string_view account) const;
    void deliver_member(std::string_view channel, User user, MembershipChange change, std::string detail,
                        Actions& out) const;
    bool is_self(std::string_view nick) const { return isupport_.same(nick, nick_.current()); }
    User known_user(std::string_view nick) const;

    SessionConfig config_;
    Phase phase_ = Phase::registering;
    bool leaving_ = false;
    bool cap_known_ = true;  // false: the server has no CAP, so it gets no CAP END either
    bool cap_ended_ = false;
    Caps caps_;
    Sasl sasl_;
    Nick nick_;
    Channels channels_;
    Isupport isupport_;
    Roster roster_;
    Batches batches_;
    CtcpReplies ctcp_;
    Line line_;
    std::string own_user_;
    std::string own_host_;                  // empty until a server has told
    std::optional<WallTime> server_start_;  // the server's clock when it welcomed us
    TimePoint last_received_ = TimePoint::max();
    bool ping_sent_ = false;
    TimePoint phase_deadline_ = TimePoint::max();
    TimePoint sasl_deadline_ = TimePoint::max();
};

}  // namespace confab::irc
