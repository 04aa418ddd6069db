#pragma once
/// `!help`: what the bot can do, from the declarations.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/command/runner.hpp"
#include "core/command/table.hpp"

namespace confab::core {

/// Pages for the sender of a message: only what exists on their platform, and in lists only what they may
/// use. In their language, where a command has texts in it. Few lines, since some networks show each as a
/// message.
class HelpPages {
public:
    /// `language` is that of users whose own the platform does not tell.
    HelpPages(const CommandTable& table, const CommandRunner& runner, std::string prefix,
              std::string language)
        : table_(table), runner_(runner), prefix_(std::move(prefix)), language_(std::move(language)) {}

    /// The page for what follows `help`: nothing, a command, a group of commands, or a plugin. Unknown names
    /// get a suggestion.
    std::string page(const MessageReceived& message, std::string_view request) const;
    /// Whether there is a page, other than one that says there is none.
    bool knows(const MessageReceived& message, std::string_view request) const;
    /// All commands by plugin; of more than kMaxListed only how many there are.
    std::string list(const MessageReceived& message) const;
    /// The subcommands that begin with `path`; empty: there are none here.
    std::string group(const MessageReceived& message, std::string_view path) const;
    std::string command(const MessageReceived& message, const Command& command) const;

    static constexpr std::size_t kMaxListed = 80;

private:
    using Commands = std::vector<std::shared_ptr<Command>>;
    Commands visible(Commands commands, const MessageReceived& message) const;
    std::optional<std::string> known(const MessageReceived& message, std::string_view name) const;
    std::string without_prefix(std::string_view request) const;
    std::string unknown(const MessageReceived& message, std::string_view request) const;
    std::string section(const Commands& commands) const;
    std::string parameter_lines(const Command& command, const Translation* texts) const;
    std::string limits(const Command& command) const;
    const Translation* translation(const Command& command, const MessageReceived& message) const;
    std::string help_line(const Command& command, const MessageReceived& message) const;

    const CommandTable& table_;
    const CommandRunner& runner_;
    std::string prefix_;
    std::string language_;
};

/// Registers `help` for `owner`. The pages must outlive the registration.
void register_help(CommandTable& table, Owner& owner, const HelpPages& pages);

}  // namespace confab::core
