#pragma once
/// The PluginControl service as one plugin sees it.

#include "confab/service/plugin_control.hpp"
#include "core/plugin/supervisor.hpp"

namespace confab::core {

class CorePluginControl final : public PluginControl {
public:
    /// `caller` asks; operations run in tasks of `core`, so that the caller's end does not cut them short.
    CorePluginControl(Supervisor& supervisor, SettingsStore& settings, Owner& core, std::string caller)
        : supervisor_(supervisor), settings_(settings), core_(core), caller_(std::move(caller)) {}

    Task<Result<std::string>> load(std::string id) override;
    Task<Result<std::string>> unload(std::string id) override;
    Task<Result<std::string>> reload(std::string id) override;
    Result<PluginDetails> details(const std::string& id) const override { return supervisor_.details(id); }
    Task<Result<void>> set_setting(SettingScope scope, std::string key, std::string text) override {
        return settings_.set_named(std::move(scope), std::move(key), std::move(text));
    }
    Task<Result<void>> clear_setting(SettingScope scope, std::string key) override {
        return settings_.clear_named(std::move(scope), std::move(key));
    }
    std::vector<std::string> settings(const Channel& where) const override { return settings_.list(where); }

private:
    /// Waits for the operation, unless it ends the caller.
    Task<Result<std::string>> run(std::string what, std::string id, Task<Result<std::string>> operation);

    Supervisor& supervisor_;
    SettingsStore& settings_;
    Owner& core_;
    std::string caller_;
};

}  // namespace confab::core
