#pragma once
/// Service: loading, unloading and reloading plugins of the running bot, and setting their settings.

#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/settings.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// What a plugin is made of, for an operator.
class PluginDetails {
public:
    std::string id;
    std::string version;
    std::string state;  ///< As in PluginInfo.
    std::string file;
    std::vector<std::string> needs;
    std::vector<std::string> offers;
    std::vector<std::string> commands;
    std::vector<std::string> tasks;    ///< Names of what runs in the background now.
    unsigned generation = 0;           ///< 1 after the first start; one more with each reload.
    std::vector<std::string> residue;  ///< What earlier generations left behind.
};

/// Errors are sentences for the operator. What ends the plugin that asks (itself, or one whose service it
/// needs) is begun, and goes on after this returned. I/O thread only.
class CONFAB_API PluginControl {
public:
    static constexpr const char* kServiceId = "confab.plugin_control/1";
    virtual ~PluginControl();

    /// Starts a plugin that is not running, from the file `confab_<id>.so` where plugins are looked for.
    virtual Task<Result<std::string>> load(std::string id) = 0;
    virtual Task<Result<std::string>> unload(std::string id) = 0;
    /// Puts the file's present content in the place of what runs; when that fails, what ran before goes on.
    virtual Task<Result<std::string>> reload(std::string id) = 0;
    virtual Result<PluginDetails> details(const std::string& id) const = 0;

    /// `key` is "plugin.setting".
    virtual Task<Result<void>> set_setting(SettingScope scope, std::string key, std::string text) = 0;
    virtual Task<Result<void>> clear_setting(SettingScope scope, std::string key) = 0;
    /// "plugin.setting = value (help)", for all settings as they hold at `where`.
    virtual std::vector<std::string> settings(const Channel& where) const = 0;
};

}  // namespace confab::inline v1
