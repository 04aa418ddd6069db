#include "core/runtime/manual_clock.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/log/log.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::test {
namespace {

using core::Runtime;

core::LogConfig quiet() {
    core::LogConfig config;
    config.level = LogLevel::off;
    return config;
}

class ManualTime : public ::testing::Test {
protected:
    core::LogSystem logs{quiet()};
    std::unique_ptr<Logger> log = logs.logger("test");
    Runtime runtime{1, Runtime::Time::manual};
    Clock& clock = runtime.clock();
    core::TaskScope tasks{runtime.executor(), *log};
    std::string seen;

    ~ManualTime() override {
        tasks.cancel();
        runtime.run_until_idle();
    }
};

Task<void> note_after(Clock& clock, Duration duration, std::string& seen, char mark) {
    co_await clock.sleep(duration);
    seen += mark;
}
Task<void> note_twice(Clock& clock, std::string& seen) {
    co_await clock.sleep(Duration(10));
    seen += 'x';
    co_await clock.sleep(Duration(10));
    seen += 'y';
}
Task<void> note_limit(Clock& clock, Duration limit, Duration length, std::string& seen) {
    const bool finished = co_await clock.run_for(limit, clock.sleep(length));
    seen += finished ? 'f' : 't';
}
Task<void> note_signal(Signal& signal, Duration limit, std::string& seen) {
    const bool notified = co_await signal.wait_for(limit);
    seen += notified ? 'n' : 't';
}
Task<void> work(Runtime& runtime, std::string& seen) {
    std::function<void()> job = [&seen] {
        seen += 'w';
    };
    co_await runtime.on_worker(std::move(job));
    seen += 'r';
}
Task<int> sleep_and_return(Clock& clock, Duration duration) {
    co_await clock.sleep(duration);
    co_return 7;
}
Task<int> wait_in_vain(Signal& signal) {
    co_await signal.wait();
    co_return 0;
}

TEST_F(ManualTime, StandsStillUntilItIsAdvanced) {
    const TimePoint begun = clock.now();
    const WallTime wall = clock.wall_now();
    tasks.spawn("a", note_after(clock, Duration(1), seen, 'a'));
    runtime.run_until_idle();
    EXPECT_EQ(seen, "");
    EXPECT_EQ(clock.now(), begun);
    runtime.advance(Duration(1'500));
    EXPECT_EQ(seen, "a");
    EXPECT_EQ(clock.now(), begun + Duration(1'500));
    EXPECT_EQ(clock.wall_now(), wall + Duration(1'500));
}

TEST_F(ManualTime, WakesInTheOrderOfDueTimesAndThenOfLyingDown) {
    tasks.spawn("c", note_after(clock, Duration(30), seen, 'c'));
    tasks.spawn("a", note_after(clock, Duration(10), seen, 'a'));
    tasks.spawn("b", note_after(clock, Duration(10), seen, 'b'));
    runtime.run_until_idle();
    runtime.advance(Duration(29));
    EXPECT_EQ(seen, "ab");
    runtime.advance(Duration(1));
    EXPECT_EQ(seen, "abc");
}

TEST_F(ManualTime, LetsTheLoopRunDryBetweenSleepers) {
    tasks.spawn("twice", note_twice(clock, seen));
    tasks.spawn("late", note_after(clock, Duration(15), seen, 'm'));
    runtime.run_until_idle();
    runtime.advance(Duration(20));
    EXPECT_EQ(seen, "xmy");
}

TEST_F(ManualTime, LimitsATask) {
    tasks.spawn("late", note_limit(clock, Duration(10), Duration(20), seen));
    runtime.run_until_idle();
    runtime.advance(Duration(9));
    EXPECT_EQ(seen, "");
    runtime.advance(Duration(1));
    EXPECT_EQ(seen, "t");
    tasks.spawn("early", note_limit(clock, Duration(20), Duration(10), seen));
    runtime.run_until_idle();
    runtime.advance(Duration(30));
    EXPECT_EQ(seen, "tf");
    EXPECT_EQ(runtime.manual_clock()->sleepers(), 0U);
}

TEST_F(ManualTime, MeasuresTheLimitOfASignal) {
    Signal signal;
    tasks.spawn("wait", note_signal(signal, Duration(3'600'000), seen));
    runtime.run_until_idle();
    runtime.advance(Duration(3'599'999));
    EXPECT_EQ(seen, "");
    runtime.advance(Duration(1));
    EXPECT_EQ(seen, "t");
    tasks.spawn("wait", note_signal(signal, Duration(3'600'000), seen));
    runtime.run_until_idle();
    signal.notify();
    runtime.run_until_idle();
    EXPECT_EQ(seen, "tn");
}

TEST_F(ManualTime, WakesWithCancellationAtOnce) {
    tasks.spawn("a", note_after(clock, Duration(10), seen, 'a'));
    tasks.spawn("limit", note_limit(clock, Duration(10), Duration(20), seen));
    runtime.run_until_idle();
    tasks.cancel();
    runtime.run_until_idle();
    EXPECT_EQ(tasks.size(), 0U);
    EXPECT_EQ(seen, "");
    EXPECT_EQ(runtime.manual_clock()->sleepers(), 0U);
}

TEST_F(ManualTime, IsIdleOnlyWhenNoWorkerHasAJob) {
    tasks.spawn("work", work(runtime, seen));
    runtime.run_until_idle();
    EXPECT_EQ(seen, "wr");
}

TEST_F(ManualTime, LeapsWhenAllWaitForIt) {
    const TimePoint begun = clock.now();
    EXPECT_EQ(runtime.run(sleep_and_return(clock, Duration(86'400'000))), 7);
    EXPECT_EQ(clock.now(), begun + Duration(86'400'000));
}

TEST_F(ManualTime, SaysThatNothingCanWakeWhatWaits) {
    Signal never;
    EXPECT_THROW(runtime.run(wait_in_vain(never)), std::runtime_error);
}

TEST(RealTime, RunsWhatIsReadyUntilIdle) {
    Runtime runtime(1);
    core::LogSystem logs{quiet()};
    const std::unique_ptr<Logger> log = logs.logger("test");
    core::TaskScope tasks(runtime.executor(), *log);
    std::string seen;
    tasks.spawn("work", work(runtime, seen));
    tasks.spawn("late", note_after(runtime.clock(), Duration(3'600'000), seen, 'l'));
    runtime.run_until_idle();
    EXPECT_EQ(seen, "wr");
    tasks.cancel();
    runtime.run_until_idle();
}

}  // namespace
}  // namespace confab::test
