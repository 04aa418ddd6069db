#pragma once

#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/straico.hpp"

namespace confab::core {

/// One line at info about what the central services did: how much was answered from the cache, over kept
/// connections, after retries, and what it cost.
void log_service_totals(Metrics& metrics, const StraicoLedger& ledger, Logger& log);

}  // namespace confab::core
