#pragma once
/// Who is where: the channels to be in, and the people met there. Keeps the directory and tells of changes.

#include "facts.hpp"
#include "state/channels.hpp"
#include "state/crowd.hpp"
#include "state/who.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Membership {
public:
    explicit Membership(const SessionConfig& config)
        : channels_(config.channels, config.invited, config.channel_policy) {}

    void on_ready(Step& step);
    bool on_line(const Line& line, Step& step);
    void on_timeout(Step& step);
    TimePoint next_timeout() const;
    /// What the next connection is to join besides the configured channels.
    std::vector<std::string> invited() const { return channels_.invited(); }

private:
    bool on_person(const Line& line, Step& step);
    bool on_numeric(const Line& line, Step& step);
    bool on_join_error(const Line& line, Step& step);
    void on_join(const Line& line, Step& step);
    void on_own_join(const Line& line, Step& step);
    void on_part(const Line& line, Step& step);
    void on_kick(const Line& line, Step& step);
    void on_nick(const Line& line, Step& step);
    void on_quit(const Line& line, Step& step);
    void on_invite(const Line& line, Step& step);
    void on_rename(const Line& line, Step& step);
    void on_forward(const Line& line, Step& step);
    void on_mode(const Line& line, std::size_t from, Step& step);
    bool on_own_mode(const Line& line, Step& step);
    void on_all_modes(const Line& line, Step& step);
    static void on_topic(const Line& line, std::size_t channel, Step& step);
    static void on_names(const Line& line, Step& step);
    void on_names_end(const Line& line, Step& step);
    void on_whox(const Line& line, Step& step);
    static void on_who(const Line& line, Step& step);
    static void on_isupport(const Line& line, Step& step);
    bool on_join_refused(const Line& line, Step& step);
    void deliver(std::string_view channel, User user, MembershipChange change, std::string detail,
                 Step& step);
    void collect(std::string_view folded_channel, const User& user, MembershipChange change,
                 std::string_view detail, Step& step);
    void leave(std::string_view channel, Step& step);

    Channels channels_;
    Crowd crowd_;
    WhoQueue who_;
};

}  // namespace confab::irc
