#pragma once
/// Time that passes when the test says so.

#include <list>

#include "confab/service/clock.hpp"

namespace confab::test {

class ManualClock final : public Clock {
public:
    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return WallTime(now_.time_since_epoch()); }
    Task<void> sleep(Duration duration) override {
        const TimePoint until = now_ + duration;
        while (now_ < until) {
            Waiting here(*this);
            co_await here.signal.wait();
        }
    }
    Task<bool> run_for(Duration, Task<void> task) override {
        co_await std::move(task);
        co_return true;
    }

    void advance(Duration duration) {
        now_ += duration;
        for (Signal* signal : waiting_) signal->notify();
    }
    std::size_t sleepers() const { return waiting_.size(); }

private:
    class Waiting {
    public:
        explicit Waiting(ManualClock& clock)
            : clock_(clock), at_(clock.waiting_.insert(clock.waiting_.end(), &signal)) {}
        Waiting(const Waiting&) = delete;
        ~Waiting() { clock_.waiting_.erase(at_); }
        Signal signal;

    private:
        ManualClock& clock_;
        std::list<Signal*>::iterator at_;
    };

    TimePoint now_{Duration(1'000'000)};
    std::list<Signal*> waiting_;
};

}  // namespace confab::test
