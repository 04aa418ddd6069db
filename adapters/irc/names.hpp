#pragma once
/// Whom and what a text means that somebody typed: looked up in memory only.

#include <optional>
#include <string_view>

#include "confab/message.hpp"
#include "state/directory.hpp"
#include "state/isupport.hpp"

namespace confab::irc {

/// "alice" or "@alice". Any nick there could be is somebody: the id is the services account where the
/// directory knows it, else the folded nick, as in the messages of that person.
std::optional<Mention> user_named(std::string_view text, const Isupport& isupport,
                                  const Directory& directory);
/// "#channel", with the channel types of this server; folded.
std::optional<ChannelId> channel_named(std::string_view text, const Isupport& isupport);

}  // namespace confab::irc
