#include "core/settings/settings_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/config/options.hpp"
#include "core/storage/fields.hpp"

namespace confab::core {
namespace {

const std::string kSpace = "core/settings";

std::string_view kind_name(SettingScope::Kind kind) {
    switch (kind) {
        case SettingScope::Kind::everywhere:
            return "everywhere";
        case SettingScope::Kind::guild:
            return "guild";
        case SettingScope::Kind::channel:
            return "channel";
    }
    return "";
}

std::optional<SettingScope::Kind> kind_named(std::string_view name) {
    for (const auto kind :
         {SettingScope::Kind::everywhere, SettingScope::Kind::guild, SettingScope::Kind::channel})
        if (kind_name(kind) == name) return kind;
    return std::nullopt;
}

std::vector<std::string> parse_list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view item = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        if (!item.empty()) items.emplace_back(item);
    }
    return items;
}

Result<OptionValue> parse(OptionType type, std::string_view text) {
    if (type == OptionType::list) return OptionValue(parse_list(text));
    return parse_option(type, text);
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

}  // namespace

SettingsStore::SettingsStore(Runtime& runtime, Database& database, Logger& log)
    : runtime_(runtime), database_(database), log_(log) {
    load();
}

void SettingsStore::load() {
    const Result<Database::Pairs> all = database_.scan(kSpace, "", kMostValues);
    if (!all) {
        log_.error("settings cannot be read: the defaults hold", {{"reason", all.error().message()}});
        return;
    }
    for (const auto& [joined, text] : *all) {
        const std::vector<std::string> fields = split_fields(joined);
        const auto kind = fields.size() == 5 ? kind_named(fields[2]) : std::nullopt;
        if (!kind) continue;  // of a newer build
        stored_[{fields[0], fields[1]}][ScopeKey(*kind, fields[3], fields[4])] = text;
        ++stored_count_;
    }
}

void SettingsStore::declare(std::string_view plugin, std::span<const OptionSpec> specs) {
    Declared declared;
    for (const OptionSpec& spec : specs) {
        const std::string key = spec.key;
        if (spec.type == OptionType::secret)
            throw std::invalid_argument("the setting `" + key +
                                        "` is a secret, and what is set in chat is none; make it an option");
        Setting setting;
        setting.type = spec.type;
        setting.help = spec.help ? spec.help : "";
        setting.fallback.value = default_value(spec);
        if (spec.fallback) {
            setting.fallback.text = spec.fallback;
            if (spec.type == OptionType::list) setting.fallback.value = parse_list(spec.fallback);
        }
        take_stored(plugin, key, setting);
        if (!declared.emplace(key, std::move(setting)).second)
            throw std::invalid_argument("the setting `" + key + "` is declared twice");
    }
    declared_[std::string(plugin)] = std::move(declared);
}

void SettingsStore::take_stored(std::string_view plugin, const std::string& key, Setting& setting) {
    const auto stored = stored_.find({std::string(plugin), key});
    if (stored == stored_.end()) return;
    std::string misfit;
    std::int64_t misfits = 0;
    for (const auto& [scope, text] : stored->second) {
        Result<OptionValue> value = parse(setting.type, text);
        if (value) {
            setting.held[scope] = Held{text, std::move(*value)};
        } else {
            misfit = value.error().context();
            ++misfits;
        }
    }
    if (misfits > 0)
        log_.warn("stored values of a setting no longer fit and are ignored",
                  {{"plugin", plugin}, {"setting", key}, {"values", misfits}, {"expected", misfit}});
}

void SettingsStore::forget(std::string_view plugin) {
    if (const auto known = declared_.find(plugin); known != declared_.end()) declared_.erase(known);
}

const SettingsStore::Setting* SettingsStore::find(std::string_view plugin, std::string_view key) const {
    const auto declared = declared_.find(plugin);
    if (declared == declared_.end()) return nullptr;
    const auto setting = declared->second.find(key);
    return setting == declared->second.end() ? nullptr : &setting->second;
}

const SettingsStore::Held& SettingsStore::closest(const Setting& setting, const Channel& where) {
    using Kind = SettingScope::Kind;
    using View = std::tuple<Kind, std::string_view, std::string_view>;
    if (setting.held.empty()) return setting.fallback;
    const std::string& account = where.ref.account.str();
    const View scopes[] = {View(Kind::channel, account, where.ref.channel.str()),
                           View(Kind::guild, account, where.guild.str()), View(Kind::everywhere, "", "")};
    for (const View& scope : scopes) {
        if (std::get<0>(scope) == Kind::guild && where.guild.empty()) continue;
        if (const auto held = setting.held.find(scope); held != setting.held.end()) return held->second;
    }
    return setting.fallback;
}

