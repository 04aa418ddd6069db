#pragma once
/// What servers answer to what they do not accept, as errors.

#include <optional>

#include "confab/result.hpp"
#include "wire/line.hpp"

namespace confab::irc {

/// Of a numeric that refuses a message, or of a FAIL (IRCv3 standard-replies, whose text may be missing).
/// Nothing for any other line. The delivery is `sent`: the server has answered.
std::optional<Error> refusal_of(const Line& line);
/// The target a refusing numeric names, or empty: "401 me TARGET :No such nick".
std::string_view refused_target(const Line& line);

}  // namespace confab::irc
