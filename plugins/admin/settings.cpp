#include "settings.hpp"

namespace confab::admin {
namespace {

CommandSpec changing(const char* signature, const char* help) {
    return CommandSpec(signature, help)
        .permission("admin.settings")
        .describe("key", "plugin.setting")
        .describe("here", "For this channel only")
        .describe("guild", "For this guild only");
}

// nullopt: this channel is in no guild.
std::optional<SettingScope> scope_of(const Invocation& call) {
    const Channel& channel = call.channel();
    if (call.flag("here")) return SettingScope::channel(channel.ref);
    if (!call.flag("guild")) return SettingScope::everywhere();
    if (channel.guild.empty()) return std::nullopt;
    return SettingScope::guild(channel.ref.account, channel.guild);
}

std::string where(const SettingScope& scope) {
    switch (scope.kind) {
        case SettingScope::Kind::channel:
            return " in this channel";
        case SettingScope::Kind::guild:
            return " in this guild";
        case SettingScope::Kind::everywhere:
            break;
    }
    return " everywhere";
}

Task<Reply> set(PluginControl& control, Invocation& call) {
    const std::optional<SettingScope> scope = scope_of(call);
    if (!scope) co_return "This channel is in no guild.";
    std::string key = call.text("key");
    const Result<void> done = co_await control.set_setting(*scope, key, call.text("value"));
    if (!done) co_return "That did not work: " + done.error().context();
    co_return "`" + key + "` is set" + where(*scope) + ".";
}

Task<Reply> unset(PluginControl& control, Invocation& call) {
    const std::optional<SettingScope> scope = scope_of(call);
    if (!scope) co_return "This channel is in no guild.";
    std::string key = call.text("key");
    const Result<void> done = co_await control.clear_setting(*scope, key);
    if (!done) co_return "That did not work: " + done.error().context();
    co_return "`" + key + "` is no longer set" + where(*scope) + ".";
}

std::string list(const PluginControl& control, const Invocation& call) {
    const std::string plugin = call.has("plugin") ? call.text("plugin") + "." : std::string();
    std::string text;
    for (const std::string& line : control.settings(call.channel()))
        if (line.starts_with(plugin)) text += (text.empty() ? "" : "\n") + line;
    return text.empty() ? "There are no settings." : text;
}

}  // namespace

void add_settings_commands(Context& ctx, PluginControl& control) {
    ctx.command(CommandSpec("settings [plugin]", "Lists the settings as they hold in this channel")
                    .permission("admin.settings"),
                [&control](Invocation& call) { return list(control, call); });
    ctx.command(changing("set [--here] [--guild] <key> <value...>", "Changes a setting"),
                [&control](Invocation& call) { return set(control, call); });
    ctx.command(changing("unset [--here] [--guild] <key>", "Makes a setting what it was"),
                [&control](Invocation& call) { return unset(control, call); });
}

}  // namespace confab::admin
