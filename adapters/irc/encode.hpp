#pragma once
/// Neutral messages to PRIVMSG lines. Nothing a message contains can end a line early or start another
/// command.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "confab/message.hpp"

namespace confab::irc {

/// Bytes an element takes in a line, formatting codes included.
std::size_t encoded_length(const Element& element);

/// How messages are sent: bots on some networks are asked to use notices.
enum class Verb { privmsg, notice };

/// Bytes of text that fit behind "PRIVMSG target :" in a body of `body_length` bytes, when servers put a
/// prefix of `prefix_length` bytes (":nick!user@host ") before it.
std::size_t room_for_text(std::size_t body_length, std::size_t prefix_length, std::string_view target);

/// Whole lines without CR LF whose text has at most `room` bytes each. Usually one: the core has split
/// already. What is longer after all (an action's marks, a prefix that grew) goes on in a further line, cut
/// at a space or between characters, with its style reopened. Empty when there is nothing to say. Actions are
/// always PRIVMSG.
std::vector<std::string> encode_message(const Message& message, std::string_view target, std::size_t room,
                                        Verb verb = Verb::privmsg);

}  // namespace confab::irc
