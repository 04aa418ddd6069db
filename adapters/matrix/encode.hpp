#pragma once
/// Neutral messages to event content.

#include <string>
#include <string_view>

#include "confab/adapter.hpp"
#include "confab/message.hpp"

namespace confab::matrix {

/// What any room can carry.
ChannelProfile room_profile();

/// Bytes an element takes in the event: in the plain body and in the HTML, both after JSON escaping.
std::size_t encoded_length(const Element& element);

/// Content of an m.room.message. `self` is never mentioned.
std::string encode_message(const Message& message, std::string_view self);
/// Content that replaces an earlier message.
std::string encode_edit(const Message& message, std::string_view original, std::string_view self);
/// Content of an m.reaction.
std::string encode_reaction(std::string_view event_id, const Emoji& emoji);

/// The body a reader without HTML sees.
std::string plain_body(const Message& message);
/// The HTML, or empty when it would say no more than the body.
std::string html_body(const Message& message);

}  // namespace confab::matrix
