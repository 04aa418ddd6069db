#include "send/send_queue.hpp"

#include <algorithm>

namespace confab::irc {

SendQueue::SendQueue(unsigned burst, Duration interval)
    : burst_(std::max(1U, burst)), interval_(interval), tokens_(burst_) {}

bool SendQueue::push_urgent(std::string line) {
    if (urgent_.size() >= kUrgentCapacity) return false;
    urgent_.push_back(std::move(line));
    return true;
}

bool SendQueue::push(std::string target, std::string line, TicketPtr ticket) {
    if (size_ >= kCapacity) return false;
    ++size_;
    const auto turn =
        std::find_if(turns_.begin(), turns_.end(), [&](const Turn& t) { return t.target == target; });
    if (turn != turns_.end()) {
        turn->entries.push_back({std::move(line), std::move(ticket)});
        return true;
    }
    turns_.push_back({std::move(target), {}});
    turns_.back().entries.push_back({std::move(line), std::move(ticket)});
    return true;
}

void SendQueue::refill(TimePoint now) {
    if (interval_ > Duration(0) && refilled_at_) {
        const std::chrono::duration<double> passed = now - *refilled_at_;
        tokens_ = std::min(burst_, tokens_ + passed / std::chrono::duration<double>(interval_));
    }
    refilled_at_ = now;
}

std::optional<SendQueue::Entry> SendQueue::pop(TimePoint now) {
    refill(now);
    if (!urgent_.empty()) {
        Entry entry{std::move(urgent_.front()), {}};
        urgent_.pop_front();
        tokens_ = std::max(tokens_ - 1, -burst_);
        return entry;
    }
    while (size_ > 0 && (interval_ == Duration(0) || tokens_ >= 1)) {
        std::optional<Entry> entry = take_turn();
        if (entry->ticket && entry->ticket->is_abandoned()) continue;
        tokens_ -= 1;
        return entry;
    }
    return std::nullopt;
}

std::optional<SendQueue::Entry> SendQueue::take_turn() {
    Turn turn = std::move(turns_.front());
    turns_.pop_front();
    Entry entry = std::move(turn.entries.front());
    turn.entries.pop_front();
    --size_;
    if (!turn.entries.empty()) turns_.push_back(std::move(turn));
    return entry;
}

TimePoint SendQueue::next_ready(TimePoint now) const {
    if (!urgent_.empty()) return now;
    if (size_ == 0) return TimePoint::max();
    if (interval_ == Duration(0) || !refilled_at_) return now;
    const double missing = 1 - tokens_;
    if (missing <= 0) return now;
    return *refilled_at_ + std::chrono::ceil<Duration>(missing * std::chrono::duration<double>(interval_));
}

void SendQueue::fail_all(const Error& error) {
    urgent_.clear();
    for (Turn& turn : std::exchange(turns_, {}))
        for (Entry& entry : turn.entries)
            if (entry.ticket) entry.ticket->settle(error);
    size_ = 0;
}

}  // namespace confab::irc
