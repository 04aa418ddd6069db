#pragma once

#include <string>
#include <vector>

#include "confab/service/directory.hpp"
#include "confab/service/plugin_control.hpp"

namespace confab::admin {

/// One line each: "chat 0.1.0: running".
std::string plugins_report(const std::vector<PluginInfo>& plugins);
/// What an operator wants to know of one plugin, a line each.
std::string details_report(const PluginDetails& details);
/// One line each: "libera (irc): lost, connection refused".
std::string networks_report(const std::vector<NetworkInfo>& networks);

}  // namespace confab::admin
