#pragma once
/// When to connect again after an ending. Pure.

#include <optional>

#include "confab/backoff.hpp"
#include "login/ending.hpp"

namespace confab::irc {

class Retry {
public:
    /// Full jitter makes short pauses likely; attempts are still at least this many `base` apart: 15 s of the
    /// usual 5 s, which Libera asks for.
    static constexpr int kApart = 3;

    Retry(Duration base, Duration cap) : backoff_(base, cap), apart_(kApart * base) {}

    /// The pause before the next attempt; nothing when trying again is useless. `took`: since the attempt
    /// began. `connected_for`: how long the connection was usable. `unit`: a random number in [0, 1).
    std::optional<Duration> next(EndingKind kind, Duration took, Duration connected_for, double unit);

private:
    Backoff backoff_;
    Duration apart_;
    unsigned bans_ = 0;
};

}  // namespace confab::irc
