#include "core/app/service_totals.hpp"

#include <cstdio>
#include <string>

namespace confab::core {
namespace {

std::string share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? "-" : std::to_string(part * 100 / whole) + "%";
}

std::string coins_text(double coins) {
    char text[40];
    std::snprintf(text, sizeof text, "%.2f", coins);
    return text;
}

}  // namespace

void log_service_totals(Metrics& metrics, const StraicoLedger& ledger, Logger& log) {
    const auto total = [&](const char* name) {
        return metrics.counter(name).value();
    };
    const auto labelled = [&](const char* name, const char* label,
                              std::initializer_list<const char*> values) {
        std::uint64_t sum = 0;
        for (const char* value : values)
            sum += metrics.counter(name, std::string(label) + "=\"" + value + "\"").value();
        return sum;
    };
    const std::uint64_t opened = total("confab_http_connections_opened_total");
    const std::uint64_t reused = total("confab_http_connections_reused_total");
    const std::uint64_t received = total("confab_http_body_bytes_received_total");
    const std::uint64_t decoded = total("confab_http_body_bytes_decoded_total");
    log.info("http totals", {{"requests", total("confab_http_requests_total")},
                             {"cache_hits", total("confab_http_cache_hits_total")},
                             {"cache_misses", total("confab_http_cache_misses_total")},
                             {"cache_stale", total("confab_http_cache_stale_total")},
                             {"collapsed", total("confab_http_cache_collapsed_total")},
                             {"reused", share(reused, opened + reused)},
                             {"retries", labelled("confab_http_retries_total", "reason",
                                                  {"connect", "closed", "timeout", "429", "5xx"})},
                             {"timeouts", labelled("confab_http_timeouts_total", "phase",
                                                   {"connect", "write", "first_byte", "body", "queue"})},
                             {"bytes", received},
                             {"bytes_decoded", decoded},
                             {"coins", coins_text(ledger.total().coins)}});
}

}  // namespace confab::core
