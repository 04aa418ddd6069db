#pragma once

#include <string_view>

#include "confab/message.hpp"

namespace confab::chat {

/// A model's answer as a message: fenced code becomes code blocks, so that the core can split and degrade it;
/// the rest stays text as it is. A fence that is never closed reaches to the end.
Message answer_message(std::string_view text);

}  // namespace confab::chat
