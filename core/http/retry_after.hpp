#pragma once

#include <optional>

#include "confab/service/http_client.hpp"

namespace confab::core {

/// When the answer says to come back: Retry-After in seconds (also with a fraction) or as a date, Discord's
/// X-RateLimit-Reset-After, and in a JSON body `retry_after` (seconds) or Matrix' `retry_after_ms`.
std::optional<Duration> retry_after(const HttpResponse& response, WallTime now);

/// "Keep-Alive: timeout=5" minus two seconds, for the time our next request needs to get there.
std::optional<Duration> keep_alive_hint(const HttpHeaders& headers);

}  // namespace confab::core
