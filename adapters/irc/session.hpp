#pragma once
/// The state machine of one connection to an IRC server. Pure: decides, never does I/O.
/// Feed lines and timeouts; perform the actions in order. A new connection needs a new session.
///
/// It hands each line to its parts, which share what they know in `Facts`:
/// getting in (login/registration), who is where (state/membership), what is said (talk/conversation), and
/// whether the other side is still there (keepalive).

#include <string>
#include <string_view>

#include "facts.hpp"
#include "keepalive.hpp"
#include "login/registration.hpp"
#include "state/membership.hpp"
#include "talk/conversation.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Session {
public:
    explicit Session(SessionConfig config);

    void on_connected(Moment now, Actions& out);
    /// One line without its line feed.
    void on_line(std::string_view bytes, Moment now, Actions& out);
    void on_timeout(Moment now, Actions& out);
    TimePoint next_timeout() const;
    /// The line that says goodbye; what ends the connection from now on is our own leaving.
    std::string quit(std::string_view reason);

    const Facts& facts() const { return facts_; }
    Duration dead_after() const { return facts_.config.dead_after; }
    bool is_leaving() const { return facts_.leaving; }
    /// Registered, so that messages can be sent.
    bool is_ready() const { return facts_.phase == Phase::ready; }
    const Isupport& isupport() const { return facts_.isupport; }
    const std::string& nick() const { return facts_.nick.current(); }
    std::size_t prefix_length() const { return facts_.prefix_length(); }
    const Directory& directory() const { return facts_.directory; }
    /// "#name" or "#name key": what the next connection is to join besides the configured channels.
    std::vector<std::string> invited() const { return membership_.invited(); }

private:
    void dispatch(Step& step);
    void become_ready(Step& step);

    Facts facts_;
    Keepalive keepalive_;
    Registration registration_;
    Membership membership_;
    Conversation conversation_;
    Line line_;
};

}  // namespace confab::irc
