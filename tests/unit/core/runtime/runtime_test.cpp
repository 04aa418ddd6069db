#include "core/runtime/runtime.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

Task<void> worker_runs_elsewhere(TestRuntime& rt) {
    const auto loop = std::this_thread::get_id();
    std::thread::id there;
    std::function<void()> work = [&there] {
        there = std::this_thread::get_id();
    };
    co_await rt.runtime().on_worker(std::move(work));
    EXPECT_NE(there, loop);
    EXPECT_EQ(std::this_thread::get_id(), loop);
}

Task<void> worker_passes_exceptions(TestRuntime& rt) {
    std::function<void()> work = [] {
        throw std::runtime_error("from the worker");
    };
    std::string seen;
    try {
        co_await rt.runtime().on_worker(std::move(work));
    } catch (const std::runtime_error& e) {
        seen = e.what();
    }
    EXPECT_EQ(seen, "from the worker");
}

Task<Result<int>> forever(Clock& clock) {
    co_await clock.sleep(Duration(60'000));
    co_return 1;
}
Task<Result<int>> at_once() {
    co_return 7;
}
Task<void> fails() {
    throw std::runtime_error("task failed");
    co_return;
}

Task<void> with_timeout_both_ways(TestRuntime& rt) {
    const Result<int> late = co_await with_timeout(rt.clock(), Duration(5), forever(rt.clock()), "waiting");
    EXPECT_TRUE(late.has_error());
    EXPECT_EQ(late.error().code(), Errc::timeout);
    const Result<int> early = co_await with_timeout(rt.clock(), Duration(5'000), at_once(), "waiting");
    EXPECT_EQ(early.value(), 7);
}

Task<void> run_for_passes_failure(TestRuntime& rt) {
    bool thrown = false;
    try {
        co_await rt.clock().run_for(Duration(5'000), fails());
    } catch (const std::runtime_error&) {
        thrown = true;
    }
    EXPECT_TRUE(thrown);
}

Task<void> signal_remembers(TestRuntime& rt) {
    Signal signal;
    signal.notify();
    signal.notify();
    const bool first = co_await signal.wait_for(Duration(1));
    const bool second = co_await signal.wait_for(Duration(1));
    EXPECT_TRUE(first);
    EXPECT_FALSE(second);
    (void)rt;
}

TEST(Runtime, RunsWorkOnAnotherThreadAndResumesOnTheLoop) {
    TestRuntime rt;
    rt.run(worker_runs_elsewhere(rt));
}
TEST(Runtime, PassesAWorkersExceptionOn) {
    TestRuntime rt;
    rt.run(worker_passes_exceptions(rt));
}
TEST(Clock, TimesOutOrReturnsTheResult) {
    TestRuntime rt;
    rt.run(with_timeout_both_ways(rt));
}
TEST(Clock, PassesTheTasksFailureOnAtOnce) {
    TestRuntime rt;
    rt.run(run_for_passes_failure(rt));
}
TEST(Signal, RemembersOneNotification) {
    TestRuntime rt;
    rt.run(signal_remembers(rt));
}

}  // namespace
}  // namespace confab::test
