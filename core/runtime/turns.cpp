#include "core/runtime/turns.hpp"

#include <algorithm>
#include <deque>

namespace confab::core {
namespace {

struct Waiting {
    Signal signal;
    bool has_turn = false;
};

}  // namespace

struct Turns::State {
    void pass_on() {
        taken = !waiting.empty();
        if (!taken) return;
        const std::shared_ptr<Waiting> next = std::move(waiting.front());
        waiting.pop_front();
        next->has_turn = true;
        next->signal.notify();
    }
    std::size_t most_waiting = 0;
    bool taken = false;
    std::deque<std::shared_ptr<Waiting>> waiting;  // shared with the coroutine that waits
};

Turns::Turn::~Turn() {
    if (state_) state_->pass_on();
}

Turns::Turns(std::size_t most_waiting) : state_(std::make_shared<State>()) {
    state_->most_waiting = most_waiting;
}

Task<Result<Turns::Turn>> Turns::take() {
    const std::shared_ptr<State> state = state_;
    if (!state->taken) {
        state->taken = true;
        co_return Turn(state);
    }
    if (state->waiting.size() >= state->most_waiting)
        co_return Error(Errc::overloaded, "too many operations wait for the database");
    const auto self = std::make_shared<Waiting>();
    state->waiting.push_back(self);
    std::exception_ptr cancelled;
    try {
        co_await self->signal.wait();
    } catch (...) {
        cancelled = std::current_exception();
    }
    if (!cancelled) co_return Turn(state);
    if (self->has_turn)
        state->pass_on();
    else
        state->waiting.erase(std::find(state->waiting.begin(), state->waiting.end(), self));
    std::rethrow_exception(cancelled);
}

}  // namespace confab::core