const OptionValue& SettingsStore::value(std::string_view plugin, std::string_view key,
                                        const Channel& where) const {
    const Setting* setting = find(plugin, key);
    if (!setting)
        throw std::logic_error("the plugin `" + std::string(plugin) + "` declares no setting `" +
                               std::string(key) + "`");
    return closest(*setting, where).value;
}

std::string SettingsStore::closest_name(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& [plugin, declared] : declared_)
        for (const auto& [key, setting] : declared) names.push_back(plugin + "." + key);
    return did_you_mean(name, names);
}

Task<Result<void>> SettingsStore::set(std::string plugin, SettingScope scope, std::string key,
                                      std::string text) {
    if (const Setting* setting = find(plugin, key)) {
        const Result<OptionValue> value = parse(setting->type, text);
        if (!value)
            co_return Error(Errc::invalid_argument, "`" + key + "` must be " + value.error().context());
    }
    if (text.size() > kLongestText)
        co_return Error(Errc::too_large, "a setting has at most " + std::to_string(kLongestText) + " bytes");
    if (stored_count_ >= kMostValues)
        co_return Error(Errc::overloaded, std::to_string(kMostValues) + " values are set; clear some first");
    std::optional<std::string> given(std::move(text));
    co_return co_await write(std::move(plugin), std::move(scope), std::move(key), std::move(given));
}

Task<Result<void>> SettingsStore::clear(std::string plugin, SettingScope scope, std::string key) {
    std::optional<std::string> nothing;
    co_return co_await write(std::move(plugin), std::move(scope), std::move(key), std::move(nothing));
}

Task<Result<void>> SettingsStore::write(std::string plugin, SettingScope scope, std::string key,
                                        std::optional<std::string> text) {
    if (!find(plugin, key)) {
        const std::string name = plugin + "." + key;
        co_return Error(Errc::not_found, "there is no setting `" + name + "`" + closest_name(name));
    }
    // One after another, so that memory and file see the same order.
    const Result<Turns::Turn> turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    std::vector<Change> changes;
    changes.emplace_back(join_fields({plugin, key, kind_name(scope.kind), scope.account.str(), scope.id}),
                         text);
    Result<void> done;
    std::function<void()> job = [this, &changes, &done] {
        done = database_.write(kSpace, changes);
    };
    co_await runtime_.on_worker(std::move(job));
    if (done) apply(plugin, key, ScopeKey(scope.kind, scope.account.str(), scope.id), text);
    co_return done;
}

void SettingsStore::apply(const std::string& plugin, const std::string& key, const ScopeKey& scope,
                          const std::optional<std::string>& text) {
    Stored& stored = stored_[{plugin, key}];
    stored_count_ -= stored.erase(scope);
    if (text) {
        stored.emplace(scope, *text);
        ++stored_count_;
    }
    // The plugin may have gone, or another build of it come, while the value was written.
    const auto declared = declared_.find(plugin);
    if (declared == declared_.end()) return;
    const auto setting = declared->second.find(key);
    if (setting == declared->second.end()) return;
    setting->second.held.erase(scope);
    if (!text) return;
    Result<OptionValue> value = parse(setting->second.type, *text);
    if (value) setting->second.held[scope] = Held{*text, std::move(*value)};
}

std::optional<std::pair<std::string, std::string>> SettingsStore::split(std::string_view name) const {
    for (const auto& [plugin, declared] : declared_) {
        if (name.size() <= plugin.size() || !name.starts_with(plugin) || name[plugin.size()] != '.') continue;
        const std::string_view key = name.substr(plugin.size() + 1);
        if (declared.contains(key)) return std::pair(plugin, std::string(key));
    }
    return std::nullopt;
}

Task<Result<void>> SettingsStore::set_named(SettingScope scope, std::string name, std::string text) {
    auto parts = split(name);
    if (!parts) co_return Error(Errc::not_found, "there is no setting `" + name + "`" + closest_name(name));
    co_return co_await set(std::move(parts->first), std::move(scope), std::move(parts->second),
                           std::move(text));
}

Task<Result<void>> SettingsStore::clear_named(SettingScope scope, std::string name) {
    auto parts = split(name);
    if (!parts) co_return Error(Errc::not_found, "there is no setting `" + name + "`" + closest_name(name));
    co_return co_await clear(std::move(parts->first), std::move(scope), std::move(parts->second));
}

std::vector<std::string> SettingsStore::list(const Channel& where) const {
    std::vector<std::string> lines;
    for (const auto& [plugin, declared] : declared_)
        for (const auto& [key, setting] : declared)
            lines.push_back(plugin + "." + key + " = " + one_line(closest(setting, where).text) + " (" +
                            setting.help + ")");
    return lines;
}

}  // namespace confab::core
