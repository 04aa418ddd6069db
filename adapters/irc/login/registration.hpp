#pragma once
/// Getting in: capabilities, login, nick, welcome. And what of it goes on later: CAP NEW and DEL, a nick to
/// be regained, services that come back.

#include "facts.hpp"
#include "login/sasl.hpp"
#include "login/services.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Registration {
public:
    explicit Registration(const SessionConfig& config) : sasl_(config.sasl) {}

    void start(Step& step);
    /// Before any part has a line to itself: what it tells about our login and our nick.
    void observe(const Line& line, Step& step);
    bool on_line(const Line& line, Step& step);
    /// The server has introduced itself, and services have had their time: messages can be sent.
    bool is_done() const { return introduced_ && !nickserv_.is_awaited(); }
    void on_ready(Step& step);
    void on_timeout(Step& step);
    TimePoint next_timeout(const Facts& facts) const;

private:
    bool on_numeric(const Line& line, Step& step);
    void on_cap(const Line& line, Step& step);
    void on_sts(Step& step);
    void on_sasl(const Line& line, Step& step);
    void on_nick(const Line& line, Step& step);
    void advance(Step& step);
    bool sasl_is_settled(Step& step);
    void start_sasl(Step& step);
    void log_in_again(Step& step);
    void go_on_without_login(EndingKind kind, std::string what, const char* cure, Step& step);
    void on_nick_refused(const Line& line, Step& step);
    void on_welcome(const Line& line, Step& step);

    Sasl sasl_;
    NickServ nickserv_;
    bool cap_known_ = true;  // false: the server has no CAP, so it gets no CAP END either
    bool cap_ended_ = false;
    bool introduced_ = false;
    std::string sts_seen_;
    bool login_settled_ = false;  // its outcome was acted on
    unsigned logins_ = 0;
    TimePoint phase_deadline_ = TimePoint::max();
    TimePoint sasl_deadline_ = TimePoint::max();
};

}  // namespace confab::irc
