#pragma once
/// Time that stands still until it is told to go on: what tests run by.

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "confab/service/clock.hpp"

namespace confab::core {

/// I/O thread only. Who sleeps is woken by `wake_until`, and nobody by real time.
class ManualClock final : public Clock {
public:
    explicit ManualClock(boost::asio::any_io_executor executor);
    ~ManualClock() override;

    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return start_of_wall_ + (now_ - start_); }
    Task<void> sleep(Duration duration) override;
    Task<bool> run_for(Duration limit, Task<void> task) override;

    /// Goes to `until`, but no further than to the earliest sleeper, and wakes all that are due there. True
    /// when it woke somebody: then let the loop run dry and call it again.
    bool wake_until(TimePoint until);
    std::size_t sleepers() const noexcept { return sleepers_->size(); }
    /// When the earliest sleeper is due.
    std::optional<TimePoint> next_due() const;

private:
    struct Sleeper;
    class Bed;
    using Key = std::pair<TimePoint, std::uint64_t>;  // equal times wake in the order they lay down

    boost::asio::any_io_executor executor_;
    const TimePoint start_;
    const WallTime start_of_wall_;
    TimePoint now_;
    std::uint64_t count_ = 0;
    using Sleepers = std::map<Key, Sleeper*>;
    std::shared_ptr<Sleepers>
        sleepers_;  // shared with the coroutines that sleep: the loop may keep them longer
};

}  // namespace confab::core
