#pragma once
/// Answers to CTCP queries (modern IRC, CTCP). Few and slow: they are the oldest way to flood a bot off a
/// network.

#include <deque>
#include <optional>
#include <string>

#include "actions.hpp"
#include "confab/task.hpp"
#include "decode.hpp"

namespace confab::irc {

class CtcpReplies {
public:
    static constexpr std::size_t kBurst = 3;
    static constexpr Duration kPer{60'000};

    /// The NOTICE that answers `query` from `nick`, or nothing: not known, or asked too often. FINGER,
    /// USERINFO and DCC are among what nobody needs to know of a bot.
    std::optional<std::string> answer(const Ctcp& query, std::string_view nick, std::string_view version,
                                      Moment now);

private:
    std::deque<TimePoint> recent_;
};

}  // namespace confab::irc
