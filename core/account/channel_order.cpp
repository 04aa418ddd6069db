#include "core/account/channel_order.hpp"

#include <algorithm>

namespace confab::core {

Task<Result<ChannelOrder::Turn>> ChannelOrder::enter(ChannelRef channel) {
    const auto [it, free] = waiting_.try_emplace(channel);
    if (!free) {
        if (it->second.size() >= kMaxWaiting)
            co_return Error(Errc::overloaded,
                            std::to_string(kMaxWaiting) + " messages wait for " + channel.channel.str());
        Signal my_turn;
        it->second.push_back(&my_turn);
        // A cancelled waiter leaves the queue; one that was let in has been taken off it by `leave`.
        struct Withdraw {
            ChannelOrder& order;
            const ChannelRef& channel;
            Signal* signal;
            ~Withdraw() {
                const auto found = order.waiting_.find(channel);
                if (found != order.waiting_.end()) std::erase(found->second, signal);
            }
        } withdraw{*this, channel, &my_turn};
        co_await my_turn.wait();
    }
    co_return Turn(*this, std::move(channel));
}

void ChannelOrder::leave(const ChannelRef& channel) {
    const auto it = waiting_.find(channel);
    if (it == waiting_.end()) return;
    if (it->second.empty()) {
        waiting_.erase(it);
        return;
    }
    Signal* next = it->second.front();
    it->second.pop_front();
    next->notify();
}

}  // namespace confab::core
