#pragma once
/// The knobs of the HTTP client; the defaults are those of `services: http:` in bot.yaml.

#include <cstddef>
#include <string>

#include "confab/task.hpp"

namespace confab::core {

class HttpPoolConfig {
public:
    std::size_t max_total = 10;
    std::size_t max_per_host = 5;
    std::size_t max_stream = 64;             ///< Connections of the `stream` lane, counted apart.
    Duration idle_timeout{30'000};           ///< Shorter when the server's Keep-Alive says so.
    Duration max_age{600'000};               ///< Then a new connection, so that a moved name is noticed.
    Duration nonidempotent_max_idle{2'000};  ///< A POST takes no connection that has been idle for longer.
    std::size_t queue_limit = 100;
    Duration queue_timeout{10'000};
};

class HttpRetryConfig {
public:
    unsigned max = 2;
    Duration base{500};
    Duration cap{20'000};
    double budget_tokens = 20;  ///< Per host: a retry costs one, one after a timeout two; empty: no retries.
    double budget_per_success = 0.2;
};

class HttpCacheConfig {
public:
    bool enabled = true;
    std::size_t max_entries = 100;
    std::size_t max_bytes = 16 * 1024 * 1024;
    std::size_t max_entry_bytes = 1024 * 1024;
    Duration default_ttl{300'000};  ///< Where the answer gives no freshness.
};

class HttpConfig {
public:
    Duration timeout{30'000};          ///< Total, over all attempts, where the request names none.
    Duration connect_timeout{10'000};  ///< Name, TCP and TLS.
    HttpPoolConfig pool;
    HttpRetryConfig retry;
    HttpCacheConfig cache;
    std::size_t max_header = 16 * 1024;
    double max_inflate_ratio = 100;  ///< Enforced beyond `inflate_ratio_from` decoded bytes.
    std::size_t inflate_ratio_from = 1024 * 1024;
    unsigned max_redirects = 5;
    std::string user_agent;  ///< Empty: "Confab/<version>".
    std::string ca_file;     ///< Trusted besides the system's certificates.
};

}  // namespace confab::core
