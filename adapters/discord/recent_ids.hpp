#pragma once
/// Remembers the last ids seen: after a resume, and sometimes without one, Discord delivers an event again.

#include <deque>
#include <string>
#include <unordered_set>

namespace confab::discord {

class RecentIds {
public:
    static constexpr std::size_t kMax = 2'048;

    /// False when this id was seen before. The oldest are forgotten.
    bool insert(const std::string& id) {
        if (!seen_.insert(id).second) return false;
        order_.push_back(id);
        if (order_.size() > kMax) {
            seen_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }

    bool contains(const std::string& id) const { return seen_.contains(id); }

private:
    std::unordered_set<std::string> seen_;
    std::deque<std::string> order_;
};

}  // namespace confab::discord
