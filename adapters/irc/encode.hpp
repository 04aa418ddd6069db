#pragma once
/// Neutral messages to PRIVMSG lines. Nothing a message contains can end a line early or start another
/// command.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "confab/message.hpp"
#include "confab/service/unicode.hpp"
#include "send/ticket.hpp"

namespace confab::irc {

/// Bytes an element takes in a line, formatting codes included.
std::size_t encoded_length(const Element& element);

/// How messages are sent: bots on some networks are asked to use notices.
enum class Verb { privmsg, notice };

/// Bytes of text that fit behind "PRIVMSG target :" in a body of `body_length` bytes, when servers put a
/// prefix of `prefix_length` bytes (":nick!user@host ") before it.
std::size_t room_for_text(std::size_t body_length, std::size_t prefix_length, std::string_view target);

struct MultilineLimits;

/// Makes lines for one target.
class Encoder {
public:
    /// Each line's text has at most `room` bytes. `unicode`: cuts between grapheme clusters; without it,
    /// between characters.
    Encoder(std::string_view target, std::size_t room, Verb verb, const Unicode* unicode)
        : target_(target), room_(room), verb_(verb), unicode_(unicode) {}

    /// Whole lines without CR LF, none of them blank.
    std::vector<std::string> lines(const Message& message) const;
    /// The same text in client batches (draft/multiline), as few as the limits allow; where one line is
    /// enough, that line. Blank lines are kept.
    std::vector<Outgoing> batches(const Message& message, const MultilineLimits& limits) const;

private:
    std::string target_;
    std::size_t room_;
    Verb verb_;
    const Unicode* unicode_;
};

/// Whole lines without CR LF whose text has at most `room` bytes each. Usually one: the core has split
/// already. What is longer after all (an action's marks, a prefix that grew) goes on in a further line, cut
/// at a space or between characters, with its style reopened. Empty when there is nothing to say. Actions are
/// always PRIVMSG.
std::vector<std::string> encode_message(const Message& message, std::string_view target, std::size_t room,
                                        Verb verb = Verb::privmsg, const Unicode* unicode = nullptr);

}  // namespace confab::irc
