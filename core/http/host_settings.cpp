#include "core/http/host_settings.hpp"

namespace confab::core {

HostRules::HostRules(const HttpConfig& config) {
    general_.timeout = config.timeout;
    general_.connect_timeout = config.connect_timeout;
    general_.max_per_host = config.pool.max_per_host;
    general_.retry = config.retry;
    general_.breaker = config.breaker.enabled;
    general_.cache_ttl = config.cache.default_ttl;
    general_.ca_file = config.ca_file;
    for (const auto& [name, own] : config.hosts) {
        HostSettings settings = general_;
        settings.timeout = own.timeout.value_or(general_.timeout);
        settings.connect_timeout = own.connect_timeout.value_or(general_.connect_timeout);
        settings.max_per_host = own.max_per_host.value_or(general_.max_per_host);
        settings.retry.max = own.retries.value_or(general_.retry.max);
        settings.retry.base = own.retry_base.value_or(general_.retry.base);
        settings.breaker = own.breaker.value_or(general_.breaker);
        settings.cache = own.cache;
        settings.cache_ttl = own.cache_ttl.value_or(general_.cache_ttl);
        settings.ca_file = own.ca_file.value_or(general_.ca_file);
        settings.pins = own.pins;
        settings.proxy = own.proxy;
        hosts_.emplace(name, std::move(settings));
    }
}

}  // namespace confab::core
