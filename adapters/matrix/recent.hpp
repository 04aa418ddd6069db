#pragma once
/// The last events seen in all rooms: against double delivery, and for what later events refer to.

#include <deque>
#include <string>
#include <unordered_map>

namespace confab::matrix {

/// What is worth remembering of an event.
class Seen {
public:
    std::string sender;
    std::string reacted_to;  ///< Of a reaction: the message and the key.
    std::string reaction_key;
};

/// Remembers a bounded number of events and forgets the oldest.
class Recent {
public:
    explicit Recent(std::size_t capacity = 2048) : capacity_(capacity) {}

    /// False when the event is known already.
    bool add(const std::string& event_id, Seen seen) {
        if (!events_.emplace(event_id, std::move(seen)).second) return false;
        order_.push_back(event_id);
        if (order_.size() > capacity_) {
            events_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }

    const Seen* find(const std::string& event_id) const {
        const auto found = events_.find(event_id);
        return found == events_.end() ? nullptr : &found->second;
    }

private:
    std::size_t capacity_;
    std::deque<std::string> order_;
    std::unordered_map<std::string, Seen> events_;
};

}  // namespace confab::matrix
