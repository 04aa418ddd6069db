#include "confab/service/scheduler.hpp"

#include <algorithm>

namespace confab::inline v1 {

Task<Result<std::int64_t>> Scheduler::after(Duration delay, std::string name, std::string payload) {
    // A WallTime counts finer than a Duration: what lies beyond it is its end.
    const WallTime start = now();
    const auto left = std::chrono::floor<Duration>(WallTime::max() - std::max(start, WallTime()));
    return at(start + std::clamp(delay, Duration(0), left), std::move(name), std::move(payload));
}

}  // namespace confab::inline v1
