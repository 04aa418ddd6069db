#pragma once
/// What a gateway close code means for the session (Discord documentation, "Gateway Close Event Codes").

#include <cstdint>
#include <string_view>

namespace confab::discord {

enum class AfterClose : std::uint8_t {
    resume,    ///< The session may still be there: reconnect and resume it.
    identify,  ///< The session is gone: reconnect with a new one.
    stop,      ///< Trying again is useless until the operator changes something.
};

struct CloseMeaning {
    AfterClose action;
    bool back_off;             ///< Wait even though the connection was healthy before.
    std::string_view meaning;  ///< Lower-case words for logs.
    std::string_view cure;     ///< What the operator can do; empty where there is nothing to do.
};

/// `code` as `WebSocket::close_code()` tells it; 1005 and 1006 are connections that just broke.
CloseMeaning meaning_of_close(std::uint16_t code);

/// Closing with 1000 or 1001 ends the session on the server's side; this code keeps it resumable.
inline constexpr std::uint16_t kCloseToResume = 4000;

}  // namespace confab::discord
