#include "core/runtime/turns.hpp"

#include <algorithm>

namespace confab::core {

Task<Turns::Turn> Turns::take() {
    if (taken_) {
        Signal mine;
        waiting_.push_back(&mine);
        // A cancelled waiter leaves the queue; one that was let in already hands its turn on.
        struct Withdraw {
            Turns& turns;
            Signal* signal;
            bool let_in = false;
            ~Withdraw() {
                if (let_in) return;
                if (std::erase(turns.waiting_, signal) == 0) turns.leave();
            }
        } withdraw{*this, &mine};
        co_await mine.wait();
        withdraw.let_in = true;
    }
    taken_ = true;
    co_return Turn(*this);
}

void Turns::leave() {
    if (waiting_.empty()) {
        taken_ = false;
        return;
    }
    Signal* const next = waiting_.front();
    waiting_.pop_front();
    next->notify();
}

}  // namespace confab::core
