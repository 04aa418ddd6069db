#include "core/app/settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace confab::core {
namespace {

std::size_t count(const Options& options, std::string_view key) {
    return static_cast<std::size_t>(std::max<std::int64_t>(0, options.integer(key)));
}

LogLevel level_named(std::string_view name) {
    if (name == "trace") return LogLevel::trace;
    if (name == "debug") return LogLevel::debug;
    if (name == "warn") return LogLevel::warn;
    if (name == "error") return LogLevel::error;
    return LogLevel::info;
}

}  // namespace

HttpConfig http_settings(const Config& config) {
    const Options& options = config.http;
    HttpConfig http;
    http.timeout = options.duration("timeout");
    http.connect_timeout = options.duration("connect_timeout");
    http.pool.max_total = std::max<std::size_t>(1, count(options, "max_connections"));
    http.pool.max_per_host = std::max<std::size_t>(1, count(options, "max_per_host"));
    http.pool.idle_timeout = options.duration("keep_alive");
    http.retry.max = static_cast<unsigned>(std::min<std::size_t>(10, count(options, "retries")));
    http.retry.base = options.duration("retry_base");
    http.cache.enabled = options.boolean("cache");
    http.cache.max_entries = count(options, "cache_entries");
    http.cache.default_ttl = options.duration("cache_ttl");
    http.ca_file = options.string("ca_file");
    return http;
}

TransportConfig transport_settings(const Config& config) {
    TransportConfig transport;
    transport.ca_file = config.http.string("ca_file");
    return transport;
}

StraicoConfig straico_settings(const Config& config) {
    StraicoConfig straico;
    straico.base_url = config.straico.string("base_url");
    straico.api_key = config.straico.secret("api_key");
    return straico;
}

RouterConfig router_settings(const Config& config) {
    RouterConfig router;
    router.prefix = config.bot.string("prefix");
    router.owners = config.bot.list("owners");
    return router;
}

LogConfig log_settings(const std::string& level) {
    LogConfig log;
    log.level = level.empty() ? LogLevel::warn : level_named(level);
    log.color = ::isatty(STDERR_FILENO) && !std::getenv("NO_COLOR");
    return log;
}

LogConfig log_settings(const Config& config) {
    LogConfig log = log_settings(config.log.string("level"));
    log.file = config.log.string("file");
    return log;
}

}  // namespace confab::core
