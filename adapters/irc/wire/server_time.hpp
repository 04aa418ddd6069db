#pragma once
/// The `time` tag (IRCv3 server-time).

#include <optional>
#include <string_view>

#include "confab/task.hpp"

namespace confab::irc {

/// Reads "2011-10-19T16:40:51.620Z"; a leap second (":60") counts as the next one. Nothing for anything else.
std::optional<WallTime> parse_server_time(std::string_view text);

}  // namespace confab::irc
