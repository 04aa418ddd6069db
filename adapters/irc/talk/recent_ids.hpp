#pragma once
/// The messages seen last, by their id, so that none is handled twice: servers repeat them when echo and
/// delivery meet, and when a playback reaches into the present.

#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

namespace confab::irc {

class RecentIds {
public:
    static constexpr std::size_t kCapacity = 512;

    /// True when `id` is new; it is known from then on. Ids count within one channel: servers may give the
    /// same one to a message for several.
    bool remember(const std::string& channel, const std::string& id) {
        std::string key = id + ' ' + channel;
        if (known_.contains(key)) return false;
        order_.push_back(std::move(key));
        known_.insert(order_.back());
        if (order_.size() > kCapacity) {
            known_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }

private:
    std::deque<std::string> order_;               // elements stay where they are
    std::unordered_set<std::string_view> known_;  // views into them
};

}  // namespace confab::irc
