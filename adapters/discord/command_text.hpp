#pragma once
/// Names and descriptions as Discord accepts them for commands and options.

#include <optional>
#include <string>
#include <string_view>

namespace confab::discord {

/// Lower case, 1 to 32 letters, digits, `-`, `_` or `'`; nullopt for what cannot be written so. Of the
/// letters beyond ASCII only the common lower-case alphabets and scripts without case are taken: one refused
/// name makes Discord refuse all commands.
std::optional<std::string> command_name(std::string_view name);

/// One line of 1 to `limit` code points; `fallback` when there is nothing to say.
std::string one_line(std::string_view text, std::size_t limit, std::string_view fallback);

}  // namespace confab::discord
