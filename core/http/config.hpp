#pragma once
/// The knobs of the HTTP client; the defaults are those of `services: http:` in bot.yaml.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

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
    /// One attempt of an idempotent request that names no timeout of its own: so a lost answer leaves time
    /// for another attempt.
    Duration attempt_timeout{15'000};
    double budget_tokens = 20;  ///< Per host: a retry costs one, one after a timeout two; empty: no retries.
    double budget_per_success = 0.2;
};

/// Per host and lane. A bot sends too few requests for the usual breakers, which want a hundred in half a
/// minute before they may judge: a few failures in a row are enough here, or half of a handful.
class HttpBreakerConfig {
public:
    bool enabled = true;
    unsigned consecutive = 5;  ///< Failures in a row that open it,
    double ratio = 0.5;        ///< or this share of failures
    unsigned min_calls = 10;   ///< among at least so many
    Duration window{30'000};   ///< within this time.
    Duration open{5'000};      ///< How long it stays open at first; doubled with each failed probe, jittered.
    Duration open_max{60'000};
};

class HttpCacheConfig {
public:
    bool enabled = true;
    std::size_t max_entries = 100;
    std::size_t max_bytes = 16 * 1024 * 1024;
    std::size_t max_entry_bytes = 1024 * 1024;
    Duration default_ttl{300'000};  ///< Where the answer gives no freshness.
    /// When the origin fails, an answer that expired no longer ago than this is served, marked stale, unless
    /// it forbids that. An answer's own stale-if-error comes first.
    Duration stale_if_error{3'600'000};
};

/// What `services.http.hosts.<name>` changes for one host; what is unset stays as for all.
class HttpHostConfig {
public:
    std::optional<Duration> timeout;
    std::optional<Duration> connect_timeout;
    std::optional<std::size_t> max_per_host;
    std::optional<unsigned> retries;
    std::optional<Duration> retry_base;
    std::optional<bool> breaker;
    std::optional<bool> cache;  ///< True: GETs are cached although the caller did not ask; false: never.
    std::optional<Duration> cache_ttl;  ///< Where the answer gives no freshness.
    std::optional<std::string> ca_file;
    std::vector<std::string> pins;
    std::optional<std::string> proxy;  ///< Empty: none.
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
    std::string user_agent;        ///< Empty: "Confab/<version>".
    std::string ca_file;           ///< Trusted besides the system's certificates.
    Duration stream_idle{60'000};  ///< The longest gap between two pieces of a streamed answer.
    HttpBreakerConfig breaker;
    std::map<std::string, HttpHostConfig> hosts;  ///< By lower-case host name.
    /// The proxy for a target, empty for none.
    std::function<std::string(bool tls, const std::string& host, std::uint16_t port)> proxy;
};

}  // namespace confab::core
