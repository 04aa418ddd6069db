#pragma once
/// Finds the command in a message and runs it: by prefix ("!roll 6"), by address ("confab: roll 6"), or in a
/// direct message.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/sender.hpp"
#include "core/command/asker.hpp"
#include "core/command/table.hpp"
#include "core/event/dispatcher.hpp"

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

class CommandRouter final : public Router {
public:
    CommandRouter(CommandTable& table, Lanes& lanes, Sender& sender, Asker& asker, RouterConfig config);

    /// True when the message was a command; it then runs in its owner's lane for that channel.
    bool route(const SharedEvent& event) override;
    std::string_view command_word(const MessageReceived& message) const override;
    bool is_prefixed(const MessageReceived& message) const override;
    const RouterConfig& config() const noexcept { return config_; }

private:
    bool is_owner(const MessageReceived& message) const;
    Task<void> run(std::shared_ptr<Command> command, std::shared_ptr<const Event> event, std::string input);

    CommandTable& table_;
    Lanes& lanes_;
    Sender& sender_;
    Asker& asker_;
    RouterConfig config_;
};

}  // namespace confab::core
