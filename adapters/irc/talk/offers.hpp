#pragma once
/// What the server lets us do besides plain messages, now: capabilities and announcements may change.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "facts.hpp"

namespace confab::irc {

bool can_reply(const Facts& facts);
bool can_show_typing(const Facts& facts);
bool can_react(const Facts& facts);
bool can_delete(const Facts& facts);
/// Messages that one request for history may ask for; nothing where there is no history.
std::optional<std::size_t> history_limit(const Facts& facts);

struct MultilineLimits {
    std::size_t bytes;  ///< Of all text, line breaks included.
    std::size_t lines;
};
/// Of one message of several lines; nothing where it has to be several messages.
std::optional<MultilineLimits> multiline_limits(const Facts& facts);

/// Tags that point at a message: `+reply`, as ratified, and `+draft/reply`, which servers and clients of
/// before know. Empty when the server drops both.
std::string reply_tags(const Facts& facts, std::string_view message_id);
/// A tag's value with what would end it escaped; no byte of it can end the tag or the line.
std::string escape_tag(std::string_view value);

}  // namespace confab::irc
