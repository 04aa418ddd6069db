#include "talk/batches.hpp"

#include <algorithm>

namespace confab::irc {

void Batches::on_batch(const Line& line, TimePoint now) {
    const std::string_view reference = line.param(0);
    if (reference.size() < 2) return;
    // The same reference may be used again after its batch was closed; some servers number all of them 1.
    std::erase_if(open_, [&](const Open& batch) { return batch.reference == reference.substr(1); });
    if (reference.front() != '+') return;
    const std::string_view type = line.param(1);
    const bool playback = type == "chathistory" || type == "draft/chathistory" || type == "znc.in/playback";
    if (open_.size() >= kMaxOpen) open_.pop_front();
    open_.push_back({std::string(reference.substr(1)), playback || is_history(line, now), now});
}

bool Batches::is_history(const Line& line, TimePoint now) const {
    if (open_.empty()) return false;
    const auto reference = line.tag("batch");
    if (!reference) return false;
    const Open* batch = find(*reference, now);
    return batch && batch->history;
}

const Batches::Open* Batches::find(std::string_view reference, TimePoint now) const {
    const auto it = std::find_if(open_.begin(), open_.end(), [&](const Open& batch) {
        return batch.reference == reference && now - batch.since < kLifetime;
    });
    return it == open_.end() ? nullptr : &*it;
}

}  // namespace confab::irc
