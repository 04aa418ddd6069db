#include "core/runtime/task_scope.hpp"

#include <gtest/gtest.h>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

Task<void> sleeper(Clock& clock, bool& ended) {
    struct AtExit {
        bool& flag;
        ~AtExit() { flag = true; }
    } at_exit{ended};
    co_await clock.sleep(Duration(60'000));
}

Task<void> thrower() {
    throw std::runtime_error("broken");
    co_return;
}

Task<void> stubborn(Clock& clock, Signal& release, Signal& entered) {
    try {
        entered.notify();
        co_await clock.sleep(Duration(60'000));
    } catch (const boost::system::system_error&) {
    }
    co_await boost::asio::this_coro::reset_cancellation_state();
    co_await release.wait();
}

Task<void> cancels_and_joins(TestRuntime& rt) {
    core::TaskScope scope(rt.executor(), rt.log());
    bool ended = false;
    scope.spawn("sleeper", sleeper(rt.clock(), ended));
    co_await rt.clock().sleep(Duration(1));
    EXPECT_FALSE(ended);
    scope.cancel();
    co_await scope.join();
    EXPECT_TRUE(ended);
    EXPECT_EQ(scope.size(), 0U);
}

Task<void> reports_fault(TestRuntime& rt) {
    core::TaskScope scope(rt.executor(), rt.log());
    std::string seen;
    scope.on_fault([&](const std::string& task, const std::string& what) { seen = task + ": " + what; });
    scope.spawn("thrower", thrower());
    co_await scope.join();
    EXPECT_EQ(seen, "thrower: broken");
}

Task<void> names_hanging(TestRuntime& rt) {
    core::TaskScope scope(rt.executor(), rt.log());
    Signal release;
    Signal entered;
    scope.spawn("stubborn", stubborn(rt.clock(), release, entered));
    co_await entered.wait();
    scope.cancel();
    const auto hanging = co_await scope.join_for(Duration(20));
    EXPECT_EQ(hanging, std::vector<std::string>{"stubborn"});
    release.notify();
    co_await scope.join();
}

Task<void> cancels_one(TestRuntime& rt) {
    core::TaskScope scope(rt.executor(), rt.log());
    bool first_ended = false;
    bool second_ended = false;
    const core::TaskScope::Handle first = scope.spawn("first", sleeper(rt.clock(), first_ended));
    scope.spawn("second", sleeper(rt.clock(), second_ended));
    co_await rt.clock().sleep(Duration(1));
    first.cancel();
    co_await rt.clock().sleep(Duration(1));
    EXPECT_TRUE(first_ended);
    EXPECT_FALSE(second_ended);
    first.cancel();  // it has ended: nothing to do
    core::TaskScope::Handle().cancel();
    EXPECT_EQ(scope.size(), 1U);
    scope.cancel();
    co_await scope.join();
}

Task<void> drops_after_cancel(TestRuntime& rt) {
    core::TaskScope scope(rt.executor(), rt.log());
    scope.cancel();
    bool ended = false;
    scope.spawn("late", sleeper(rt.clock(), ended));
    EXPECT_EQ(scope.size(), 0U);
    co_return;
}

TEST(TaskScope, CancelsAndJoinsItsTasks) {
    TestRuntime rt;
    rt.run(cancels_and_joins(rt));
}

TEST(TaskScope, ReportsAFaultWithTheTasksName) {
    TestRuntime rt;
    rt.run(reports_fault(rt));
}

TEST(TaskScope, NamesTasksThatIgnoreCancellation) {
    TestRuntime rt;
    rt.run(names_hanging(rt));
}

TEST(TaskScope, DropsTasksSpawnedAfterCancellation) {
    TestRuntime rt;
    rt.run(drops_after_cancel(rt));
}

TEST(TaskScope, CancelsOneTaskByItsHandle) {
    TestRuntime rt;
    rt.run(cancels_one(rt));
}

}  // namespace
}  // namespace confab::test
