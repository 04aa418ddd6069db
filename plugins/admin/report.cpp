#include "report.hpp"

namespace confab::admin {
namespace {

void add_list(std::string& text, const char* title, const std::vector<std::string>& items) {
    if (items.empty()) return;
    text += "\n" + std::string(title) + ":";
    for (std::size_t i = 0; i < items.size(); ++i) text += (i == 0 ? " " : ", ") + items[i];
}

}  // namespace

std::string plugins_report(const std::vector<PluginInfo>& plugins) {
    if (plugins.empty()) return "No plugins.";
    std::string text;
    for (const PluginInfo& plugin : plugins) {
        if (!text.empty()) text += '\n';
        text += plugin.id + " " + plugin.version + ": " + plugin.state;
    }
    return text;
}

std::string details_report(const PluginDetails& details) {
    std::string text = details.id + " " + details.version + ": " + details.state;
    if (details.generation > 1) text += " (generation " + std::to_string(details.generation) + ")";
    if (!details.file.empty()) text += "\nfile: " + details.file;
    add_list(text, "needs", details.needs);
    add_list(text, "offers", details.offers);
    add_list(text, "commands", details.commands);
    add_list(text, "tasks", details.tasks);
    add_list(text, "left behind", details.residue);
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
