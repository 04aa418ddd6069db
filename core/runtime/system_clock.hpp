#pragma once
/// The real clock, on the event loop.

#include <boost/asio/any_io_executor.hpp>

#include "confab/service/clock.hpp"

namespace confab::core {

class SystemClock final : public Clock {
public:
    explicit SystemClock(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
    TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
    WallTime wall_now() const noexcept override { return std::chrono::system_clock::now(); }
    Task<void> sleep(Duration duration) override;
    Task<bool> run_for(Duration limit, Task<void> task) override;

private:
    boost::asio::any_io_executor executor_;
};

}  // namespace confab::core
