#pragma once
/// One connection to Redis, used by many callers at once: commands are pipelined by one writer, and one
/// reader hands out the replies in order.

#include <deque>
#include <memory>
#include <string>

#include "confab/service/clock.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/stream.hpp"
#include "core/redis/resp.hpp"

namespace confab::core {

class RedisConnectionLimits {
public:
    std::size_t max_pending = 1000;             ///< Commands without a reply; more are refused.
    std::size_t max_unsent = 16 * 1024 * 1024;  ///< Bytes that wait to be written.
    unsigned max_timeouts = 3;                  ///< In a row; then the connection is dropped.
    Duration stall{2'000};                      ///< No reply for this long although one is due: dropped.
    RespLimits replies;
};

/// I/O thread only. Shared by its two tasks, by the client and by callers that wait for a reply: each of them
/// may be the last.
class RedisConnection {
public:
    RedisConnection(std::unique_ptr<Stream> stream, Clock& clock, RedisConnectionLimits limits,
                    Counter& bytes_in, Counter& bytes_out);

    /// The two tasks, to be spawned by the owner; both end when the connection does.
    static Task<void> read(std::shared_ptr<RedisConnection> self);
    static Task<void> write(std::shared_ptr<RedisConnection> self);

    /// Sends an encoded command and waits for its reply. A caller that leaves early, by timeout or
    /// cancellation, leaves its place in the order: the reply is discarded when it comes. An error reply is
    /// an Error. Errors: overloaded, unavailable (dropped meanwhile), timeout, and those of error replies.
    static Task<Result<RedisReply>> exchange(std::shared_ptr<RedisConnection> self, std::string command,
                                             Duration limit);

    /// Ends it; whoever waits gets an error that names `why`. Later calls change nothing.
    void drop(Error why);
    bool is_dropped() const noexcept { return dropped_; }
    /// A command timed out, and no reply has come since: better ask nothing now.
    bool is_suspect() const noexcept { return suspect_; }
    /// Returns once the connection was dropped, by either side. For one waiter.
    Task<void> ended();
    const Error& why() const noexcept { return why_; }  ///< After the end.

private:
    struct Pending {
        explicit Pending(TimePoint issued_in) : issued(issued_in) {}
        TimePoint issued;
        bool abandoned = false;
        std::optional<Result<RedisReply>> result;
        Signal done;
    };

    bool take_replies();
    void deliver(RedisReply reply);
    void timed_out(const Pending& pending);
    void mind_the_deadline();

    std::unique_ptr<Stream> stream_;
    Clock& clock_;
    RedisConnectionLimits limits_;
    Counter& bytes_in_;
    Counter& bytes_out_;
    RespDecoder decoder_;
    std::deque<std::shared_ptr<Pending>> pending_;  // shared with the caller, who may leave first
    std::string outgoing_;
    std::size_t writing_ = 0;
    Signal writable_;
    Signal ended_;
    TimePoint last_timeout_ = TimePoint::min();
    unsigned timeouts_ = 0;
    bool suspect_ = false;
    bool dropped_ = false;
    Error why_;
};

}  // namespace confab::core
