#pragma once

#include <optional>
#include <string>

#include "confab/event.hpp"

namespace confab::chat {

/// What a message asks the bot; nullopt when it is not for the bot or must not be answered (history, echo,
/// notices, other bots: two bots would talk for ever). A mention at the start is the address, not part of the
/// question.
std::optional<std::string> question_of(const MessageReceived& event);

}  // namespace confab::chat
