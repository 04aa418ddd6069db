#pragma once
/// Lines waiting to be sent, at the pace a network allows. Pure: time comes in, lines come out.
///
/// Urgent lines go at once and first, but take from the same allowance, so that what follows waits for them.
/// Others take turns by target: a long answer in one channel does not hold up another channel, and what is
/// short goes before what is long. Bulk goes when nothing else waits.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "send/ticket.hpp"

namespace confab::irc {

class SendQueue {
public:
    /// Ordinary lines held at most; a further one is refused, and its sender told.
    static constexpr std::size_t kCapacity = 200;
    /// Urgent lines held at most: more are only owed to a peer that asks and does not read.
    static constexpr std::size_t kUrgentCapacity = 64;

    /// A target that had so many lines in a row is a long answer, and lets others pass.
    static constexpr unsigned kShort = 4;
    /// ... but for every so many-th line, so that it goes on.
    static constexpr unsigned kLongTurn = 4;

    /// `interval` 0: no pacing.
    SendQueue(unsigned burst, Duration interval);
    void set_pace(unsigned burst, Duration interval);

    bool push_urgent(std::string line);
    /// False when full.
    bool push(std::string target, Outgoing outgoing);
    bool push(std::string target, std::string line, TicketPtr ticket = {}) {
        return push(std::move(target), Outgoing{std::move(line), {}, {}, std::move(ticket)});
    }
    bool push_bulk(std::string line);

    /// What may be sent next, now, or nothing.
    std::optional<Outgoing> pop(TimePoint now);
    /// When `pop` will have something; `max()` when nothing waits.
    TimePoint next_ready(TimePoint now) const;
    bool empty() const { return urgent_.empty() && size_ == 0 && bulk_.empty(); }
    std::size_t size() const { return size_; }

    /// Gives the whole burst back: servers do not count what was needed to register.
    void grant_burst() { tokens_ = burst_; }
    /// Drops what waits for one target, and tells whoever waits for it.
    void fail_target(std::string_view target, const Error& error);
    /// Drops everything and tells whoever waits.
    void fail_all(const Error& error);

private:
    struct Turn {
        std::string target;
        std::deque<Outgoing> entries;
        unsigned served = 0;
    };
    void refill(TimePoint now);
    Outgoing take_turn();
    /// What it takes from the allowance: one a line, up to two for a long one.
    double cost(const Outgoing& outgoing) const;

    double burst_;
    Duration interval_;
    double tokens_;  // below zero after many urgent lines
    std::optional<TimePoint> refilled_at_;
    std::deque<std::string> urgent_;
    std::deque<Turn> turns_;  // the front is next; never holds an empty one
    std::size_t size_ = 0;
    std::deque<std::string> bulk_;
    unsigned turns_taken_ = 0;
};

}  // namespace confab::irc
