#pragma once
/// Answers PING, asks for a sign of life itself after a silence, and measures the way there and back.

#include <optional>

#include "facts.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Keepalive {
public:
    void start(Step& step) { heard(step); }
    /// Something came, whatever it is.
    void heard(Step& step);
    bool on_line(const Line& line, Step& step);
    void on_timeout(Step& step);
    TimePoint next_timeout(const Facts& facts) const;

private:
    TimePoint next_question(const Facts& facts) const;

    TimePoint last_heard_ = TimePoint::max();
    std::optional<TimePoint> asked_at_;  // when our last PING went out
    bool answered_ = false;
};

}  // namespace confab::irc
