#pragma once
/// Bytes from the network to clean UTF-8, and mIRC formatting to styled text and back.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "confab/message.hpp"

namespace confab::irc {

bool is_valid_utf8(std::string_view bytes);

/// UTF-8 whatever came: valid text as it is; text cut inside its last character without that rest; anything
/// else read as Windows-1252, which people with old clients send. `line_was_full`: the line had the greatest
/// length that a server lets pass, so a last character that is not whole was probably cut.
std::string decode_bytes(std::string_view bytes, bool line_was_full = false);

/// Splits UTF-8 with mIRC codes into runs of one look. Text in the colour of its own background is a spoiler;
/// reverse video and other control characters are removed.
std::vector<Text> parse_formatting(std::string_view text);

/// One run with the codes around it. Every run ends in plain style, so runs can be joined in any order.
std::string format_run(std::string_view text, Style style);
/// `text` with the style and the colours of `look`.
std::string format_run(std::string_view text, const Text& look);

/// Text that is safe inside a line: valid UTF-8, no control characters; line breaks are kept as "\n".
std::string clean_text(std::string_view text);

}  // namespace confab::irc
