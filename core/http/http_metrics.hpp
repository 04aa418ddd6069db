#pragma once
/// What the HTTP client counts. Looked up once: adding to a counter costs an atomic add.

#include <array>

#include "confab/service/metrics.hpp"

namespace confab::core {

/// Why a request was repeated.
enum class RetryReason : unsigned char { connect, closed, timeout, status_429, status_5xx };
/// Where time ran out.
enum class TimeoutPhase : unsigned char { connect, write, first_byte, body, queue };

class HttpMetrics {
public:
    explicit HttpMetrics(Metrics& metrics);

    /// Counts an answer by the class of its status ("2xx").
    void answered(int status) noexcept {
        classes_[static_cast<std::size_t>(status / 100) % classes_.size()]->add();
    }
    Counter& retries(RetryReason why) noexcept { return *retries_[static_cast<std::size_t>(why)]; }
    Counter& timeouts(TimeoutPhase where) noexcept { return *timeouts_[static_cast<std::size_t>(where)]; }

    Counter& requests;  ///< Calls of `send` and `open`, cached ones included.
    Counter& failures;  ///< Of those, that ended with an error.
    Counter& attempts;  ///< Requests put on the wire.
    Counter& connections_opened;
    Counter& connections_reused;
    Counter& stale_replays;  ///< Repeated because a kept connection turned out to be closed.
    Counter& budget_exhausted;
    Counter& overloaded;
    Counter& redirects;
    Counter& hedges;      ///< Second copies sent.
    Counter& hedges_won;  ///< Of those, that answered first.
    Counter& breaker_opened;
    Counter& breaker_refused;  ///< Requests not sent because a breaker was open.
    Counter& refused;          ///< By `HttpReach`.
    Counter& bytes_received;   ///< Bodies as they came,
    Counter& bytes_decoded;    ///< and as they were handed out.
    Counter& cache_hits;
    Counter& cache_misses;
    Counter& cache_revalidated;
    Counter& cache_stale;        ///< Served past its time, while asking or because the origin failed.
    Counter& cache_collapsed;    ///< Waited for another's identical request.
    Counter& cache_shared_hits;  ///< Answered by the second tier.
    Counter& cache_evicted;
    Gauge& cache_entries;
    Gauge& cache_bytes;
    Gauge& pool_idle;
    Gauge& pool_active;
    Gauge& pool_waiting;
    Gauge& breakers_open;

private:
    std::array<Counter*, 6> classes_;
    std::array<Counter*, 5> retries_;
    std::array<Counter*, 5> timeouts_;
};

}  // namespace confab::core
