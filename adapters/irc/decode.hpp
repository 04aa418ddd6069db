#pragma once
/// PRIVMSG and NOTICE lines to neutral messages.

#include <optional>
#include <string_view>

#include "confab/event.hpp"
#include "state/isupport.hpp"
#include "wire/line.hpp"

namespace confab::irc {

/// What a line means depends on these; all views, for the length of one call.
struct DecodeContext {
    const AccountId& account;
    const Isupport& isupport;
    std::string_view own_nick;
    std::string_view sender_account;  ///< Services account of the sender, or empty.
    Origin origin = Origin::live;
    WallTime received_at{};
};

/// A CTCP request ("\x01VERSION\x01") in a message body.
struct Ctcp {
    std::string_view verb;
    std::string_view argument;
};

/// Nothing when `body` is ordinary text. The closing \x01 may be missing.
std::optional<Ctcp> parse_ctcp(std::string_view body);

/// Nothing when the line has no place in a conversation: from a server, to nobody, a CTCP request other than
/// ACTION.
std::optional<MessageReceived> decode_message(const Line& line, const DecodeContext& context);

/// The person behind a nick: known by the services account where there is one, else by a nick anyone could
/// take.
User make_user(std::string_view nick, std::string_view account, const Isupport& isupport);
/// A channel, or the private conversation with the nick `target`.
Channel make_channel(std::string_view target, const DecodeContext& context);

/// The id of the message that the line answers: `+reply`, or `+draft/reply` of older servers and clients.
/// Empty: of none.
std::string replied_to(const Line& line);

/// Removes "nick: " or "nick, " from the start of `text`; true when it was there.
bool strip_address(std::string& text, std::string_view nick, const Isupport& isupport);

}  // namespace confab::irc
