#include "report.hpp"

namespace confab::admin {

std::string plugins_report(const std::vector<PluginInfo>& plugins) {
    if (plugins.empty()) return "No plugins.";
    std::string text;
    for (const PluginInfo& plugin : plugins) {
        if (!text.empty()) text += '\n';
        text += plugin.id + " " + plugin.version + ": " + plugin.state;
    }
    return text;
}

std::string networks_report(const std::vector<NetworkInfo>& networks) {
    if (networks.empty()) return "No networks.";
    std::string text;
    for (const NetworkInfo& network : networks) {
        if (!text.empty()) text += '\n';
        text += network.account.str() + " (" + network.platform + "): ";
        text += to_string(network.state);
        if (!network.reason.empty()) text += ", " + network.reason;
    }
    return text;
}

}  // namespace confab::admin
