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

bool SendQueue::push(std::string target, Outgoing outgoing) {
    if (size_ + outgoing.line_count() > kCapacity) return false;
    size_ += outgoing.line_count();
    auto turn = std::find_if(turns_.begin(), turns_.end(), [&](const Turn& t) { return t.target == target; });
    if (turn == turns_.end()) turn = turns_.insert(turns_.end(), Turn{std::move(target), {}});
    turn->entries.push_back(std::move(outgoing));
    return true;
}

bool SendQueue::push_bulk(std::string line) {
    if (bulk_.size() >= kCapacity) return false;
    bulk_.push_back(std::move(line));
    return true;
}

void SendQueue::set_pace(unsigned burst, Duration interval) {
    burst_ = std::max(1U, burst);
    interval_ = interval;
    tokens_ = std::min(tokens_, burst_);
}

void SendQueue::refill(TimePoint now) {
    if (interval_ > Duration(0) && refilled_at_) {
        const std::chrono::duration<double> passed = now - *refilled_at_;
        tokens_ = std::min(burst_, tokens_ + passed / std::chrono::duration<double>(interval_));
    }
    refilled_at_ = now;
}

double SendQueue::cost(const Outgoing& outgoing) const {
    constexpr double kHalf = 256;
    const auto of_line = [](const std::string& line) {
        return std::max(1.0, static_cast<double>(line.size()) / kHalf);
    };
    double sum = of_line(outgoing.line);
    for (const std::string& line : outgoing.more) sum += of_line(line);
    return std::min(sum, std::max(burst_, 2.0));  // a client batch counts as a burst: the server offered it
}

std::optional<Outgoing> SendQueue::pop(TimePoint now) {
    refill(now);
    if (!urgent_.empty()) {
        Outgoing entry{std::move(urgent_.front())};
        urgent_.pop_front();
        tokens_ = std::max(tokens_ - 1, -burst_);
        return entry;
    }
    const bool may_send = interval_ == Duration(0) || tokens_ >= 1;
    while (size_ > 0 && may_send) {
        Outgoing entry = take_turn();
        if (entry.ticket && entry.ticket->is_abandoned()) continue;
        tokens_ -= cost(entry);
        return entry;
    }
    if (bulk_.empty() || !may_send) return std::nullopt;
    Outgoing entry{std::move(bulk_.front())};
    bulk_.pop_front();
    tokens_ -= 1;
    return entry;
}

Outgoing SendQueue::take_turn() {
    auto at = turns_.begin();
    if (++turns_taken_ % kLongTurn != 0) {
        const auto short_one =
            std::find_if(turns_.begin(), turns_.end(), [](const Turn& turn) { return turn.served < kShort; });
        if (short_one != turns_.end()) at = short_one;
    }
    Turn turn = std::move(*at);
    turns_.erase(at);
    Outgoing entry = std::move(turn.entries.front());
    turn.entries.pop_front();
    ++turn.served;
    size_ -= entry.line_count();
    if (!turn.entries.empty()) turns_.push_back(std::move(turn));
    return entry;
}

TimePoint SendQueue::next_ready(TimePoint now) const {
    if (!urgent_.empty()) return now;
    if (size_ == 0 && bulk_.empty()) return TimePoint::max();
    if (interval_ == Duration(0) || !refilled_at_) return now;
    const double missing = 1 - tokens_;
    if (missing <= 0) return now;
    return *refilled_at_ + std::chrono::ceil<Duration>(missing * std::chrono::duration<double>(interval_));
}

void SendQueue::fail_target(std::string_view target, const Error& error) {
    const auto at =
        std::find_if(turns_.begin(), turns_.end(), [&](const Turn& turn) { return turn.target == target; });
    if (at == turns_.end()) return;
    const Turn turn = std::move(*at);
    turns_.erase(at);
    for (const Outgoing& entry : turn.entries) size_ -= entry.line_count();
    for (const Outgoing& entry : turn.entries)
        if (entry.ticket) entry.ticket->settle(error);
}

void SendQueue::fail_all(const Error& error) {
    urgent_.clear();
    bulk_.clear();
    size_ = 0;
    for (const Turn& turn : std::exchange(turns_, {}))
        for (const Outgoing& entry : turn.entries)
            if (entry.ticket) entry.ticket->settle(error);
}

}  // namespace confab::irc
