#pragma once
/// The knobs of a connection to Redis and of the cache in it.

#include <cstdint>
#include <string>
#include <string_view>

#include "confab/option.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::core {

class RedisConfig {
public:
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    unsigned db = 0;
    std::string username;                ///< Empty: the user "default".
    Secret password;                     ///< Empty: no AUTH.
    bool tls = false;                    ///< Certificate and host name are then always verified.
    std::string ca_file;                 ///< Trusted besides the system's authorities.
    std::string server_name;             ///< The name in the certificate, when it is not `host`.
    std::string client_name = "confab";  ///< As CLIENT LIST shows it.

    Duration connect_timeout{2'000};  ///< Name, TCP, TLS; and again for the greeting.
    Duration command_timeout{250};
    Duration stall{2'000};           ///< A due reply that is missing for this long ends the connection.
    std::size_t max_pending = 1000;  ///< Commands in flight.
    Duration reconnect_base{100};    ///< Full jitter, doubling,
    Duration reconnect_cap{30'000};  ///< up to this.
};

/// Reads "redis://[[user]:password@]host[:port][/db]", and rediss:// for TLS; the parts of the user
/// information may be percent-encoded. What a URL cannot say is left as it is by default. Errors:
/// invalid_argument, which names the part but never quotes the URL, since it may hold a password.
Result<RedisConfig> parse_redis_url(std::string_view url);

class RedisCacheConfig {
public:
    RedisConfig server;
    std::string prefix = "confab:cache:";     ///< Of every key.
    std::size_t max_value = 4 * 1024 * 1024;  ///< Larger values are not stored.
};

}  // namespace confab::core
