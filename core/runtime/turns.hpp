#pragma once
/// A lock for coroutines, first come first served.

#include <deque>
#include <utility>

#include "confab/task.hpp"

namespace confab::core {

/// I/O thread only.
class Turns {
public:
    class Turn {
    public:
        explicit Turn(Turns& turns) : turns_(&turns) {}
        Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (turns_) turns_->leave();
        }

    private:
        Turns* turns_;
    };

    /// Returns when all who came before have left.
    Task<Turn> take();

private:
    void leave();
    bool taken_ = false;
    std::deque<Signal*> waiting_;
};

}  // namespace confab::core
