#include "core/settings/plugin_settings.hpp"

namespace confab::core {

const OptionValue& PluginSettings::value(std::string_view key, const Channel& where) const {
    return store_.value(plugin_, key, where);
}

Task<Result<void>> PluginSettings::set(SettingScope scope, std::string key, std::string text) {
    return store_.set(plugin_, std::move(scope), std::move(key), std::move(text));
}

Task<Result<void>> PluginSettings::clear(SettingScope scope, std::string key) {
    return store_.clear(plugin_, std::move(scope), std::move(key));
}

}  // namespace confab::core
