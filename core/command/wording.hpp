#pragma once
/// How answers to a user put things into words.

#include <string>
#include <string_view>
#include <vector>

#include "confab/task.hpp"

namespace confab::core {

/// What somebody typed, to be shown to them between backticks: shortened to one word's length, without
/// control characters, line breaks or backticks.
std::string echoed(std::string_view text);

/// "1h30m", "250ms", "7d": what `parse_duration` reads back.
std::string duration_text(Duration duration);
/// "6", "0.5", "1000000".
std::string number_text(double number);
/// "a, b, c"; at most `most` of them, then "...".
std::string list_text(const std::vector<std::string>& words, std::size_t most = 25);

/// ASCII letters only.
std::string lower_case(std::string_view text);
/// As bytes of UTF-8 that begin a character.
std::size_t characters_in(std::string_view text);

}  // namespace confab::core
