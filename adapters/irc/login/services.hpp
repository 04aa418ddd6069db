#pragma once
/// Login with NickServ, where a network has no SASL, and its help to get our nick back. Pure.
///
/// There is no standard: the commands are those of Atheme and Anope, and whether they worked is read from
/// what the server says of our account; NickServ's own words are a hint at most.

#include <algorithm>
#include <string>
#include <string_view>

#include "facts.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class NickServ {
public:
    /// After the welcome; `logged_in`: SASL has done it.
    void on_welcome(bool logged_in, Step& step);
    /// Looks at a line that others handle, too.
    void observe(const Line& line, Step& step);
    /// Ready, or renamed: tries to get the wanted nick where another is ours.
    void on_ready(Step& step);
    void on_timeout(Step& step);
    TimePoint next_timeout() const { return std::min(login_deadline_, next_regain_); }
    /// Channels are better joined after the answer: members only, cloaks.
    bool is_awaited() const { return login_deadline_ != TimePoint::max(); }
    bool is_logged_in() const { return logged_in_; }

private:
    void identify(Step& step);
    void tell(std::string_view text, Step& step);
    void on_notice(std::string_view text, Step& step);
    void regain(Step& step);

    bool logged_in_ = false;
    unsigned identifications_ = 0;
    unsigned regains_ = 0;
    TimePoint login_deadline_ = TimePoint::max();
    TimePoint next_regain_ = TimePoint::max();
};

}  // namespace confab::irc
