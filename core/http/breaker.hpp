#pragma once
/// Circuit breakers: a host that keeps failing is left alone for a while. Pure: time and randomness are
/// arguments.

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "core/http/config.hpp"

namespace confab::core {

/// Closed: requests pass and are counted. Open: none passes. Half-open, once the time is over: one probe
/// passes, and its outcome closes the breaker or opens it for twice as long.
class Breaker {
public:
    enum class State : unsigned char { closed, open, half_open };

    explicit Breaker(const HttpBreakerConfig& config) : config_(config) {}

    /// Nothing: go ahead (and report the outcome). Else how long to stay away.
    std::optional<Duration> blocks(TimePoint now);
    void on_success(TimePoint now);
    /// `random` in [0, 1) spreads the moment of the next probe. True when this opened it.
    bool on_failure(TimePoint now, double random);
    /// The outcome stays unknown (cancelled): another probe may go.
    void on_abandoned() noexcept { probing_ = false; }

    State state() const noexcept { return state_; }
    /// Nothing bad is remembered.
    bool is_clean(TimePoint now) const noexcept;

private:
    struct Call {
        TimePoint at;
        bool failed;
    };
    void note(TimePoint now, bool failed);
    bool trips() const;
    void open(TimePoint now, double random);

    HttpBreakerConfig config_;
    State state_ = State::closed;
    unsigned failures_in_a_row_ = 0;
    std::deque<Call> calls_;  // of the window, bounded
    std::size_t failed_calls_ = 0;
    TimePoint until_;
    Duration last_open_{0};
    bool probing_ = false;
};

/// One breaker per key (host and lane), made at its first failure and forgotten when all is well again:
/// healthy hosts cost nothing. Bounded; closed ones are forgotten first.
class Breakers {
public:
    explicit Breakers(const HttpBreakerConfig& config) : config_(config) {}
    bool empty() const noexcept { return breakers_.empty(); }
    Breaker* find(const std::string& key);
    Breaker& of(const std::string& key);
    void forget(const std::string& key) { breakers_.erase(key); }
    std::size_t open() const noexcept;  ///< How many are not closed.

private:
    static constexpr std::size_t kMax = 256;
    HttpBreakerConfig config_;
    std::map<std::string, Breaker> breakers_;
};

}  // namespace confab::core
