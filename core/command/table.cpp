#include "core/command/table.hpp"

#include <algorithm>
#include <stdexcept>

namespace confab::core {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

constexpr std::size_t kMaxName = 64;  // longer words are no command; also bounds the copy below

}  // namespace

void CommandTable::add(Owner& owner, CommandSpec spec, CommandHandler handler) {
    Signature signature = Signature::parse(spec.signature());
    const auto command =
        std::make_shared<Command>(owner, std::move(spec), std::move(signature), std::move(handler));
    std::vector<std::string> names = command->spec.aliases();
    names.push_back(command->signature.name());
    for (const std::string& name : names)
        if (const auto taken = find(name))
            throw std::invalid_argument("the command `" + name + "` is already offered by plugin `" +
                                        std::string(taken->owner.id()) + "`");
    for (const std::string& name : names) by_name_.emplace(lower(name), command);
}

void CommandTable::remove(const Owner& owner) {
    std::erase_if(by_name_, [&](const auto& entry) { return &entry.second->owner == &owner; });
}

std::set<std::string, std::less<>> CommandTable::names_of(const Owner& owner) const {
    std::set<std::string, std::less<>> names;
    for (const auto& [name, command] : by_name_)
        if (&command->owner == &owner) names.insert(name);
    return names;
}

std::shared_ptr<Command> CommandTable::find(std::string_view name) const {
    if (name.empty() || name.size() > kMaxName) return nullptr;
    auto it = by_name_.find(name);
    if (it == by_name_.end() &&
        std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        it = by_name_.find(lower(name));
    return it == by_name_.end() ? nullptr : it->second;
}

std::vector<std::shared_ptr<Command>> CommandTable::all() const {
    std::vector<std::shared_ptr<Command>> commands;
    for (const auto& [name, command] : by_name_)
        if (name == lower(command->signature.name())) commands.push_back(command);
    std::sort(commands.begin(), commands.end(),
              [](const auto& a, const auto& b) { return a->signature.name() < b->signature.name(); });
    return commands;
}

}  // namespace confab::core
