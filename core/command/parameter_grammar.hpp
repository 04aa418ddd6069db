#pragma once
/// One parameter of a signature: "<who:user>", "[sides:integer(2..1000)=6]", "[--bold]", "<text...>".

#include <string_view>

#include "confab/command_schema.hpp"

namespace confab::core {

/// `word` is the whole of it, with its brackets. Throws std::invalid_argument that says what is wrong.
CommandParameter parse_parameter(std::string_view word);

/// Letters a-z, digits, `-` and `_`, at most 32 of them (what the strictest platform takes), no `-` in front.
bool is_command_word(std::string_view text);

}  // namespace confab::core
