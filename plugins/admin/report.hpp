#pragma once

#include <string>
#include <vector>

#include "confab/service/directory.hpp"

namespace confab::admin {

/// One line each: "chat 0.1.0: running".
std::string plugins_report(const std::vector<PluginInfo>& plugins);
/// One line each: "libera (irc): lost, connection refused".
std::string networks_report(const std::vector<NetworkInfo>& networks);

}  // namespace confab::admin
