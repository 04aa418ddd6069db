#pragma once
/// What an error reply of Redis means to a caller. Pure.

#include <string_view>

#include "confab/result.hpp"

namespace confab::core {

/// `text` is the error's line, "LOADING Redis is loading ...". Only its first word gets into the Error: the
/// rest may quote arguments.
/// unavailable: LOADING, READONLY, MASTERDOWN, CLUSTERDOWN, TRYAGAIN, BUSY, MISCONF, NOREPLICAS;
/// unauthorized: NOAUTH, WRONGPASS, and the ERR of an old server about a password; forbidden: NOPERM, DENIED;
/// overloaded: OOM, and ERR about the number of clients; not_found: NOSCRIPT; unsupported: MOVED, ASK;
/// anything else: upstream.
Error to_redis_error(std::string_view text);

}  // namespace confab::core
