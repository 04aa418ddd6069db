#include "tests/support/manual_clock.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace confab::test {
namespace asio = boost::asio;

Task<void> ManualClock::sleep(Duration duration) {
    if (duration <= Duration(0)) co_return;
    const auto self = std::make_shared<Sleeper>();
    self->until = now_ + duration;
    sleepers_.push_back(self);
    std::exception_ptr cancelled;
    try {
        co_await self->signal.wait();
    } catch (...) {
        cancelled = std::current_exception();
    }
    sleepers_.remove(self);
    if (cancelled) std::rethrow_exception(cancelled);
}

Task<bool> ManualClock::run_for(Duration limit, Task<void> task) {
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(runtime_.executor(), std::move(task), asio::deferred),
        asio::co_spawn(runtime_.executor(), sleep(limit), asio::deferred));
    const auto [order, error, sleep_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool task_first = order[0] == 0;
    if (task_first && error) std::rethrow_exception(error);
    if (!task_first && sleep_error) throw boost::system::system_error(asio::error::operation_aborted);
    co_return task_first;
}

void ManualClock::advance(Duration duration) {
    now_ += duration;
    wall_ += duration;
    sleepers_.remove_if([this](const std::shared_ptr<Sleeper>& sleeper) {
        const bool wakes = sleeper->until <= now_;
        if (wakes) sleeper->signal.notify();
        return wakes;
    });
}

Task<void> ManualClock::until(std::function<bool()> condition) {
    for (int i = 0; i < 20; ++i) co_await runtime_.clock().sleep(Duration(0));  // what is ready runs first
    for (int i = 0; i < 5'000 && !condition(); ++i) co_await runtime_.clock().sleep(Duration(1));
    EXPECT_TRUE(condition()) << "what the test waits for did not happen";
}

}  // namespace confab::test
