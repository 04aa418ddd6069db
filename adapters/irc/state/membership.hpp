#pragma once
/// Who is where: the channels to be in, and the people met there.

#include "facts.hpp"
#include "state/channels.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Membership {
public:
    explicit Membership(const SessionConfig& config) : channels_(config.channels) {}

    void on_ready(Step& step);
    bool on_line(const Line& line, Step& step);
    void on_timeout(Step& step);
    TimePoint next_timeout() const { return channels_.next_timeout(); }

private:
    bool on_numeric(const Line& line, Step& step);
    void on_join(const Line& line, Step& step);
    void on_part(const Line& line, Step& step);
    void on_kick(const Line& line, Step& step);
    void on_nick(const Line& line, Step& step);
    void on_quit(const Line& line, Step& step);
    void on_join_refused(const Line& line, Step& step);
    static void deliver(std::string_view channel, User user, MembershipChange change, std::string detail,
                        Step& step);

    Channels channels_;
};

}  // namespace confab::irc
