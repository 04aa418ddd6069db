#pragma once
/// Whether and when to try again. Pure: outcome, time left and a random number in, a delay out.

#include <map>
#include <optional>
#include <string>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "core/http/config.hpp"

namespace confab::core {

/// One attempt that did not bring what was asked for.
class FailedAttempt {
public:
    FailedAttempt(bool idempotent_in, unsigned retries_in, Duration time_left_in)
        : idempotent(idempotent_in), retries(retries_in), time_left(time_left_in) {}
    bool idempotent;
    unsigned retries;  ///< Done before this one.
    Duration time_left;
    std::optional<Duration> retry_after;  ///< What the peer asked for.
};

class RetryPolicy {
public:
    explicit RetryPolicy(const HttpRetryConfig& config) : config_(config) {}

    /// 429 and 503 say that nothing was done: repeated always. 500, 502 and 504 may hide an effect, and so
    /// may a connection that broke after the request had gone: repeated only when idempotent.
    bool is_retryable(int status, bool idempotent) const noexcept;
    bool is_retryable(const Error& error, bool idempotent) const noexcept;

    /// Full jitter: uniform in [0, min(cap, base * 2^retries)), or what the peer asked for. Nothing when the
    /// retries are used up or the wait would outlast the time left. `random` in [0, 1).
    std::optional<Duration> delay(const FailedAttempt& attempt, double random) const noexcept;

private:
    HttpRetryConfig config_;
};

/// Keeps retries from multiplying the load on a host that fails: they are paid from what its successes earn.
class RetryBudget {
public:
    explicit RetryBudget(const HttpRetryConfig& config) : config_(config) {}
    void on_success(const std::string& origin);
    /// Takes the price of a retry (1, after a timeout 2); false when the host has not earned it.
    bool spend(const std::string& origin, bool after_timeout);

private:
    static constexpr std::size_t kMaxOrigins = 256;
    double& tokens(const std::string& origin);
    HttpRetryConfig config_;
    std::map<std::string, double> tokens_;  // hosts without an entry have the full budget
};

}  // namespace confab::core
