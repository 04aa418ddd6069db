#pragma once
/// Decides when a REST call may leave (Discord documentation, "Rate Limits"). Pure: fed with time and
/// answers.
///
/// A call takes a ticket, asks `admit` until it may go, and hands in its answer with `settle`, which says
/// whether it is to be repeated. Calls of one bucket go one after the other in ticket order; buckets are
/// independent.

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "confab/task.hpp"
#include "route.hpp"

namespace confab::discord {

/// What an answer says about limits.
class LimitReport {
public:
    LimitReport() = default;
    explicit LimitReport(const HttpResponse& response);

    int status = 0;
    std::string bucket;  ///< X-RateLimit-Bucket
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining;
    std::optional<Duration> reset_after;  ///< Never the absolute X-RateLimit-Reset: clocks differ.
    std::optional<Duration> retry_after;  ///< Of a 429: the body's exact value, else the header's.
    bool global = false;
    bool shared = false;
    bool banned = false;  ///< A 429 that is not the API's own (Cloudflare, HTML): the address is blocked.
};

class RateLimiter {
public:
    using Ticket = std::uint64_t;
    static constexpr std::size_t kMaxWaiting = 1'000;  ///< Calls waiting in all; more is refused.
    static constexpr std::size_t kMaxBuckets = 2'000;  ///< Idle ones beyond are forgotten.
    static constexpr std::size_t kGlobalPerSecond = 50;
    static constexpr unsigned kMaxRepeats = 5;      ///< 429s one call may meet.
    static constexpr unsigned kMaxInvalid = 9'000;  ///< Of the 10,000 per 10 minutes before a ban.
    static constexpr Duration kInvalidWindow{600'000};
    static constexpr Duration kBanPause{600'000};

    struct Admission {
        bool go = false;
        TimePoint retry_at = TimePoint::max();  ///< Ask again then; max: only another call's end can help.
    };
    enum class Verdict { done, repeat };

    /// Errors: overloaded, unauthorized (the token was refused before), rate_limited (too many invalid
    /// requests).
    Result<Ticket> enter(const Route& route, TimePoint now);
    Admission admit(Ticket ticket, TimePoint now);
    /// `repeat`: the call keeps its ticket and its place, and asks `admit` again.
    Verdict settle(Ticket ticket, const LimitReport& report, TimePoint now);
    /// The ticket is given back: done, failed or abandoned.
    void leave(Ticket ticket);

    /// Tickets that may be able to go after the last `settle` or `leave`: to be woken.
    std::vector<Ticket> heads() const;
    /// A 401 was seen: nothing goes out any more.
    bool is_refused() const { return refused_; }
    std::size_t bucket_count() const { return buckets_.size(); }

private:
    struct Bucket {
        std::set<Ticket> queue;
        unsigned in_flight = 0;
        std::int64_t limit = 1;
        std::int64_t remaining = 1;
        TimePoint reset_at{};
    };
    struct Call {
        Route route;
        Bucket* bucket;
        bool in_flight = false;
        unsigned repeats = 0;
    };

    std::string bucket_key(const Route& route) const;
    Bucket& bucket_for(const Route& route);
    void learn_bucket(const Route& route, const std::string& hash);
    void note_limits(Bucket& bucket, const LimitReport& report, TimePoint now);
    void block(Call& call, const LimitReport& report, TimePoint now);
    void count_invalid(TimePoint now);
    TimePoint blocked_until(const Call& call) const;
    TimePoint global_free_at(TimePoint now);
    void sweep(TimePoint now);

    Ticket last_ticket_ = 0;
    std::map<Ticket, Call> calls_;
    std::map<std::string, Bucket> buckets_;  // by hash (or family, while unknown) and major; stable addresses
    std::map<std::string, std::string> hashes_;   // by family
    std::map<std::string, TimePoint> sublimits_;  // by route key
    std::deque<TimePoint> recent_;                // starts within the last second
    TimePoint global_until_{};
    TimePoint banned_until_{};
    TimePoint invalid_since_{};
    unsigned invalid_ = 0;
    bool refused_ = false;
};

}  // namespace confab::discord
