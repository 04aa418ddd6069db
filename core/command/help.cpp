#include "core/command/help.hpp"

#include <algorithm>

#include "core/command/argument_value.hpp"
#include "core/command/wording.hpp"
#include "core/config/problem.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kMaxLines = 6;  // of a group: with more, only the names are told
constexpr std::size_t kMaxExamples = 3;

// Words with one space between them, in lower case.
std::string normalized(std::string_view text) {
    std::string out;
    constexpr std::string_view kSpace = " \t\r\n";
    for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;
         at = text.find_first_not_of(kSpace, at)) {
        const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
        out += (out.empty() ? "" : " ") + lower_case(text.substr(at, end - at));
        at = end;
    }
    return out;
}

const Translation* in_language(const CommandSpec& spec, std::string_view language) {
    if (language.empty()) return nullptr;
    const std::string wanted = lower_case(language);
    const std::string_view primary = std::string_view(wanted).substr(0, wanted.find('-'));
    const Translation* found = nullptr;
    for (const auto& [tag, texts] : spec.translations()) {
        const std::string known = lower_case(tag);
        if (known == wanted) return &texts;
        if (known == primary) found = &texts;
    }
    return found;
}

bool is_language(std::string_view tag, std::string_view primary) {
    return tag == primary || (tag.starts_with(primary) && tag.substr(primary.size()).starts_with('-'));
}

std::string cooldown_text(const Cooldown& limit) {
    const std::string times = limit.uses == 1 ? "Once" : std::to_string(limit.uses) + " times";
    const char* whose = limit.per == Per::user      ? " for each user."
                        : limit.per == Per::channel ? " for each channel."
                                                    : " for everybody together.";
    return times + " in " + duration_text(limit.period) + whose;
}

const char* kind_text(ChannelKind kind) {
    switch (kind) {
        case ChannelKind::group:
            return "in channels";
        case ChannelKind::direct:
            return "in private";
        case ChannelKind::thread:
            break;
    }
    return "in threads";
}

}  // namespace

HelpPages::Commands HelpPages::visible(Commands commands, const MessageReceived& message) const {
    std::erase_if(commands, [&](const std::shared_ptr<Command>& command) {
        return command->spec.is_hidden() || !runner_.exists_on(*command, message.channel.ref.account) ||
               !runner_.may_use(*command, message);
    });
    return commands;
}

const Translation* HelpPages::translation(const Command& command, const MessageReceived& message) const {
    const std::string& own = message.sender.language;
    if (const Translation* texts = in_language(command.spec, own)) return texts;
    // Declarations are in English: who uses it needs no other language of the operator's.
    if (is_language(lower_case(own), "en")) return nullptr;
    return in_language(command.spec, language_);
}

std::string HelpPages::help_line(const Command& command, const MessageReceived& message) const {
    const Translation* texts = translation(command, message);
    const std::string& help = texts ? texts->help : command.spec.help();
    std::string line = prefix_ + command.signature.usage() + ": " + help;
    const bool ended = !help.empty() && std::string_view(".!?").find(help.back()) != std::string_view::npos;
    return ended ? line : line + ".";
}

// "!roll, !tag (add, list)"
std::string HelpPages::section(const Commands& commands) const {
    std::map<std::string, std::vector<std::string>> by_word;
    for (const std::shared_ptr<Command>& command : commands) {
        const std::string& name = command->signature.name();
        const std::size_t space = name.find(' ');
        std::vector<std::string>& below = by_word[name.substr(0, space)];
        if (space != std::string::npos) below.push_back(name.substr(space + 1));
    }
    std::string out;
    for (const auto& [word, below] : by_word) {
        out += (out.empty() ? "" : ", ") + prefix_ + word;
        if (!below.empty()) out += " (" + list_text(below, kMaxListed) + ")";
    }
    return out;
}

std::string HelpPages::list(const MessageReceived& message) const {
    const Commands commands = visible(table_.all(), message);
    std::map<std::string, Commands, std::less<>> by_plugin;
    for (const std::shared_ptr<Command>& command : commands)
        by_plugin[std::string(command->owner.id())].push_back(command);
    const bool short_form = commands.size() > kMaxListed;
    std::string out;
    for (const auto& [plugin, offered] : by_plugin) {
        out += out.empty() ? "Commands: " : " | ";
        out += plugin;
        out += short_form ? " (" + std::to_string(offered.size()) + ")" : ": " + section(offered);
    }
    if (out.empty()) out = "No commands.";
    return out + "\nWrite " + prefix_ + "help NAME for one of them.";
}

std::string HelpPages::group(const MessageReceived& message, std::string_view path) const {
    const std::string name = normalized(path);
    const Commands commands = visible(table_.below(name), message);
    if (commands.empty()) return {};
    std::string out;
    if (commands.size() <= kMaxLines) {
        for (const std::shared_ptr<Command>& command : commands)
            out += (out.empty() ? "" : "\n") + help_line(*command, message);
        return out;
    }
    std::vector<std::string> names;
    for (const std::shared_ptr<Command>& command : commands) names.push_back(command->signature.name());
    return "`" + prefix_ + name + "` has " + list_text(names, kMaxListed) + ".\nWrite " + prefix_ +
           "help NAME for one of them.";
}

