#include "core/account/further_pages.hpp"

#include <algorithm>
#include <iterator>

namespace confab::core {

FurtherPages::Answers::iterator FurtherPages::find(const ChannelRef& channel, const UserId& user) {
    return std::find_if(answers_.begin(), answers_.end(), [&](const Answer& answer) {
        return answer.channel == channel && answer.user == user;
    });
}

void FurtherPages::keep(ChannelRef channel, UserId user, std::vector<Message> parts, TimePoint now) {
    if (const auto earlier = find(channel, user); earlier != answers_.end()) answers_.erase(earlier);
    if (parts.empty()) return;
    if (answers_.size() >= kMaxAnswers) answers_.pop_front();
    answers_.emplace_back(std::move(channel), std::move(user), std::move(parts), now);
}

std::vector<Message> FurtherPages::take(const ChannelRef& channel, const UserId& user, std::size_t count,
                                        TimePoint now) {
    std::erase_if(answers_, [&](const Answer& answer) { return now - answer.kept_at > kLifetime; });
    auto found = find(channel, user);
    if (found == answers_.end()) found = find(channel, UserId());
    if (found == answers_.end()) return {};
    std::vector<Message>& parts = found->parts;
    const auto end = parts.begin() + static_cast<std::ptrdiff_t>(std::min(count, parts.size()));
    std::vector<Message> taken(std::make_move_iterator(parts.begin()), std::make_move_iterator(end));
    parts.erase(parts.begin(), end);
    found->kept_at = now;
    if (parts.empty()) answers_.erase(found);
    return taken;
}

}  // namespace confab::core
