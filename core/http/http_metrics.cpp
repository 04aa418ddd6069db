#include "core/http/http_metrics.hpp"

namespace confab::core {

HttpMetrics::HttpMetrics(Metrics& m)
    : requests(m.counter("confab_http_requests_total")),
      failures(m.counter("confab_http_failures_total")),
      attempts(m.counter("confab_http_attempts_total")),
      connections_opened(m.counter("confab_http_connections_opened_total")),
      connections_reused(m.counter("confab_http_connections_reused_total")),
      stale_replays(m.counter("confab_http_stale_replays_total")),
      retries(m.counter("confab_http_retries_total")),
      budget_exhausted(m.counter("confab_http_retry_budget_exhausted_total")),
      timeouts(m.counter("confab_http_timeouts_total")),
      overloaded(m.counter("confab_http_overloaded_total")),
      redirects(m.counter("confab_http_redirects_total")),
      cache_hits(m.counter("confab_http_cache_hits_total")),
      cache_misses(m.counter("confab_http_cache_misses_total")),
      cache_revalidated(m.counter("confab_http_cache_revalidated_total")),
      cache_collapsed(m.counter("confab_http_cache_collapsed_total")),
      cache_entries(m.gauge("confab_http_cache_entries")),
      cache_bytes(m.gauge("confab_http_cache_bytes")),
      pool_idle(m.gauge("confab_http_pool_idle")),
      pool_active(m.gauge("confab_http_pool_active")),
      pool_waiting(m.gauge("confab_http_pool_waiting")),
      classes_{&m.counter("confab_http_responses_total", "code=\"other\""),
               &m.counter("confab_http_responses_total", "code=\"1xx\""),
               &m.counter("confab_http_responses_total", "code=\"2xx\""),
               &m.counter("confab_http_responses_total", "code=\"3xx\""),
               &m.counter("confab_http_responses_total", "code=\"4xx\""),
               &m.counter("confab_http_responses_total", "code=\"5xx\"")} {}

}  // namespace confab::core
