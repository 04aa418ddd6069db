#pragma once
/// All settings of all plugins: declared, stored, looked up.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "confab/service/logger.hpp"
#include "confab/service/settings.hpp"
#include "core/runtime/runtime.hpp"
#include "core/runtime/turns.hpp"
#include "core/storage/database.hpp"

namespace confab::core {

/// I/O thread only. Outlives every plugin.
class SettingsStore {
public:
    /// Reads what is stored: blocking, before the loop runs.
    SettingsStore(Runtime& runtime, Database& database, Logger& log);

    /// What a plugin has; in place of what it had. Everything is copied: the library may go. Throws
    /// std::invalid_argument for a secret or a key that is there twice, std::logic_error for a default that
    /// does not fit its type. A list is given in one text, separated by commas.
    void declare(std::string_view plugin, std::span<const OptionSpec> specs);
    /// The plugin is gone; what people set is kept for its return.
    void forget(std::string_view plugin);

    /// The closest value. Throws std::logic_error for what is not declared. Valid until the next change.
    const OptionValue& value(std::string_view plugin, std::string_view key, const Channel& where) const;
    /// Durable when they return. Errors: not_found for what is not declared, with the closest name;
    /// invalid_argument says what was expected; too_large, overloaded.
    Task<Result<void>> set(std::string plugin, SettingScope scope, std::string key, std::string text);
    Task<Result<void>> clear(std::string plugin, SettingScope scope, std::string key);

    /// The same for operators; `name` is "plugin.key".
    Task<Result<void>> set_named(SettingScope scope, std::string name, std::string text);
    Task<Result<void>> clear_named(SettingScope scope, std::string name);
    /// "plugin.key = value (help)" for all that is declared, as it holds at `where`.
    std::vector<std::string> list(const Channel& where) const;

    static constexpr std::size_t kMostValues = 100'000;
    static constexpr std::size_t kLongestText = std::size_t(16) * 1024;

private:
    using ScopeKey = std::tuple<SettingScope::Kind, std::string, std::string>;  // kind, account, id
    struct Held {
        std::string text;
        OptionValue value;
    };
    struct Setting {
        OptionType type = OptionType::string;
        std::string help;
        Held fallback;
        std::map<ScopeKey, Held, std::less<>> held;
    };
    using Declared = std::map<std::string, Setting, std::less<>>;
    using Stored = std::map<ScopeKey, std::string>;

    void load();
    void take_stored(std::string_view plugin, const std::string& key, Setting& setting);
    static const Held& closest(const Setting& setting, const Channel& where);
    const Setting* find(std::string_view plugin, std::string_view key) const;
    std::string closest_name(std::string_view name) const;
    std::optional<std::pair<std::string, std::string>> split(std::string_view name) const;
    void apply(const std::string& plugin, const std::string& key, const ScopeKey& scope,
               const std::optional<std::string>& text);
    Task<Result<void>> write(std::string plugin, SettingScope scope, std::string key,
                             std::optional<std::string> text);

    Runtime& runtime_;
    Database& database_;
    Logger& log_;
    std::map<std::string, Declared, std::less<>> declared_;
    std::map<std::pair<std::string, std::string>, Stored> stored_;  // plugin and key; also of absent plugins
    std::size_t stored_count_ = 0;
    Turns turns_;
};

}  // namespace confab::core
