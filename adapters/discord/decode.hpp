#pragma once
/// Gateway dispatches to events.

#include <string>
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

/// What others see: nick, display name or user name of a user object and its member object.
std::string display_name(json::Value user, json::Value member);
User decode_user(json::Value user, json::Value member, const DecodeScope& scope);

}  // namespace confab::discord
