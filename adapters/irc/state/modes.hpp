#pragma once
/// "MODE #c +ov-b alice bob *!*@bad" taken apart, by what the server's modes mean.

#include <span>
#include <string_view>
#include <vector>

#include "state/isupport.hpp"

namespace confab::irc {

/// Views into the line.
struct ModeChange {
    char letter;
    bool is_set;
    ModeKind kind;
    std::string_view argument;  ///< Empty where there is none: a list mode without one only asks.
};

/// `params` from the letters on. Arguments that are missing, or too many, change nothing else.
std::vector<ModeChange> parse_modes(std::span<const std::string_view> params, const Isupport& isupport);

}  // namespace confab::irc
