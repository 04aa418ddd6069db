#pragma once
/// Finds the command in a message and runs it: by prefix ("!roll 6"), by address ("confab: roll 6"), or in a
/// direct message.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/name_lookup.hpp"
#include "core/account/sender.hpp"
#include "core/command/argument_text.hpp"
#include "core/command/table.hpp"
#include "core/event/lanes.hpp"

namespace confab::core {

class RouterConfig {
public:
    std::string prefix = "!";
    std::vector<std::string> owners;  ///< "account/user"
};

/// What a message asks for, if it looks like a command at all.
class CommandLine {
public:
    std::string_view name;
    std::string_view arguments;
    bool prefixed = false;  ///< By the prefix; else by address or in private.
};

/// `text` is the message's plain text. nullopt: neither prefixed nor meant for the bot, or nothing in it.
std::optional<CommandLine> find_command_line(std::string_view text, std::string_view prefix, bool addressed);

class CommandRouter {
public:
    CommandRouter(CommandTable& table, Lanes& lanes, Sender& sender, const NameLookup& names,
                  RouterConfig config);

    /// True when the message was a command; it then runs in its owner's lane for that channel.
    bool route(const std::shared_ptr<const Event>& event);
    const RouterConfig& config() const noexcept { return config_; }

private:
    bool is_owner(const MessageReceived& message) const;
    Task<void> run(std::shared_ptr<Command> command, std::shared_ptr<const Event> event, ArgumentText text,
                   std::size_t from);

    CommandTable& table_;
    Lanes& lanes_;
    Sender& sender_;
    const NameLookup& names_;
    RouterConfig config_;
};

}  // namespace confab::core
