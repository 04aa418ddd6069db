#include "core/net/dialer.hpp"

#include <algorithm>
#include <list>

namespace confab::core {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Steady = std::chrono::steady_clock;
namespace {

/// The attempts of one call. Shared with their completion handlers, which may run after the call has ended.
class Race : public std::enable_shared_from_this<Race> {
public:
    explicit Race(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    void start(const tcp::endpoint& endpoint) {
        const auto core = std::make_shared<SocketCore>(executor_);
        running_.push_back(core);
        core->socket().async_connect(
            endpoint,
            [race = shared_from_this(), core](boost::system::error_code error) { race->ended(core, error); });
    }
    void stop() noexcept {
        over_ = true;
        for (const auto& core : running_) core->shut();
        running_.clear();
    }

    bool idle() const noexcept { return running_.empty(); }
    bool take_failure() noexcept { return std::exchange(failed_, false); }
    std::shared_ptr<SocketCore> take_winner() noexcept { return std::exchange(winner_, nullptr); }
    const boost::system::error_code& last_error() const noexcept { return last_error_; }

    Signal changed;

private:
    void ended(const std::shared_ptr<SocketCore>& core, boost::system::error_code error) {
        if (over_) return core->shut();  // it connected while it was being closed
        running_.remove(core);
        if (!error && !winner_) {
            winner_ = core;
        } else {
            core->shut();
            if (error) last_error_ = error;
            failed_ = true;
        }
        changed.notify();
    }

    asio::any_io_executor executor_;
    std::list<std::shared_ptr<SocketCore>> running_;
    std::shared_ptr<SocketCore> winner_;
    boost::system::error_code last_error_;
    bool failed_ = false;
    bool over_ = false;
};

/// Ends the race with the call, also when that is cancelled.
class StopAtEnd {
public:
    explicit StopAtEnd(Race& race) : race_(race) {}
    ~StopAtEnd() {
        race_.stop();
        if (const auto unclaimed = race_.take_winner()) unclaimed->shut();
    }
    StopAtEnd(const StopAtEnd&) = delete;
    StopAtEnd& operator=(const StopAtEnd&) = delete;

private:
    Race& race_;
};

std::string tried(std::size_t count) {
    return count == 1 ? "TCP connect" : "TCP connect, " + std::to_string(count) + " addresses tried";
}

}  // namespace

Addresses dialing_order(const Addresses& addresses, std::size_t most) {
    Addresses v6, v4, out;
    for (const asio::ip::address& address : addresses) (address.is_v6() ? v6 : v4).push_back(address);
    for (std::size_t i = 0; i < std::max(v6.size(), v4.size()); ++i) {
        if (i < v6.size()) out.push_back(v6[i]);
        if (i < v4.size()) out.push_back(v4[i]);
    }
    out.resize(std::min(out.size(), most));
    return out;
}

Task<Result<std::shared_ptr<SocketCore>>> dial(asio::any_io_executor executor, Addresses addresses,
                                               std::uint16_t port, Duration attempt_delay,
                                               TimePoint deadline) {
    const auto race = std::make_shared<Race>(std::move(executor));
    const StopAtEnd guard(*race);
    std::size_t next = 0;
    TimePoint next_due = Steady::now();
    for (;;) {
        if (auto winner = race->take_winner()) co_return winner;
        const TimePoint now = Steady::now();
        if (race->take_failure()) next_due = now;
        if (next == addresses.size() && race->idle()) break;
        if (now >= deadline) co_return Error(Errc::timeout, tried(next));
        if (next < addresses.size() && now >= next_due) {
            race->start(tcp::endpoint(addresses[next++], port));
            next_due = now + attempt_delay;
            continue;
        }
        const TimePoint wake = next < addresses.size() ? std::min(next_due, deadline) : deadline;
        co_await race->changed.wait_for(std::chrono::ceil<Duration>(wake - now));
    }
    co_return Error(Errc::unavailable, tried(next), race->last_error());
}

}  // namespace confab::core
