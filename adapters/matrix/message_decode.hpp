#pragma once
/// Content of m.room.message to a neutral message.

#include <string>
#include <string_view>
#include <vector>

#include "confab/json.hpp"
#include "confab/message.hpp"

namespace confab::matrix {

/// Never fails: content of the wrong shape gives an empty message.
Message decode_message(json::Value content);

/// The body without the quoted lines that senders before v1.13 put in front of a reply.
std::string_view without_reply_fallback(std::string_view body);

/// True when `content` mentions the user: by m.mentions, or, from clients that do not send it, by a link to
/// the user.
bool mentions_user(json::Value content, std::string_view user_id);

/// True when `text` starts by calling somebody: "Confab: hello", "@confab hello", "confab" alone; not "confab
/// is nice". ASCII case is ignored.
bool addresses(std::string_view text, std::string_view name);

/// "Confab: roll 6", or a mention of `self` and the rest, to "roll 6". A message that is nothing but the call
/// stays as it is.
Message without_address(const Message& message, std::string_view self, const std::vector<std::string>& names);

}  // namespace confab::matrix
