#pragma once
/// Coroutines that take turns: what one begins on a worker, another does not overtake. No thread waits.

#include <memory>

#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::core {

/// First come, first served. I/O thread only.
class Turns {
    struct State;

public:
    /// Gives the turn back when it is destroyed.
    class Turn {
    public:
        explicit Turn(std::shared_ptr<State> state) : state_(std::move(state)) {}
        Turn(Turn&&) noexcept = default;
        Turn& operator=(Turn&&) = delete;
        ~Turn();

    private:
        std::shared_ptr<State> state_;
    };

    explicit Turns(std::size_t most_waiting = 1000);
    Turns(const Turns&) = delete;
    Turns& operator=(const Turns&) = delete;

    /// Errors: overloaded when too many wait. Throws on cancellation.
    Task<Result<Turn>> take();

private:
    std::shared_ptr<State> state_;  // shared with turns: a frame may be destroyed after this
};

}  // namespace confab::core
