#pragma once
/// Sends to one channel leave in the order they were asked for; different channels do not wait for each
/// other.

#include <deque>
#include <unordered_map>

#include "confab/ids.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::core {

/// A first-come-first-served lock per channel. I/O thread only.
class ChannelOrder {
public:
    /// Held while sending. Leaving lets the next one in.
    class Turn {
    public:
        Turn(ChannelOrder& order, ChannelRef channel) : order_(&order), channel_(std::move(channel)) {}
        Turn(Turn&& other) noexcept
            : order_(std::exchange(other.order_, nullptr)), channel_(std::move(other.channel_)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (order_) order_->leave(channel_);
        }

    private:
        ChannelOrder* order_;
        ChannelRef channel_;
    };

    /// Errc::overloaded when kMaxWaiting sends are waiting for this channel already.
    Task<Result<Turn>> enter(ChannelRef channel);

    static constexpr std::size_t kMaxWaiting = 1000;

private:
    void leave(const ChannelRef& channel);
    std::unordered_map<ChannelRef, std::deque<Signal*>>
        waiting_;  // an entry exists while somebody has the turn
};

}  // namespace confab::core
