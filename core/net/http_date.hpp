#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "confab/task.hpp"

namespace confab::core {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7); the two obsolete forms are read as well. A date
/// before 1970 or after 2199 becomes the first or the last moment of that time.
std::optional<WallTime> parse_http_date(std::string_view text);
std::string format_http_date(WallTime time);

}  // namespace confab::core
