#pragma once
/// Where text may be cut without breaking what a reader sees as one character.

#include <cstddef>
#include <string>
#include <string_view>

namespace confab::core {

/// The end of the grapheme cluster (UAX #29) that starts at `at`, as a byte offset. Invalid UTF-8 counts byte
/// by byte. `at` must be below `text.size()`.
std::size_t next_grapheme(std::string_view text, std::size_t at);

/// Number of code points; each invalid byte counts as one.
std::size_t count_code_points(std::string_view text);

/// Replaces invalid UTF-8 by U+FFFD, and NUL by a space.
std::string clean_utf8(std::string_view text);

}  // namespace confab::core
