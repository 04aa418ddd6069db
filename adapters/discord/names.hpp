#pragma once
/// Whom and what a text means that somebody typed: looked up in memory only.

#include <optional>
#include <string_view>

#include "channel_cache.hpp"
#include "confab/message.hpp"
#include "people_cache.hpp"

namespace confab::discord {

/// "<@123>", "<@!123>", "@alice", "alice", or an id.
std::optional<Mention> user_named(std::string_view text, const PeopleCache& people);
/// "<#123>", "#general", "general", or an id. A name that several channels have means none of them.
std::optional<ChannelId> channel_named(std::string_view text, const ChannelCache& channels);

}  // namespace confab::discord
