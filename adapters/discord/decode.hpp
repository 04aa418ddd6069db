#pragma once
/// Gateway dispatches to events.

#include <string_view>
#include <vector>

#include "channel_cache.hpp"
#include "confab/event.hpp"
#include "confab/json.hpp"

namespace confab::discord {

/// What decoding needs to know about the account; lives longer than the call.
struct DecodeScope {
    const AccountId& account;
    const UserId& self;
    const ChannelCache& channels;
};

/// Events of one dispatch; none for types and messages that mean nothing to the bot. Never throws on odd
/// input.
std::vector<Event> decode(std::string_view type, json::Value data, const DecodeScope& scope);

}  // namespace confab::discord
