#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>

#include "confab/task.hpp"

namespace confab::inline v1 {
namespace asio = boost::asio;

// Shared with the waiting coroutine, so that a signal destroyed under a waiter wakes it instead of crashing
// it.
struct Signal::State {
    std::optional<asio::steady_timer> timer;
    bool pending = false;
    bool waiting = false;
};

Signal::Signal() : state_(std::make_shared<State>()) {}

Signal::~Signal() {
    if (state_->timer) state_->timer->cancel();
}

void Signal::notify() {
    state_->pending = true;
    if (state_->waiting) state_->timer->cancel();
}

Task<bool> Signal::wait_for(Duration limit) {
    const std::shared_ptr<State> state = state_;
    if (!state->pending) {
        if (!state->timer) state->timer.emplace(co_await asio::this_coro::executor);
        if (limit == Duration::max())
            state->timer->expires_at(TimePoint::max());
        else
            state->timer->expires_after(limit);
        state->waiting = true;
        const auto [error] = co_await state->timer->async_wait(asio::as_tuple(asio::use_awaitable));
        state->waiting = false;
        if (error && !state->pending) throw boost::system::system_error(asio::error::operation_aborted);
    }
    const bool notified = state->pending;
    state->pending = false;
    co_return notified;
}

Task<void> Signal::wait() {
    co_await wait_for(Duration::max());
}

}  // namespace confab::inline v1
