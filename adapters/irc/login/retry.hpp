#pragma once
/// When to connect again after an ending. Pure.

#include <optional>

#include "confab/backoff.hpp"
#include "login/ending.hpp"

namespace confab::irc {

class Retry {
public:
    Retry(Duration base, Duration cap) : backoff_(base, cap) {}

    /// The pause before the next attempt; nothing when trying again is useless. `connected_for`: how long the
    /// connection was usable. `unit`: a random number in [0, 1).
    std::optional<Duration> next(EndingKind kind, Duration connected_for, double unit);

private:
    Backoff backoff_;
    unsigned bans_ = 0;
};

}  // namespace confab::irc
