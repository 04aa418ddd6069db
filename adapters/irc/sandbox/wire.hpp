#pragma once
/// The bytes of the protocol as the server sees them: strict reading of requests.
/// RFC 2812 section 2.3, IRCv3 message-tags (client limits).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confab::irc_sandbox {

inline constexpr std::size_t kMaxBody = 510;         ///< Without CR LF.
inline constexpr std::size_t kMaxClientTags = 4094;  ///< Without "@" and the space.
inline constexpr std::size_t kMaxNick = 30;
inline constexpr std::size_t kMaxChannel = 64;

class Request {
public:
    std::string tags;     ///< As sent, without "@".
    std::string command;  ///< In upper case.
    std::vector<std::string> args;

    const std::string& arg(std::size_t index) const;
    /// The value of a tag, unescaped. Nothing: it was not sent.
    std::optional<std::string> tag(std::string_view key) const;
    bool too_long = false;  ///< Over one of the limits: to be answered with 417.
};

/// Nothing for an empty line.
std::optional<Request> parse_request(std::string_view line);

std::string escape_tag(std::string_view value);
/// "#name", without what would be a separator.
bool is_channel_name(std::string_view name);
bool is_nick(std::string_view nick);

}  // namespace confab::irc_sandbox
