#pragma once
/// Service: time. Everything that waits, times out or stamps goes through it, so tests can own the time.

#include <optional>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Clock {
public:
    static constexpr const char* kServiceId = "confab.clock/1";
    virtual ~Clock();
    virtual TimePoint now() const noexcept = 0;      ///< Monotonic.
    virtual WallTime wall_now() const noexcept = 0;  ///< What a calendar shows.
    /// Throws on cancellation.
    virtual Task<void> sleep(Duration duration) = 0;
    /// Runs `task` for at most `limit`; false when time ran out (the task was then cancelled and joined).
    /// An exception of the task is passed on.
    virtual Task<bool> run_for(Duration limit, Task<void> task) = 0;
};

/// For hosts and test kits: the clock by which `Signal::wait_for` on this thread measures; nullptr is the
/// system's. Returns the one before.
CONFAB_API Clock* use_clock_for_signals(Clock* clock) noexcept;

namespace detail {
template <class T>
Task<void> store_result(Task<Result<T>> task, std::optional<Result<T>>& out) {
    out.emplace(co_await std::move(task));
}
}  // namespace detail

/// Awaits `task` for at most `limit`; then it is cancelled and the result is `Errc::timeout` with `what` as
/// context.
template <class T>
Task<Result<T>> with_timeout(Clock& clock, Duration limit, Task<Result<T>> task, std::string what) {
    std::optional<Result<T>> out;
    Task<void> storing = detail::store_result<T>(std::move(task), out);
    const bool finished = co_await clock.run_for(limit, std::move(storing));
    if (!finished || !out) co_return Error(Errc::timeout, std::move(what));
    co_return std::move(*out);
}

}  // namespace confab::inline v1
