#pragma once
/// What is said: messages, live and from the past, and the small questions of CTCP.

#include "decode.hpp"
#include "facts.hpp"
#include "talk/ctcp.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Conversation {
public:
    bool on_line(const Line& line, Step& step);
    void on_timeout(Step&) {}
    TimePoint next_timeout() const { return TimePoint::max(); }

private:
    void on_message(const Line& line, Step& step);
    Origin origin_of(const Line& line, const Step& step) const;

    CtcpReplies ctcp_;
};

}  // namespace confab::irc
