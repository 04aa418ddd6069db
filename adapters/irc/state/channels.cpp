#include "state/channels.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

constexpr Duration kAfterKick{10'000};
constexpr Duration kAfterRefusal{300'000};
constexpr unsigned kMaxKicks = 3;  // whoever kicks us more often does not want us there

}  // namespace

Channels::Channels(const std::vector<std::string>& entries) {
    for (const std::string& text : entries) {
        Entry entry;
        const std::size_t space = text.find(' ');
        entry.name = text.substr(0, space);
        if (space != std::string::npos) entry.key = text.substr(space + 1);
        entries_.push_back(std::move(entry));
    }
    // JOIN pairs keys with channels by position, so those with a key come first.
    std::stable_partition(entries_.begin(), entries_.end(),
                          [](const Entry& entry) { return !entry.key.empty(); });
}

std::vector<std::string> Channels::join_all(std::size_t body_length) const {
    std::vector<std::string> lines;
    std::string names;
    std::string keys;
    const auto finish = [&] {
        if (names.empty()) return;
        lines.push_back(keys.empty() ? build_line("JOIN", {names}) : build_line("JOIN", {names, keys}));
        names.clear();
        keys.clear();
    };
    for (const Entry& entry : entries_) {
        const std::size_t length = 7 + names.size() + entry.name.size() + keys.size() + entry.key.size();
        if (length > body_length) finish();
        names += (names.empty() ? "" : ",") + entry.name;
        if (!entry.key.empty()) keys += (keys.empty() ? "" : ",") + entry.key;
    }
    finish();
    return lines;
}

Channels::Entry* Channels::find(std::string_view name, const Isupport& isupport) {
    const auto it = std::find_if(entries_.begin(), entries_.end(),
                                 [&](const Entry& entry) { return isupport.same(entry.name, name); });
    return it == entries_.end() ? nullptr : &*it;
}

void Channels::on_joined(std::string_view name, const Isupport& isupport) {
    if (Entry* entry = find(name, isupport)) {
        entry->refused = false;
        entry->retry_at = TimePoint::max();
    }
}

void Channels::on_kicked(std::string_view name, const Isupport& isupport, TimePoint now) {
    if (Entry* entry = find(name, isupport); entry && ++entry->kicks <= kMaxKicks)
        entry->retry_at = now + kAfterKick;
}

bool Channels::on_refused(std::string_view name, const Isupport& isupport, TimePoint now) {
    Entry* entry = find(name, isupport);
    if (!entry) return false;
    entry->refused = true;
    entry->retry_at = now + kAfterRefusal;
    return true;
}

std::string Channels::join(Entry& entry) {
    entry.retry_at = TimePoint::max();
    if (entry.key.empty()) return build_line("JOIN", {entry.name});
    return build_line("JOIN", {entry.name, entry.key});
}

std::vector<std::string> Channels::on_logged_in() {
    std::vector<std::string> lines;
    for (Entry& entry : entries_)
        if (std::exchange(entry.refused, false)) lines.push_back(join(entry));
    return lines;
}

std::vector<std::string> Channels::on_timeout(TimePoint now) {
    std::vector<std::string> lines;
    for (Entry& entry : entries_)
        if (entry.retry_at <= now) lines.push_back(join(entry));
    return lines;
}

TimePoint Channels::next_timeout() const {
    TimePoint next = TimePoint::max();
    for (const Entry& entry : entries_) next = std::min(next, entry.retry_at);
    return next;
}

}  // namespace confab::irc
