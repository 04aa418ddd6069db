#pragma once
/// What the HTTP client counts. Looked up once: adding to a counter costs an atomic add.

#include <array>

#include "confab/service/metrics.hpp"

namespace confab::core {

class HttpMetrics {
public:
    explicit HttpMetrics(Metrics& metrics);

    /// Counts an answer by the class of its status ("2xx").
    void answered(int status) noexcept {
        classes_[static_cast<std::size_t>(status / 100) % classes_.size()]->add();
    }

    Counter& requests;  ///< Calls of `send`, cached ones included.
    Counter& failures;  ///< Of those, that ended with an error.
    Counter& attempts;  ///< Requests put on the wire.
    Counter& connections_opened;
    Counter& connections_reused;
    Counter& stale_replays;  ///< Repeated because a kept connection turned out to be closed.
    Counter& retries;
    Counter& budget_exhausted;
    Counter& timeouts;
    Counter& overloaded;
    Counter& redirects;
    Counter& cache_hits;
    Counter& cache_misses;
    Counter& cache_revalidated;
    Counter& cache_collapsed;  ///< Waited for another's identical request.
    Gauge& cache_entries;
    Gauge& cache_bytes;
    Gauge& pool_idle;
    Gauge& pool_active;
    Gauge& pool_waiting;

private:
    std::array<Counter*, 6> classes_;
};

}  // namespace confab::core