std::string HelpPages::parameter_lines(const Command& command, const Translation* texts) const {
    std::string out;
    for (const CommandParameter& parameter : command.signature.parameters()) {
        std::string help;
        const auto declared = command.spec.parameters().find(parameter.name);
        if (declared != command.spec.parameters().end()) help = declared->second;
        if (texts) {
            const auto translated = texts->parameters.find(parameter.name);
            if (translated != texts->parameters.end()) help = translated->second;
        }
        const bool flag = parameter.named && parameter.type == ParameterType::boolean;
        const bool plain =
            flag || (parameter.type == ParameterType::string && !parameter.low && !parameter.high);
        std::string what = plain ? std::string() : expectation(parameter);
        if (parameter.repeated) what = "any number of values, each " + expectation(parameter);
        if (parameter.fallback)
            what += std::string(what.empty() ? "" : "; ") + *parameter.fallback + " unless given";
        if (what.empty() && help.empty()) continue;
        out += "\n" + std::string(parameter.named ? "--" : "") + parameter.name + ": " + what;
        if (!help.empty()) out += (what.empty() ? "" : ". ") + help;
    }
    return out;
}

std::string HelpPages::limits(const Command& command) const {
    std::string out;
    for (const std::string& alias : command.spec.aliases()) out += " Also " + prefix_ + alias + ".";
    if (command.spec.permission() == kOwnerPermission)
        out += " Owners only.";
    else if (!command.spec.permission().empty())
        out += " Needs the permission `" + command.spec.permission() + "`.";
    for (const Cooldown& limit : command.spec.cooldowns()) out += " " + cooldown_text(limit);
    std::vector<std::string> kinds;
    for (const ChannelKind kind : command.spec.kinds()) kinds.emplace_back(kind_text(kind));
    if (!kinds.empty()) out += " Only " + list_text(kinds) + ".";
    return out.empty() ? out : "\n" + out.substr(1);
}

std::string HelpPages::command(const MessageReceived& message, const Command& command) const {
    std::string out = help_line(command, message);
    out += parameter_lines(command, translation(command, message)) + limits(command);
    std::string examples;
    for (std::size_t i = 0; i < std::min(command.spec.examples().size(), kMaxExamples); ++i) {
        std::string input = command.spec.examples()[i].input;
        if (input.starts_with('!')) input = prefix_ + input.substr(1);
        examples += (i == 0 ? "\nFor example: " : " | ") + input;
    }
    out += examples;
    const Commands more = visible(table_.below(command.signature.name()), message);
    return more.empty() ? out : out + "\nSee also " + section(more) + ".";
}

std::string HelpPages::unknown(const MessageReceived& message, std::string_view request) const {
    std::vector<std::string> names;
    for (const std::shared_ptr<Command>& known : visible(table_.all(), message)) {
        names.push_back(known->signature.name());
        if (known->signature.path().size() > 1) names.push_back(known->signature.path().front());
        names.insert(names.end(), known->spec.aliases().begin(), known->spec.aliases().end());
    }
    return "There is no command `" + echoed(request) + "`" + did_you_mean(request, names) + ".";
}

std::string HelpPages::without_prefix(std::string_view request) const {
    std::string name = normalized(request);
    if (name.size() > prefix_.size() && name.starts_with(prefix_)) name.erase(0, prefix_.size());
    return name;
}

std::optional<std::string> HelpPages::known(const MessageReceived& message, std::string_view name) const {
    if (name.empty()) return list(message);
    const std::shared_ptr<Command> found = table_.find(name);
    if (found && runner_.exists_on(*found, message.channel.ref.account)) return command(message, *found);
    if (std::string text = group(message, name); !text.empty()) return text;
    Commands offered = visible(table_.all(), message);
    std::erase_if(offered, [&](const auto& command) { return lower_case(command->owner.id()) != name; });
    if (offered.empty()) return std::nullopt;
    return std::string(name) + ": " + section(offered);
}

bool HelpPages::knows(const MessageReceived& message, std::string_view request) const {
    return known(message, without_prefix(request)).has_value();
}

std::string HelpPages::page(const MessageReceived& message, std::string_view request) const {
    const std::string name = without_prefix(request);
    std::optional<std::string> text = known(message, name);
    return text ? std::move(*text) : unknown(message, name);
}

void register_help(CommandTable& table, Owner& owner, const HelpPages& pages) {
    CommandHandler handler = [&pages](Invocation& call) -> Task<Reply> {
        const std::string name = call.has("command") ? call.text("command") : std::string();
        co_return Reply(pages.page(call.event(), name));
    };
    table.add(owner, CommandSpec("help [command...]", "Shows what the bot can do."), std::move(handler));
}

}  // namespace confab::core
