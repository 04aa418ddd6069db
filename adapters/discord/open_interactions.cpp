#include "open_interactions.hpp"

#include <algorithm>

namespace confab::discord {

void OpenInteractions::open(MessageId id, Secret token, ChannelId channel, TimePoint now) {
    prune(now);
    if (open_.size() >= kMax) open_.pop_front();
    open_.push_back(Entry{std::move(id), std::move(token), std::move(channel), now + kLifetime, {}});
}

std::optional<OpenInteractions::Answer> OpenInteractions::answer(const MessageId& id,
                                                                 const ChannelId& channel,
                                                                 std::string_view nonce, TimePoint now) {
    prune(now);
    const auto found =
        std::find_if(open_.begin(), open_.end(), [&id](const Entry& entry) { return entry.id == id; });
    if (found == open_.end() || found->channel != channel) return {};
    if (!found->first_nonce) found->first_nonce = std::string(nonce);
    Answer out;
    out.token = found->token;
    out.first = *found->first_nonce == nonce;
    return out;
}

void OpenInteractions::forget(const MessageId& id) {
    std::erase_if(open_, [&id](const Entry& entry) { return entry.id == id; });
}

void OpenInteractions::prune(TimePoint now) {
    while (!open_.empty() && open_.front().ends <= now) open_.pop_front();
}

}  // namespace confab::discord
