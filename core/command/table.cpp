#include "core/command/table.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/command/wording.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kMaxWord = 32;  // as the grammar has it; longer words are not looked up
constexpr std::size_t kMaxDepth = 3;
constexpr unsigned kMaxUses = 1000;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string joined(const std::vector<std::string>& path) {
    std::string out;
    for (const std::string& word : path) out += (out.empty() ? "" : " ") + word;
    return out;
}

[[noreturn]] void wrong(const CommandSpec& spec, const std::string& why) {
    throw std::invalid_argument("command \"" + spec.signature() + "\": " + why);
}

void check_parameters(const CommandSpec& spec, const Signature& signature, const char* where,
                      const std::map<std::string, std::string, std::less<>>& texts) {
    for (const auto& [name, text] : texts)
        if (!signature.find(name))
            wrong(spec, std::string(where) + " tells of `" + name + "`, which is no parameter");
}

// What the signature's grammar does not see.
void check(const CommandSpec& spec, const Signature& signature) {
    check_parameters(spec, signature, "describe", spec.parameters());
    for (const auto& [language, texts] : spec.translations())
        check_parameters(spec, signature, "translate", texts.parameters);
    for (const Cooldown& limit : spec.cooldowns())
        if (limit.period <= Duration(0) || limit.uses == 0 || limit.uses > kMaxUses)
            wrong(spec, "a cooldown needs a period and 1 to 1000 uses");
}

std::vector<std::string> names_of(const Command& command) {
    std::vector<std::string> names{command.signature.name()};
    for (const std::string& alias : command.spec.aliases()) {
        try {
            names.push_back(joined(parse_path(alias)));
        } catch (const std::invalid_argument& e) {
            wrong(command.spec, "alias: " + std::string(e.what()));
        }
        if (std::count(names.begin(), names.end(), names.back()) > 1)
            wrong(command.spec, "has the name `" + names.back() + "` twice");
    }
    return names;
}

bool by_name(const std::shared_ptr<Command>& a, const std::shared_ptr<Command>& b) {
    return a->signature.name() < b->signature.name();
}

}  // namespace

void CommandTable::add(Owner& owner, CommandSpec spec, CommandHandler handler) {
    Signature signature = Signature::parse(spec.signature());
    check(spec, signature);
    const auto command =
        std::make_shared<Command>(owner, std::move(spec), std::move(signature), std::move(handler));
    const std::vector<std::string> names = names_of(*command);
    for (const std::string& name : names)
        if (const auto taken = find(name))
            throw std::invalid_argument("the command `" + name + "` is already offered by plugin `" +
                                        std::string(taken->owner.id()) + "`");
    for (const std::string& name : names) {
        nodes_[name].command = command;
        for (std::size_t end = name.find(' '); end != std::string::npos; end = name.find(' ', end + 1))
            ++nodes_[name.substr(0, end)].below;
    }
    commands_.push_back(command);
    changed();
}

void CommandTable::forget(const std::string& path) {
    const auto prune = [this](const std::string& at) {
        const auto it = nodes_.find(at);
        if (it != nodes_.end() && !it->second.command && it->second.below == 0) nodes_.erase(it);
    };
    nodes_[path].command = nullptr;
    prune(path);
    for (std::size_t end = path.find(' '); end != std::string::npos; end = path.find(' ', end + 1)) {
        const std::string above = path.substr(0, end);
        --nodes_[above].below;
        prune(above);
    }
}

void CommandTable::remove(const Owner& owner) {
    const auto gone = std::stable_partition(commands_.begin(), commands_.end(),
                                            [&](const auto& command) { return &command->owner != &owner; });
    if (gone == commands_.end()) return;
    for (auto it = gone; it != commands_.end(); ++it)
        for (const std::string& name : names_of(**it)) forget(name);
    commands_.erase(gone, commands_.end());
    changed();
}

std::set<std::string, std::less<>> CommandTable::words_of(const Owner& owner) const {
    std::set<std::string, std::less<>> words;
    for (const auto& command : commands_)
        if (&command->owner == &owner)
            for (const std::string& name : names_of(*command)) words.insert(name.substr(0, name.find(' ')));
    return words;
}

void CommandTable::changed() {
    ++revision_;
    if (listener_) listener_();
}

CommandMatch CommandTable::match(std::string_view text) const {
    std::array<char, kMaxDepth*(kMaxWord + 1)> key;  // NOLINT: written before it is read
    std::size_t size = 0;
    std::size_t at = 0;
    const std::shared_ptr<Command>* best = nullptr;
    CommandMatch match;
    for (std::size_t depth = 0; depth < kMaxDepth; ++depth) {
        while (at < text.size() && is_space(text[at])) ++at;
        if (size > 0) key[size++] = ' ';
        const std::size_t begin = at;
        for (; at < text.size() && at - begin <= kMaxWord && !is_space(text[at]); ++at)
            key[size++] = text[at] >= 'A' && text[at] <= 'Z' ? static_cast<char>(text[at] + 32) : text[at];
        if (at == begin || at - begin > kMaxWord) break;
        const std::string_view path(key.data(), size);
        const auto it = nodes_.find(path);
        if (it == nodes_.end()) break;
        if (it->second.command) {
            best = &it->second.command;
            match.end = at;
        } else if (!best) {
            match.group = path;
            match.end = at;
        }
        if (it->second.below == 0) break;
    }
    if (!best) return match;
    match.command = *best;
    match.group.clear();
    return match;
}

std::shared_ptr<Command> CommandTable::find(std::string_view path) const {
    CommandMatch found = match(path);
    while (found.end < path.size() && is_space(path[found.end])) ++found.end;
    return found.end == path.size() ? std::move(found.command) : nullptr;
}

std::vector<std::shared_ptr<Command>> CommandTable::all() const {
    std::vector<std::shared_ptr<Command>> commands = commands_;
    std::sort(commands.begin(), commands.end(), by_name);
    return commands;
}

std::vector<std::shared_ptr<Command>> CommandTable::below(std::string_view path) const {
    const std::string begin = lower_case(path) + " ";
    std::vector<std::shared_ptr<Command>> commands;
    for (const std::shared_ptr<Command>& command : commands_) {
        const auto& aliases = command->spec.aliases();
        const auto continues = [&](const std::string& name) {
            return name.starts_with(begin);
        };
        if (continues(command->signature.name()) || std::any_of(aliases.begin(), aliases.end(), continues))
            commands.push_back(command);
    }
    std::sort(commands.begin(), commands.end(), by_name);
    return commands;
}

}  // namespace confab::core
