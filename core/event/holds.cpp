#include "core/event/holds.hpp"

namespace confab::core {

void Holds::begin(std::string plugin, Wanted wanted) {
    holds_[std::move(plugin)].wanted = std::move(wanted);
}

void Holds::put_first(const std::string& plugin, std::vector<SharedEvent> events) {
    const auto it = holds_.find(plugin);
    if (it == holds_.end()) return;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        const bool is_message = std::holds_alternative<MessageReceived>(**event);
        it->second.events.emplace_front(std::move(*event), is_message);
    }
}

std::deque<HeldEvent> Holds::end(const std::string& plugin) {
    auto node = holds_.extract(plugin);
    return node.empty() ? std::deque<HeldEvent>() : std::move(node.mapped().events);
}

bool Holds::take_command(std::string_view word, const SharedEvent& event) {
    if (word.empty()) return false;
    std::string lower(word);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    for (auto& [plugin, hold] : holds_) {
        if (!hold.wanted.commands.contains(lower)) continue;
        keep(hold, event, true);
        return true;
    }
    return false;
}

void Holds::take_event(const SharedEvent& event) {
    for (auto& [plugin, hold] : holds_)
        if (hold.wanted.events.test(event->index())) keep(hold, event, false);
}

void Holds::keep(Hold& hold, const SharedEvent& event, bool is_command) {
    if (hold.events.size() >= kMaxHeld)
        dropped_.add();
    else
        hold.events.emplace_back(event, is_command);
}

}  // namespace confab::core
