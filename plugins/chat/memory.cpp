#include "memory.hpp"

#include <algorithm>

namespace confab::chat {

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void Memory::drop_oldest_channel() {
    const auto older = [](const auto& a, const auto& b) {
        return a.second.last_used < b.second.last_used;
    };
    channels_.erase(std::min_element(channels_.begin(), channels_.end(), older));
}

Memory::Channel& Memory::channel(const ChannelRef& where) {
    auto it = channels_.find(where);
    if (it == channels_.end()) {
        if (channels_.size() >= std::max<std::size_t>(1, limits_.channels)) drop_oldest_channel();
        it = channels_.try_emplace(where).first;
    }
    it->second.last_used = ++uses_;
    return it->second;
}

std::vector<Turn> Memory::conversation(const ChannelRef& where, const std::string& system_prompt,
                                       std::string question) {
    std::vector<Turn> turns;
    if (!system_prompt.empty()) turns.emplace_back(Role::system, system_prompt);
    if (const auto it = channels_.find(where); it != channels_.end()) {
        for (const Exchange& exchange : it->second.exchanges) {
            turns.emplace_back(Role::user, exchange.question);
            turns.emplace_back(Role::assistant, exchange.answer);
        }
    }
    turns.emplace_back(Role::user, std::move(question));
    return turns;
}

void Memory::remember(const ChannelRef& where, std::string question, std::string answer) {
    Channel& here = channel(where);
    const std::size_t size = count_characters(question) + count_characters(answer);
    here.exchanges.push_back({std::move(question), std::move(answer), size});
    here.characters += size;
    // Whole exchanges only, so that what is sent always begins with a question.
    while (!here.exchanges.empty() &&
           (here.exchanges.size() * 2 > limits_.turns || here.characters > limits_.characters)) {
        here.characters -= here.exchanges.front().characters;
        here.exchanges.pop_front();
    }
}

bool Memory::forget(const ChannelRef& where) {
    const auto it = channels_.find(where);
    if (it == channels_.end() || it->second.exchanges.empty()) return false;
    it->second.exchanges.clear();
    it->second.characters = 0;
    return true;
}

std::string Memory::model(const ChannelRef& where) const {
    const auto it = channels_.find(where);
    return it == channels_.end() ? std::string() : it->second.model;
}

void Memory::choose_model(const ChannelRef& where, std::string model) {
    channel(where).model = std::move(model);
}

}  // namespace confab::chat
