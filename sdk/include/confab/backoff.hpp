#pragma once
/// When to try again: exponential with full jitter. The one reconnect policy of all adapters.

#include <algorithm>
#include <optional>

#include "confab/task.hpp"

namespace confab::inline v1 {

/// Pure: fed with time and a random number, returns delays.
class Backoff {
public:
    Backoff(Duration base, Duration cap) : base_(base), cap_(cap) {}

    /// Delay before the next attempt: uniform in [min, base * 2^failures), capped. `unit` is a random number
    /// in [0, 1). What the server asked for (`retry_after`) wins when longer.
    Duration next(double unit, std::optional<Duration> retry_after = {}) {
        const double ceiling =
            std::min(static_cast<double>(cap_.count()),
                     static_cast<double>(base_.count()) * static_cast<double>(1ULL << failures_));
        failures_ = std::min(failures_ + 1, 30U);
        const Duration delay(static_cast<Duration::rep>(ceiling * unit));
        return std::max({delay, kMinimum, retry_after.value_or(Duration(0))});
    }

    /// Call when a connection ends: one that was stable for a minute starts the count anew.
    void ended(Duration connected_for) {
        if (connected_for >= kStable) failures_ = 0;
    }

    unsigned failures() const { return failures_; }

private:
    static constexpr Duration kMinimum{100};
    static constexpr Duration kStable{60'000};
    Duration base_;
    Duration cap_;
    unsigned failures_ = 0;
};

}  // namespace confab::inline v1
