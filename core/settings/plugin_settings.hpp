#pragma once
/// The Settings service: one plugin's view of the store.

#include <string>

#include "core/settings/settings_store.hpp"

namespace confab::core {

class PluginSettings final : public Settings {
public:
    PluginSettings(SettingsStore& store, std::string plugin) : store_(store), plugin_(std::move(plugin)) {}

    const OptionValue& value(std::string_view key, const Channel& where) const override;
    Task<Result<void>> set(SettingScope scope, std::string key, std::string text) override;
    Task<Result<void>> clear(SettingScope scope, std::string key) override;

private:
    SettingsStore& store_;
    std::string plugin_;
};

}  // namespace confab::core
