#pragma once
/// The commands a client has to do with, as one switch.

#include <cstdint>
#include <string_view>

namespace confab::irc {

enum class Command : std::uint8_t {
    other,  ///< A numeric, or nothing we know.
    account,
    authenticate,
    away,
    batch,
    cap,
    chghost,
    error,
    fail,
    invite,
    join,
    kick,
    kill,
    markread,
    mode,
    nick,
    note,
    notice,
    part,
    ping,
    pong,
    privmsg,
    quit,
    redact,
    rename,
    setname,
    tagmsg,
    topic,
    warn,
    ack,
};

/// ASCII case-insensitive.
Command command_of(std::string_view verb);

}  // namespace confab::irc
