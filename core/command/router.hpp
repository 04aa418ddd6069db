#pragma once
/// Finds the command in a message and runs it: by prefix ("!roll 6"), by address ("confab: roll 6"), in a
/// direct message, or as picked in the platform's own interface.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/sender.hpp"
#include "core/command/argument_text.hpp"
#include "core/command/asker.hpp"
#include "core/command/help.hpp"
#include "core/command/runner.hpp"
#include "core/command/suggestions.hpp"
#include "core/command/table.hpp"
#include "core/event/dispatcher.hpp"

namespace confab::core {

class RouterConfig {
public:
    std::string prefix = "!";
    std::vector<std::string> owners;  ///< "account/user"
    std::string language = "en";      ///< Of help, for users whose language the platform does not tell.
};

/// What the router works with. All of it outlives the router.
class RouterParts {
public:
    RouterParts(Runtime& runtime_in, Owner& core_in, CommandTable& table_in, Lanes& lanes_in,
                Sender& sender_in, const NameLookup& names_in, Asker& asker_in, CommandRunner& runner_in)
        : runtime(runtime_in),
          core(core_in),
          table(table_in),
          lanes(lanes_in),
          sender(sender_in),
          names(names_in),
          asker(asker_in),
          runner(runner_in) {}
    Runtime& runtime;
    Owner& core;  ///< In whose lanes the router answers for itself.
    CommandTable& table;
    Lanes& lanes;
    Sender& sender;
    const NameLookup& names;
    Asker& asker;
    CommandRunner& runner;
};

/// What a message asks for, if it looks like a command at all.
class CommandLine {
public:
    CommandLine(std::size_t begin_in, bool prefixed_in) : begin(begin_in), prefixed(prefixed_in) {}
    std::size_t begin;  ///< Where the command's name would begin.
    bool prefixed;      ///< By the prefix; else by address or in private.
};

/// `text` is the message's plain text. nullopt: neither prefixed nor meant for the bot, or nothing in it.
std::optional<CommandLine> find_command_line(std::string_view text, std::string_view prefix, bool addressed);

/// I/O thread only.
class CommandRouter final : public Router {
public:
    CommandRouter(RouterParts parts, RouterConfig config);

    /// True when the message was a command; it then runs in its owner's lane for that channel, or, when it
    /// has an overlap policy, in a task of its owner.
    bool route(const SharedEvent& event) override;
    std::string_view command_word(const MessageReceived& message) const override;
    bool is_prefixed(const MessageReceived& message) const override;
    const RouterConfig& config() const noexcept { return config_; }
    const HelpPages& help() const noexcept { return help_; }

private:
    using CommandPtr = std::shared_ptr<Command>;

    bool is_talk(const Command& command, const MessageReceived& message, const ArgumentText& text,
                 std::size_t from) const;
    bool route_picked(const SharedEvent& event);
    void answer(const SharedEvent& event, std::string text);
    Task<void> run(CommandPtr command, SharedEvent event, ArgumentText text, std::size_t from);
    Task<void> refuse(SharedEvent event, Error error);
    Task<void> perform(CommandPtr command, SharedEvent event, Arguments arguments);
    Task<void> perform_in_line(Overlaps::Place place, CommandPtr command, SharedEvent event,
                               Arguments arguments);
    Task<void> say_replaced(SharedEvent event);

    RouterParts parts_;
    RouterConfig config_;
    HelpPages help_;
    Suggestions suggestions_;
};

}  // namespace confab::core
