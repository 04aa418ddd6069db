#include "core/command/help.hpp"

#include "core/config/problem.hpp"

namespace confab::core {

std::string help_text(const CommandTable& table, std::string_view prefix, std::string_view name) {
    const std::string mark(prefix);
    if (name.empty()) {
        std::string out = "Commands:";
        for (const auto& command : table.all()) out += " " + mark + command->signature.name();
        return out + ". Write " + mark + "help NAME for one of them.";
    }
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    const auto command = table.find(name);
    if (!command) {
        std::vector<std::string> names;
        for (const auto& known : table.all()) names.push_back(known->signature.name());
        return "There is no command `" + std::string(name) + "`" + did_you_mean(name, names) + ".";
    }
    std::string out = mark + command->signature.usage() + ": " + command->spec.help();
    for (const std::string& alias : command->spec.aliases()) out += " Also " + mark + alias + ".";
    if (command->spec.permission() == kOwnerPermission) out += " Owners only.";
    return out;
}

void register_help(CommandTable& table, Owner& owner, std::string prefix) {
    CommandHandler handler = [&table, prefix = std::move(prefix)](Invocation& call) -> Task<Reply> {
        const std::string name = call.has("command") ? call.text("command") : std::string();
        co_return Reply(help_text(table, prefix, name));
    };
    table.add(owner, CommandSpec("help [command]", "Shows what the bot can do."), std::move(handler));
}

}  // namespace confab::core
