#pragma once
/// The bytes of the protocol as the server sees them: strict reading of requests, and small text tools.
/// RFC 2812 section 2.3, IRCv3 message-tags (client limits).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confab::irc_sandbox {

inline constexpr std::size_t kMaxBody = 510;         ///< Without CR LF.
inline constexpr std::size_t kMaxClientTags = 4094;  ///< Without "@" and the space.

class Request {
public:
    std::string tags;     ///< As sent, without "@".
    std::string command;  ///< In upper case.
    std::vector<std::string> args;

    const std::string& arg(std::size_t index) const;
    bool too_long = false;  ///< Over one of the limits: to be answered with 417.
};

/// Nothing for an empty line.
std::optional<Request> parse_request(std::string_view line);

/// CASEMAPPING=ascii.
std::string lower(std::string_view text);
std::string upper(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
/// "#name", without what would be a separator.
bool is_channel_name(std::string_view name);
bool is_nick(std::string_view nick);
/// What a reader sees: no formatting codes, and an action as "* nick does".
std::string as_read(std::string_view nick, std::string_view text);

}  // namespace confab::irc_sandbox
