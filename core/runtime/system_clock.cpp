#include "core/runtime/system_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace confab::core {
namespace asio = boost::asio;

Task<void> SystemClock::sleep(Duration duration) {
    asio::steady_timer timer(executor_, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

// Not `task || timer` of awaitable_operators: that waits for the first success and so swallows a failure of
// the task until the timer fires.
Task<bool> SystemClock::run_for(Duration limit, Task<void> task) {
    asio::steady_timer timer(executor_, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor_, std::move(task), asio::deferred), timer.async_wait(asio::deferred));
    const auto [order, error, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool task_first = order[0] == 0;
    if (task_first && error) std::rethrow_exception(error);
    // Neither finished by itself: the caller was cancelled.
    if (!task_first && timer_error) throw boost::system::system_error(asio::error::operation_aborted);
    co_return task_first;
}

}  // namespace confab::core
