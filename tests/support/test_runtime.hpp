#pragma once
/// Runs one task on a real event loop, with the real clock, log and metrics.
///
///     TEST(Thing, Works) {
///         TestRuntime rt;
///         rt.run(check(rt));        // Task<void> check(TestRuntime&): coroutine with EXPECTs (not ASSERTs)
///     }

#include <memory>

#include "confab/service/logger.hpp"
#include "confab/task.hpp"
#include "core/log/log.hpp"
#include "core/metrics/registry.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::test {

class TestRuntime {
public:
    TestRuntime();
    ~TestRuntime();

    core::Runtime& runtime() { return *runtime_; }
    boost::asio::any_io_executor executor() { return runtime_->executor(); }
    Clock& clock() { return runtime_->clock(); }
    Logger& log() { return *log_; }
    core::MetricsRegistry& metrics() { return metrics_; }
    core::TaskScope& tasks() { return *tasks_; }

    /// Runs the loop until `body` returns, at most `limit`; a longer run, or an exception, is a test failure.
    /// Tasks spawned on `tasks()` are cancelled and joined before it returns.
    void run(Task<void> body, Duration limit = Duration(30'000));

private:
    core::LogSystem logs_;
    std::unique_ptr<Logger> log_;
    core::MetricsRegistry metrics_;
    std::unique_ptr<core::Runtime> runtime_;
    std::unique_ptr<core::TaskScope> tasks_;
};

}  // namespace confab::test
