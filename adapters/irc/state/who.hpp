#pragma once
/// Asks who the people of a channel are (WHOX: accounts and who is a bot), where a server can tell. One
/// channel at a time and slowly: five hundred channels joined at once are no reason for five hundred
/// questions. Source: IRCv3 whox.

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "confab/task.hpp"
#include "state/isupport.hpp"

namespace confab::irc {

class WhoQueue {
public:
    static constexpr std::size_t kMaxMembers = 300;  ///< Larger channels are not asked about.
    static constexpr std::size_t kMaxWaiting = 50;   ///< Nor those beyond.
    static constexpr Duration kPause{5'000};         ///< Before each question.
    static constexpr Duration kPatience{60'000};     ///< For an answer.

    /// The names of `channel` are complete.
    void add(std::string_view channel, TimePoint now);
    void remove(std::string_view channel, const Isupport& isupport);
    /// 315 for what was asked last.
    void on_end(std::string_view channel, const Isupport& isupport, TimePoint now);
    /// The token of a 354 is that of the question being answered.
    bool is_answer(std::string_view token) const { return !asked_.empty() && token == token_; }

    std::optional<std::string> on_timeout(TimePoint now);
    TimePoint next_timeout() const { return next_; }

private:
    std::deque<std::string> waiting_;
    std::string asked_;  // empty: nothing
    std::string token_;
    unsigned count_ = 0;
    TimePoint next_ = TimePoint::max();
};

}  // namespace confab::irc
