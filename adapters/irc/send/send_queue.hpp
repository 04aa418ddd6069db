#pragma once
/// Lines waiting to be sent, at the pace a network allows. Pure: time comes in, lines come out.
///
/// Urgent lines go at once and first, but take from the same allowance, so that what follows waits for them.
/// Others take turns by target: a long answer in one channel does not hold up another channel.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::irc {

/// What becomes of one line. Shared by the queue and the task that waits for the outcome.
class Ticket {
public:
    void settle(Result<void> result) {
        if (result_) return;
        result_ = std::move(result);
        settled_.notify();
    }
    /// Nobody waits any more: the line need not be sent.
    void abandon() { abandoned_ = true; }
    bool is_abandoned() const { return abandoned_; }
    Signal& settled() { return settled_; }
    const std::optional<Result<void>>& result() const { return result_; }

private:
    Signal settled_;
    std::optional<Result<void>> result_;
    bool abandoned_ = false;
};
using TicketPtr = std::shared_ptr<Ticket>;

class SendQueue {
public:
    /// Ordinary lines held at most; a further one is refused, and its sender told.
    static constexpr std::size_t kCapacity = 200;
    /// Urgent lines held at most: more are only owed to a peer that asks and does not read.
    static constexpr std::size_t kUrgentCapacity = 64;

    struct Entry {
        std::string line;
        TicketPtr ticket;  // may be empty
    };

    /// `interval` 0: no pacing.
    SendQueue(unsigned burst, Duration interval);

    bool push_urgent(std::string line);
    /// False when full.
    bool push(std::string target, std::string line, TicketPtr ticket = {});

    /// The next line that may be sent now, or nothing.
    std::optional<Entry> pop(TimePoint now);
    /// When `pop` will have something; `max()` when nothing waits.
    TimePoint next_ready(TimePoint now) const;
    bool empty() const { return urgent_.empty() && size_ == 0; }
    std::size_t size() const { return size_; }

    /// Gives the whole burst back: servers do not count what was needed to register.
    void grant_burst() { tokens_ = burst_; }
    /// Drops everything and tells whoever waits.
    void fail_all(const Error& error);

private:
    struct Turn {
        std::string target;
        std::deque<Entry> entries;
    };
    void refill(TimePoint now);
    std::optional<Entry> take_turn();

    double burst_;
    Duration interval_;
    double tokens_;  // below zero after many urgent lines
    std::optional<TimePoint> refilled_at_;
    std::deque<std::string> urgent_;
    std::deque<Turn> turns_;  // the front is next; never holds an empty one
    std::size_t size_ = 0;
};

}  // namespace confab::irc
