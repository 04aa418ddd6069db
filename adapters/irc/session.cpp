#include "session.hpp"

#include <algorithm>

namespace confab::irc {

Session::Session(SessionConfig config)
    : facts_(std::move(config)), registration_(facts_.config), membership_(facts_.config) {}

void Session::on_connected(Moment now, Actions& out) {
    Step step(facts_, now, out);
    keepalive_.start(step);
    registration_.start(step);
}

void Session::on_line(std::string_view bytes, Moment now, Actions& out) {
    if (facts_.phase == Phase::closed) return;
    Step step(facts_, now, out);
    keepalive_.heard(step);
    if (line_.parse(bytes)) dispatch(step);
}

void Session::dispatch(Step& step) {
    if (line_.command() == Command::error) {
        const std::string text = readable(line_.last());
        return step.close(classify_error(text), "the server closed the connection: " + text);
    }
    registration_.observe(line_, step);
    // In the order of how often it is theirs; each says whether the line was for it alone.
    static_cast<void>(conversation_.on_line(line_, step) || keepalive_.on_line(line_, step) ||
                      membership_.on_line(line_, step) || registration_.on_line(line_, step));
    become_ready(step);
}

void Session::become_ready(Step& step) {
    if (!registration_.is_done() || facts_.phase != Phase::welcomed) return;
    facts_.phase = Phase::ready;
    registration_.on_ready(step);
    membership_.on_ready(step);
    ConnectionChanged ready;
    ready.account = facts_.config.account;
    ready.state = ConnectionState::ready;
    ready.reason = "registered as " + readable(facts_.nick.current());
    step.deliver(std::move(ready));
}

void Session::on_timeout(Moment now, Actions& out) {
    if (facts_.phase == Phase::closed) return;
    Step step(facts_, now, out);
    keepalive_.on_timeout(step);
    if (!step.is_closed()) registration_.on_timeout(step);
    if (step.is_closed()) return;
    become_ready(step);
    if (facts_.phase == Phase::ready) membership_.on_timeout(step);
    conversation_.on_timeout(step);
}

TimePoint Session::next_timeout() const {
    if (facts_.phase == Phase::closed) return TimePoint::max();
    TimePoint next = std::min(
        {keepalive_.next_timeout(facts_), registration_.next_timeout(facts_), conversation_.next_timeout()});
    if (facts_.phase == Phase::ready) next = std::min(next, membership_.next_timeout());
    return next;
}

std::string Session::quit(std::string_view reason) {
    facts_.leaving = true;
    return build_line("QUIT", {reason});
}

}  // namespace confab::irc
