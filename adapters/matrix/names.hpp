#pragma once
/// Whom and what a text means that somebody typed: looked up in memory only.

#include <optional>
#include <string_view>

#include "confab/message.hpp"
#include "room.hpp"

namespace confab::matrix {

/// "@bob:example.org", the address of a pill, or a display name that exactly one person in the rooms has.
std::optional<Mention> user_named(std::string_view text, const Rooms& rooms);
/// "!room:example.org", or the alias, address or name of a joined room that is the only one with it.
std::optional<ChannelId> channel_named(std::string_view text, const Rooms& rooms);

}  // namespace confab::matrix
