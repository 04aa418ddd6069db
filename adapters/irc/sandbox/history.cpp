#include "history.hpp"

#include <algorithm>

namespace confab::irc_sandbox {

std::string HistoryEntry::body(std::size_t part) const {
    std::string out = command + " " + target;
    if (part < parts.size()) return out + " :" + parts[part].text;
    return rest.empty() ? out : out + " " + rest;
}

Selector Selector::parse(std::string_view text) {
    Selector out;
    const std::size_t equals = text.find('=');
    const std::string_view type = text.substr(0, equals);
    if (text == "*") {
        out.kind = Kind::any;
    } else if (equals == std::string_view::npos || equals + 1 == text.size()) {
        return out;
    } else {
        out.kind = type == "timestamp" ? Kind::time : type == "msgid" ? Kind::id : Kind::unknown_type;
        out.value = text.substr(equals + 1);
    }
    return out;
}

void HistoryLog::add(HistoryEntry entry) {
    if (entries_.size() >= kMaxEntries) entries_.pop_front();
    entries_.push_back(std::move(entry));
}

const HistoryEntry* HistoryLog::find(std::string_view id) const {
    for (const HistoryEntry& entry : entries_)
        if (entry.id == id) return &entry;
    return nullptr;
}

bool HistoryLog::remove(std::string_view id) {
    return std::erase_if(entries_, [&](const HistoryEntry& entry) { return entry.id == id; }) > 0;
}

std::size_t HistoryLog::first_from(const Selector& at) const {
    if (at.kind == Selector::Kind::any) return 0;
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const HistoryEntry& entry) {
        return at.kind == Selector::Kind::id ? entry.id == at.value : entry.time >= at.value;
    });
    return static_cast<std::size_t>(found - entries_.begin());
}

std::size_t HistoryLog::first_after(const Selector& at) const {
    if (at.kind == Selector::Kind::any) return 0;
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const HistoryEntry& entry) {
        return at.kind == Selector::Kind::id ? entry.id == at.value : entry.time > at.value;
    });
    const auto index = static_cast<std::size_t>(found - entries_.begin());
    return at.kind == Selector::Kind::id && index < entries_.size() ? index + 1 : index;
}

HistoryLog& Histories::log(const std::string& key) {
    const auto found = logs_.find(key);
    if (found != logs_.end()) return found->second;
    if (logs_.size() >= kMaxLogs) {
        const auto last = [](const auto& item) {
            return item.second.entries().empty() ? std::string() : item.second.entries().back().time;
        };
        logs_.erase(std::min_element(logs_.begin(), logs_.end(),
                                     [&](const auto& a, const auto& b) { return last(a) < last(b); }));
    }
    return logs_[key];
}

HistoryLog* Histories::find(const std::string& key) {
    const auto found = logs_.find(key);
    return found == logs_.end() ? nullptr : &found->second;
}

void Histories::rename(const std::string& from, const std::string& to) {
    auto node = logs_.extract(from);
    if (node.empty()) return;
    node.key() = to;
    logs_.erase(to);
    logs_.insert(std::move(node));
}

std::string Histories::conversation(const std::string& folded_a, const std::string& folded_b) {
    return std::min(folded_a, folded_b) + " " + std::max(folded_a, folded_b);
}

}  // namespace confab::irc_sandbox
