#include "core/app/settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace confab::core {
namespace {

LogLevel level_named(std::string_view name) {
    if (name == "trace") return LogLevel::trace;
    if (name == "debug") return LogLevel::debug;
    if (name == "warn") return LogLevel::warn;
    if (name == "error") return LogLevel::error;
    return LogLevel::info;
}

}  // namespace

PluginSystemConfig plugin_settings(const Config& config) {
    PluginSystemConfig plugins;
    plugins.router.prefix = config.bot.string("prefix");
    plugins.unmap = config.bot.boolean("unmap_plugins");
    plugins.router.owners = config.bot.list("owners");
    plugins.roles = config.roles;
    plugins.router.language = config.bot.string("language");
    return plugins;
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
