#pragma once
/// From the typed options of bot.yaml to the settings of the parts of the core.

#include "core/config/config.hpp"
#include "core/http/config.hpp"
#include "core/log/log.hpp"
#include "core/net/proxy_rules.hpp"
#include "core/net/transport.hpp"
#include "core/plugin/plugin_system.hpp"
#include "core/redis/config.hpp"
#include "core/straico/core_straico.hpp"

namespace confab::core {

HttpConfig http_settings(const Config& config);
TransportConfig transport_settings(const Config& config);
/// Nothing when no Redis is configured. Errors: invalid_argument, for a URL that is none.
Result<std::optional<RedisCacheConfig>> redis_settings(const Config& config);
/// What bot.yaml says, or else the environment. Errors: invalid_argument.
Result<ProxyRules> proxy_settings(const Config& config);
StraicoConfig straico_settings(const Config& config);
PluginSystemConfig plugin_settings(const Config& config);
/// Colours only on a terminal, and not with NO_COLOR.
LogConfig log_settings(const Config& config);
/// For what runs without a bot.yaml: the level of `--log`, warnings when it was not given.
LogConfig log_settings(const std::string& level);

}  // namespace confab::core
