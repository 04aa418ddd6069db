#pragma once
/// All registered commands by name. Lookup does not grow with their number.

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "confab/command.hpp"
#include "confab/invocation.hpp"
#include "core/command/signature.hpp"
#include "core/event/owner.hpp"

namespace confab::core {

class Command {
public:
    Command(Owner& owner_in, CommandSpec spec_in, Signature signature_in, CommandHandler handler_in)
        : owner(owner_in),
          spec(std::move(spec_in)),
          signature(std::move(signature_in)),
          handler(std::move(handler_in)) {}
    Owner& owner;
    CommandSpec spec;
    Signature signature;
    CommandHandler handler;
};

class CommandTable {
public:
    /// Throws std::invalid_argument for a bad signature or a name that is taken (and by whom).
    void add(Owner& owner, CommandSpec spec, CommandHandler handler);
    /// Forgets every command of `owner`. Calls that still run keep their command alive.
    void remove(const Owner& owner);
    /// The first words of the names, and the aliases, of `owner`'s commands, in lower case.
    std::set<std::string, std::less<>> names_of(const Owner& owner) const;
    /// By name or alias, without regard to ASCII case.
    std::shared_ptr<Command> find(std::string_view name) const;
    /// In alphabetical order, aliases not repeated.
    std::vector<std::shared_ptr<Command>> all() const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    // Shared with the calls that are running, so that a reload does not pull a handler from under them.
    std::unordered_map<std::string, std::shared_ptr<Command>, Hash, std::equal_to<>> by_name_;
};

}  // namespace confab::core
