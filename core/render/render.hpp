#pragma once
/// Turns what a plugin wants to say into what a channel can carry: degrades, then splits. Deterministic and
/// pure.

#include <functional>
#include <string>
#include <vector>

#include "confab/adapter.hpp"
#include "confab/message.hpp"

namespace confab::core {

class Rendered {
public:
    std::vector<Message> parts;  ///< Each fits the profile. Empty when nothing visible was left.
    /// What comes after the parts that the profile allows, in parts; at most kMaxFurther.
    std::vector<Message> further;
    std::vector<std::string> degraded;  ///< What was changed, for the receipt.
};

/// Length of an element as the adapter encodes it, in the profile's unit.
using LengthOf = std::function<std::size_t(const Element&)>;

inline constexpr std::size_t kMaxFurther = 64;

/// Where more is meant than the profile's `max_parts`, the last of them ends in `mark`; so does each such
/// page of `further`.
Rendered render(const Message& message, const ChannelProfile& profile, const LengthOf& length_of,
                std::string_view mark = " …");

}  // namespace confab::core
