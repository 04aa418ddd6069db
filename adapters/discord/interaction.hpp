#pragma once
/// INTERACTION_CREATE: commands picked from Discord's interface, and pressed buttons.

#include <optional>
#include <string>

#include "confab/option.hpp"
#include "decode.hpp"
#include "published_commands.hpp"

namespace confab::discord {

enum class InteractionKind { command, button };

class Interaction {
public:
    InteractionKind kind = InteractionKind::command;
    std::string id;
    Secret token;            ///< Whoever has it may answer in the bot's name.
    std::string pressed_on;  ///< Id of the message with the button.
    /// False: a button of somebody else's making; to be acknowledged, no more.
    bool means_something = true;
    MessageReceived event;
};

/// nullopt for what the bot never asked for (completion, forms) and for what has no usable id or token.
std::optional<Interaction> decode_interaction(json::Value data, const DecodeScope& scope,
                                              const PublishedCommands& published);

/// The id that a MessageReceived made of an interaction has; not one of Discord's message ids.
MessageId interaction_message_id(std::string_view interaction);

}  // namespace confab::discord
