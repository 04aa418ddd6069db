#pragma once
/// Time that stands still until the test moves it.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <list>
#include <memory>

#include "confab/service/clock.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class ManualClock final : public Clock {
public:
    explicit ManualClock(TestRuntime& runtime, WallTime wall = WallTime(std::chrono::hours(500'000)))
        : runtime_(runtime), wall_(wall) {}

    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return wall_; }
    Task<void> sleep(Duration duration) override;
    Task<bool> run_for(Duration limit, Task<void> task) override;

    /// Both clocks go on; who slept long enough wakes, once the loop runs.
    void advance(Duration duration);
    /// Somebody sets the clock on the wall; nobody wakes.
    void set_wall(WallTime wall) { wall_ = wall; }
    /// Lets the loop, and other threads, work until `condition` holds; a failure of the test after 5 real
    /// seconds.
    Task<void> until(std::function<bool()> condition);
    /// Those that `advance` has not woken.
    std::size_t sleeping() const noexcept { return sleepers_.size(); }

private:
    struct Sleeper {
        TimePoint until;
        Signal signal;
    };
    TestRuntime& runtime_;
    TimePoint now_{};
    WallTime wall_;
    std::list<std::shared_ptr<Sleeper>> sleepers_;  // shared with the coroutine that sleeps
};

}  // namespace confab::test
