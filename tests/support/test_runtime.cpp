#include "tests/support/test_runtime.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace confab::test {
namespace {

core::LogConfig quiet_unless_asked() {
    core::LogConfig config;
    config.level = std::getenv("CONFAB_TEST_LOG") ? LogLevel::trace : LogLevel::off;
    return config;
}

Task<int> bounded(Clock& clock, Duration limit, core::TaskScope& tasks, Task<void> body) {
    try {
        const bool finished = co_await clock.run_for(limit, std::move(body));
        EXPECT_TRUE(finished) << "the test's task did not end within " << limit.count() << " ms";
    } catch (const std::exception& e) {
        ADD_FAILURE() << "the test's task threw: " << e.what();
    }
    tasks.cancel();
    const auto hanging = co_await tasks.join_for(Duration(5'000));
    for (const std::string& name : hanging) ADD_FAILURE() << "task `" << name << "` ignored its cancellation";
    co_return 0;
}

}  // namespace

TestRuntime::TestRuntime()
    : logs_(quiet_unless_asked()),
      log_(logs_.logger("test")),
      runtime_(std::make_unique<core::Runtime>()),
      tasks_(std::make_unique<core::TaskScope>(runtime_->executor(), *log_)) {}

TestRuntime::~TestRuntime() = default;

void TestRuntime::run(Task<void> body, Duration limit) {
    runtime_->run(bounded(runtime_->clock(), limit, *tasks_, std::move(body)));
    tasks_ = std::make_unique<core::TaskScope>(runtime_->executor(), *log_);
}

}  // namespace confab::test
