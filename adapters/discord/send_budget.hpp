#pragma once
/// How often a client may send on one gateway connection: 120 payloads in 60 seconds, beats included. More is
/// answered with close code 4008 (Discord documentation, "Rate Limiting" of the gateway).

#include <deque>

#include "confab/task.hpp"

namespace confab::discord {

class SendBudget {
public:
    static constexpr std::size_t kLimit = 120;
    static constexpr std::size_t kReserve = 10;  ///< Kept free for beats, identify and resume.
    static constexpr Duration kWindow{60'000};

    /// A new connection starts with an empty window.
    void clear() { sent_.clear(); }

    /// Takes one send if there is room; what is not urgent leaves the reserve alone.
    bool take(bool urgent, TimePoint now) {
        while (!sent_.empty() && now - sent_.front() >= kWindow) sent_.pop_front();
        if (sent_.size() >= (urgent ? kLimit : kLimit - kReserve)) return false;
        sent_.push_back(now);
        return true;
    }

    /// When something that is not urgent may be sent; in the past when it may be sent now.
    TimePoint free_at() const {
        if (sent_.size() < kLimit - kReserve) return TimePoint::min();
        return sent_[sent_.size() - (kLimit - kReserve)] + kWindow;
    }

private:
    std::deque<TimePoint> sent_;
};

}  // namespace confab::discord
