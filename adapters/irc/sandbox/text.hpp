#pragma once
/// Small text tools: case mapping, masks, UTF-8, and what a reader sees.

#include <string>
#include <string_view>
#include <vector>

namespace confab::irc_sandbox {

/// ISUPPORT CASEMAPPING: which letters are the same in names.
enum class CaseMapping { ascii, rfc1459, rfc1459_strict };

std::string fold(std::string_view text, CaseMapping mapping);
std::string lower(std::string_view text);  ///< ASCII.
std::string upper(std::string_view text);  ///< ASCII.
/// The parts between separators, without empty ones.
std::vector<std::string> split(std::string_view text, char separator);
/// The first word of `text`, which keeps the rest without leading spaces.
std::string take_word(std::string_view& text);
/// `*` and `?`; both sides already folded.
bool matches_mask(std::string_view mask, std::string_view text);
bool is_utf8(std::string_view text);
/// Each character below U+0100 as one byte; others as "?".
std::string to_latin1(std::string_view utf8);
/// A whole number, or `fallback`.
unsigned long to_number(std::string_view text, unsigned long fallback);
/// What a reader sees: no formatting codes, and an action as "* nick does".
std::string as_read(std::string_view nick, std::string_view text);

}  // namespace confab::irc_sandbox
