#include "core/runtime/manual_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace confab::core {
namespace asio = boost::asio;

namespace {

// 2026-01-01 12:00 UTC, a Thursday: the same in every run.
constexpr WallTime kStartOfWall{std::chrono::seconds(1'767'268'800)};

}  // namespace

struct ManualClock::Sleeper {
    explicit Sleeper(const asio::any_io_executor& executor) : timer(executor, TimePoint::max()) {}
    asio::steady_timer timer;  // never expires: cancelled to wake
    bool woken = false;
};

// Where one sleeper lies; gone with its coroutine.
class ManualClock::Bed {
public:
    Bed(ManualClock& clock, Duration duration)
        : sleepers_(clock.sleepers_), key_(clock.now_ + duration, clock.count_++), sleeper_(clock.executor_) {
        sleepers_->emplace(key_, &sleeper_);
    }
    ~Bed() { sleepers_->erase(key_); }
    Bed(const Bed&) = delete;
    Bed& operator=(const Bed&) = delete;
    asio::steady_timer& timer() { return sleeper_.timer; }
    bool woken() const noexcept { return sleeper_.woken; }

private:
    std::shared_ptr<Sleepers> sleepers_;
    Key key_;
    Sleeper sleeper_;
};

// It starts at the real time, since sockets and their deadlines know no other.
ManualClock::ManualClock(asio::any_io_executor executor)
    : executor_(std::move(executor)),
      start_(std::chrono::steady_clock::now()),
      start_of_wall_(kStartOfWall),
      now_(start_),
      sleepers_(std::make_shared<Sleepers>()) {}
ManualClock::~ManualClock() = default;

Task<void> ManualClock::sleep(Duration duration) {
    if (duration <= Duration(0)) {
        co_await asio::post(executor_, asio::use_awaitable);
        co_return;
    }
    Bed bed(*this, duration);
    co_await bed.timer().async_wait(asio::as_tuple(asio::use_awaitable));
    if (!bed.woken()) throw boost::system::system_error(asio::error::operation_aborted);
}

Task<bool> ManualClock::run_for(Duration limit, Task<void> task) {
    Bed bed(*this, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor_, std::move(task), asio::deferred), bed.timer().async_wait(asio::deferred));
    const auto [order, error, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool task_first = order[0] == 0;
    if (task_first && error) std::rethrow_exception(error);
    if (!task_first && !bed.woken()) throw boost::system::system_error(asio::error::operation_aborted);
    co_return task_first;
}

bool ManualClock::wake_until(TimePoint until) {
    const std::optional<TimePoint> due = next_due();
    if (!due || *due > until) {
        now_ = std::max(now_, until);
        return false;
    }
    now_ = std::max(now_, *due);
    bool woke = false;
    while (!sleepers_->empty() && sleepers_->begin()->first.first <= now_) {
        Sleeper* sleeper = sleepers_->extract(sleepers_->begin()).mapped();
        sleeper->woken = true;
        sleeper->timer.cancel();
        woke = true;
    }
    return woke;
}

std::optional<TimePoint> ManualClock::next_due() const {
    if (sleepers_->empty()) return std::nullopt;
    return sleepers_->begin()->first.first;
}

}  // namespace confab::core
