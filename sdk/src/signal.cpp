#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>
#include <utility>

#include "confab/service/clock.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {
namespace asio = boost::asio;

// Shared with the waiting coroutine, so that a signal destroyed under a waiter wakes it instead of crashing
// it.
struct Signal::State {
    std::optional<asio::steady_timer> timer;
    bool pending = false;
    bool waiting = false;

    static Task<void> wait_until(std::shared_ptr<State> state, TimePoint deadline);
};

namespace {

thread_local Clock* clock_for_signals = nullptr;

}  // namespace

Clock* use_clock_for_signals(Clock* clock) noexcept {
    return std::exchange(clock_for_signals, clock);
}

Signal::Signal() : state_(std::make_shared<State>()) {}

Signal::~Signal() {
    if (state_->timer) state_->timer->cancel();
}

void Signal::notify() {
    state_->pending = true;
    if (state_->waiting) state_->timer->cancel();
}

Task<void> Signal::State::wait_until(std::shared_ptr<State> state, TimePoint deadline) {
    if (!state->timer) state->timer.emplace(co_await asio::this_coro::executor);
    state->timer->expires_at(deadline);
    state->waiting = true;
    const auto [error] = co_await state->timer->async_wait(asio::as_tuple(asio::use_awaitable));
    state->waiting = false;
    if (error && !state->pending) throw boost::system::system_error(asio::error::operation_aborted);
}

Task<bool> Signal::wait_for(Duration limit) {
    const std::shared_ptr<State> state = state_;
    if (!state->pending) {
        Clock* const clock = clock_for_signals;
        if (limit == Duration::max())
            co_await State::wait_until(state, TimePoint::max());
        else if (clock)
            co_await clock->run_for(limit, State::wait_until(state, TimePoint::max()));
        else
            co_await State::wait_until(state, std::chrono::steady_clock::now() + limit);
    }
    const bool notified = state->pending;
    state->pending = false;
    co_return notified;
}

Task<void> Signal::wait() {
    co_await wait_for(Duration::max());
}

}  // namespace confab::inline v1
