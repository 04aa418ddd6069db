#pragma once
/// Faults a test has staged; each is used up by the first thing it fits, unless said otherwise.

#include <cstdint>
#include <deque>
#include <optional>

#include "confab/task.hpp"

namespace confab::discord_sandbox {

/// What happens to the next REST call of a bot.
enum class RestFault : std::uint8_t {
    limit_user,
    limit_shared,
    limit_global,
    html_429,
    failure_before,  ///< 500, nothing done.
    failure_after,   ///< 500, although it was done.
    drop_before,     ///< The connection closes without an answer, nothing done.
    drop_after,
    unauthorized,
};

struct Faults {
    struct Rest {
        RestFault kind;
        double seconds;  ///< retry_after of a limit.
    };
    std::deque<Rest> rest;
    unsigned refused_resumes = 0;  ///< RESUMEs answered with op 9 false.
    unsigned dropped_resumes = 0;  ///< RESUMEs answered by breaking the connection.
    unsigned refused_identifies = 0;
    unsigned silent_connections = 0;              ///< Connections without HELLO.
    unsigned doubled_messages = 0;                ///< MESSAGE_CREATEs dispatched twice.
    bool no_session_starts = false;               ///< Stays: session_start_limit.remaining is 0.
    bool enforce_limits = true;                   ///< Stays.
    Duration heartbeat_interval{41'250};          ///< Stays; for connections from now on.
    std::optional<std::int64_t> allowed_intents;  ///< Stays: others are closed with 4014.
};

}  // namespace confab::discord_sandbox
