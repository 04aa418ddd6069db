#include "state/who.hpp"

#include <algorithm>

namespace confab::irc {

void WhoQueue::add(std::string_view channel, TimePoint now) {
    const bool is_known = std::find(waiting_.begin(), waiting_.end(), channel) != waiting_.end();
    if (is_known || waiting_.size() >= kMaxWaiting) return;
    waiting_.emplace_back(channel);
    if (asked_.empty()) next_ = std::min(next_, now + kPause);
}

void WhoQueue::remove(std::string_view channel, const Isupport& isupport) {
    std::erase_if(waiting_, [&](const std::string& name) { return isupport.same(name, channel); });
}

void WhoQueue::on_end(std::string_view channel, const Isupport& isupport, TimePoint now) {
    if (asked_.empty() || !isupport.same(asked_, channel)) return;
    asked_.clear();
    next_ = waiting_.empty() ? TimePoint::max() : now + kPause;
}

std::optional<std::string> WhoQueue::on_timeout(TimePoint now) {
    if (now < next_) return std::nullopt;
    next_ = TimePoint::max();
    asked_.clear();
    if (waiting_.empty()) return std::nullopt;
    asked_ = std::move(waiting_.front());
    waiting_.pop_front();
    token_ = std::to_string(++count_ % 999 + 1);
    next_ = now + kPatience;
    return build_line("WHO", {asked_, "%tcuhnfar," + token_});
}

}  // namespace confab::irc
