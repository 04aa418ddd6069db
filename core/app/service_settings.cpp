// `services:` of bot.yaml to the settings of the central services.
#include <algorithm>
#include <cstdlib>

#include "core/app/settings.hpp"

namespace confab::core {
namespace {

std::size_t count(const Options& options, std::string_view key, std::int64_t least = 0) {
    return static_cast<std::size_t>(std::max(least, options.integer(key)));
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
    return out;
}

template <class T, class Read>
std::optional<T> given(const Options& options, std::string_view key, Read read) {
    if (!options.has(key)) return std::nullopt;
    return read(key);
}

HttpHostConfig host_settings(const Options& options) {
    const auto duration = [&](std::string_view key) {
        return options.duration(key);
    };
    const auto boolean = [&](std::string_view key) {
        return options.boolean(key);
    };
    HttpHostConfig host;
    host.timeout = given<Duration>(options, "timeout", duration);
    host.connect_timeout = given<Duration>(options, "connect_timeout", duration);
    host.retry_base = given<Duration>(options, "retry_base", duration);
    host.cache_ttl = given<Duration>(options, "cache_ttl", duration);
    host.breaker = given<bool>(options, "breaker", boolean);
    host.cache = given<bool>(options, "cache", boolean);
    if (options.has("max_per_host")) host.max_per_host = count(options, "max_per_host", 1);
    if (options.has("retries"))
        host.retries = static_cast<unsigned>(std::min<std::size_t>(10, count(options, "retries")));
    if (options.has("ca_file")) host.ca_file = options.string("ca_file");
    if (options.has("pins")) host.pins = options.list("pins");
    if (options.has("proxy")) {
        const std::string& proxy = options.string("proxy");
        host.proxy = proxy == "none" ? std::string() : proxy;
    }
    return host;
}

HttpCacheConfig cache_settings(const Options& options) {
    HttpCacheConfig cache;
    cache.enabled = options.boolean("enabled");
    cache.max_entries = count(options, "entries");
    cache.max_bytes = count(options, "megabytes") * 1024 * 1024;
    cache.default_ttl = options.duration("ttl");
    cache.stale_if_error = options.duration("stale_if_error");
    return cache;
}

}  // namespace

HttpConfig http_settings(const Config& config) {
    const Options& options = config.services.http;
    HttpConfig http;
    http.timeout = options.duration("timeout");
    http.connect_timeout = options.duration("connect_timeout");
    http.stream_idle = options.duration("stream_idle");
    http.pool.max_total = count(options, "max_connections", 1);
    http.pool.max_per_host = count(options, "max_per_host", 1);
    http.pool.max_stream = count(options, "max_streams", 1);
    http.pool.idle_timeout = options.duration("keep_alive");
    http.pool.max_age = options.duration("max_age");
    http.pool.queue_limit = count(options, "queue_limit");
    http.pool.queue_timeout = options.duration("queue_timeout");
    http.retry.max = static_cast<unsigned>(std::min<std::size_t>(10, count(options, "retries")));
    http.retry.base = options.duration("retry_base");
    http.retry.attempt_timeout = options.duration("attempt_timeout");
    http.retry.budget_tokens = static_cast<double>(count(options, "retry_budget"));
    http.breaker.enabled = options.boolean("breaker");
    http.breaker.consecutive = static_cast<unsigned>(count(options, "breaker_failures", 1));
    http.breaker.open = options.duration("breaker_open");
    http.max_redirects = static_cast<unsigned>(count(options, "max_redirects"));
    http.ca_file = options.string("ca_file");
    http.cache = cache_settings(config.services.cache);
    for (const auto& [name, host] : config.services.hosts) http.hosts.emplace(name, host_settings(host));
    return http;
}

TransportConfig transport_settings(const Config& config) {
    const Options& dns = config.services.dns;
    TransportConfig transport;
    transport.ca_file = config.services.http.string("ca_file");
    transport.dns.ttl_min = dns.duration("ttl_min");
    transport.dns.ttl_max = std::max(dns.duration("ttl_max"), transport.dns.ttl_min);
    transport.dns.negative_ttl = dns.duration("negative_ttl");
    transport.dns.serve_stale = dns.duration("serve_stale");
    transport.dns.servers = joined(dns.list("servers"));
    return transport;
}

Result<std::optional<RedisCacheConfig>> redis_settings(const Config& config) {
    const Options& options = config.services.cache;
    std::optional<RedisCacheConfig> out;
    if (options.string("redis").empty()) return out;
    Result<RedisConfig> server = parse_redis_url(options.string("redis"));
    if (!server) return server.error();
    const Secret& password = options.secret("redis_password");
    if (!password.empty()) server->password = password;
    server->ca_file = options.string("redis_ca_file");
    server->command_timeout = options.duration("redis_timeout");
    out.emplace();
    out->server = std::move(*server);
    out->prefix = options.string("redis_prefix");
    return out;
}

Result<ProxyRules> proxy_settings(const Config& config) {
    const Options& options = config.services.http;
    std::string proxy = options.string("proxy");
    if (proxy == "none") return ProxyRules();
    if (proxy.empty())
        return ProxyRules::from_environment([](const char* name) {
            const char* const value = std::getenv(name);
            return std::string(value ? value : "");
        });
    const std::string& user = options.string("proxy_user");
    if (const std::size_t scheme = proxy.find("://"); !user.empty() && scheme != std::string::npos) {
        const std::string credentials =
            url_encode(user) + ":" + url_encode(options.secret("proxy_password").reveal()) + "@";
        proxy.insert(scheme + 3, credentials);
    }
    return ProxyRules::from_config(proxy, joined(options.list("no_proxy")));
}

StraicoConfig straico_settings(const Config& config) {
    const Options& options = config.services.straico;
    StraicoConfig straico;
    straico.base_url = options.string("base_url");
    straico.api_key = options.secret("api_key");
    straico.chat_timeout = options.duration("chat_timeout");
    straico.prompt_timeout = options.duration("prompt_timeout");
    straico.image_timeout = options.duration("image_timeout");
    straico.image_timeout_each = options.duration("image_timeout_each");
    straico.image_timeout_least = options.duration("image_timeout_least");
    straico.upload_timeout = options.duration("upload_timeout");
    straico.video_timeout = options.duration("video_timeout");
    straico.speech_timeout = options.duration("speech_timeout");
    straico.rag_timeout = options.duration("rag_timeout");
    straico.agent_timeout = options.duration("agent_timeout");
    straico.user_lifetime = options.duration("user_lifetime");
    straico.low_balance = static_cast<double>(options.integer("low_balance"));
    return straico;
}

}  // namespace confab::core
