#pragma once
/// How fast a network lets one speak.

#include <string_view>

#include "confab/task.hpp"

namespace confab::irc {

struct Pace {
    unsigned burst;     ///< Lines at once.
    Duration interval;  ///< Then one each; 0: none.
    bool operator==(const Pace&) const = default;
};

/// Five lines, then one each 2 s: what no known network punishes.
inline constexpr Pace kCarefulPace{5, Duration(2'000)};

/// `network` is what ISUPPORT calls it, `version` that of RPL_MYINFO. `paces_itself`: SAFERATE is announced,
/// the server slows us down and never throws us off.
Pace pace_of(std::string_view network, std::string_view version, bool paces_itself);

}  // namespace confab::irc
