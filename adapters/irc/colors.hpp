#pragma once
/// The colours of mIRC codes (modern IRC formatting, "Colors").

#include <optional>

#include "confab/message.hpp"

namespace confab::irc {

/// Codes 0 to 98; nothing for others (99 is "as the reader likes it").
std::optional<Color> color_of(unsigned code);
/// The code whose colour looks most like it: one of the first sixteen, which every client knows, where one of
/// them is as near as any.
unsigned code_of(Color color);

}  // namespace confab::irc
