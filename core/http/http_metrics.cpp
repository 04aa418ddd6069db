#include "core/http/http_metrics.hpp"

#include <string>

namespace confab::core {
namespace {

template <std::size_t N>
std::array<Counter*, N> labelled(Metrics& metrics, const char* name, const char* label,
                                 const char* const (&values)[N]) {
    std::array<Counter*, N> counters{};
    for (std::size_t i = 0; i < N; ++i)
        counters[i] = &metrics.counter(name, std::string(label) + "=\"" + values[i] + "\"");
    return counters;
}

}  // namespace

HttpMetrics::HttpMetrics(Metrics& m)
    : requests(m.counter("confab_http_requests_total")),
      failures(m.counter("confab_http_failures_total")),
      attempts(m.counter("confab_http_attempts_total")),
      connections_opened(m.counter("confab_http_connections_opened_total")),
      connections_reused(m.counter("confab_http_connections_reused_total")),
      stale_replays(m.counter("confab_http_stale_replays_total")),
      budget_exhausted(m.counter("confab_http_retry_budget_exhausted_total")),
      overloaded(m.counter("confab_http_overloaded_total")),
      redirects(m.counter("confab_http_redirects_total")),
      hedges(m.counter("confab_http_hedges_total")),
      hedges_won(m.counter("confab_http_hedges_won_total")),
      breaker_opened(m.counter("confab_http_breaker_opened_total")),
      breaker_refused(m.counter("confab_http_breaker_refused_total")),
      refused(m.counter("confab_http_reach_refused_total")),
      bytes_received(m.counter("confab_http_body_bytes_received_total")),
      bytes_decoded(m.counter("confab_http_body_bytes_decoded_total")),
      cache_hits(m.counter("confab_http_cache_hits_total")),
      cache_misses(m.counter("confab_http_cache_misses_total")),
      cache_revalidated(m.counter("confab_http_cache_revalidated_total")),
      cache_stale(m.counter("confab_http_cache_stale_total")),
      cache_collapsed(m.counter("confab_http_cache_collapsed_total")),
      cache_shared_hits(m.counter("confab_http_cache_shared_hits_total")),
      cache_evicted(m.counter("confab_http_cache_evicted_total")),
      cache_entries(m.gauge("confab_http_cache_entries")),
      cache_bytes(m.gauge("confab_http_cache_bytes")),
      pool_idle(m.gauge("confab_http_pool_idle")),
      pool_active(m.gauge("confab_http_pool_active")),
      pool_waiting(m.gauge("confab_http_pool_waiting")),
      breakers_open(m.gauge("confab_http_breakers_open")),
      classes_(
          labelled(m, "confab_http_responses_total", "code", {"other", "1xx", "2xx", "3xx", "4xx", "5xx"})),
      retries_(
          labelled(m, "confab_http_retries_total", "reason", {"connect", "closed", "timeout", "429", "5xx"})),
      timeouts_(labelled(m, "confab_http_timeouts_total", "phase",
                         {"connect", "write", "first_byte", "body", "queue"})) {}

}  // namespace confab::core
