#pragma once
/// All registered commands by name. Looking one up is hashing, whatever their number.

#include <cstdint>
#include <functional>
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

/// What the words at the start of a text name.
class CommandMatch {
public:
    std::shared_ptr<Command> command;  ///< Null: none; shared with the calls that run.
    std::size_t end = 0;               ///< Where in the text the words end that name it, or the group.
    std::string group;                 ///< "tag" when only subcommands begin with that, and none followed.
};

/// I/O thread only.
class CommandTable {
public:
    /// Throws std::invalid_argument for a bad declaration or a name that is taken (and by whom); nothing is
    /// registered then.
    void add(Owner& owner, CommandSpec spec, CommandHandler handler);
    /// Forgets every command of `owner`. Calls that still run keep their command alive.
    void remove(const Owner& owner);
    /// The first words of the names, and the aliases, of `owner`'s commands, in lower case.
    std::set<std::string, std::less<>> words_of(const Owner& owner) const;

    /// The command whose name or alias, without regard to ASCII case, is the longest at the start of `text`.
    CommandMatch match(std::string_view text) const;
    /// The command that exactly `path` names.
    std::shared_ptr<Command> find(std::string_view path) const;
    /// In the order of registration.
    const std::vector<std::shared_ptr<Command>>& unordered() const noexcept { return commands_; }
    /// In alphabetical order, aliases not repeated.
    std::vector<std::shared_ptr<Command>> all() const;
    /// Those whose name or alias continues `path`, in alphabetical order.
    std::vector<std::shared_ptr<Command>> below(std::string_view path) const;

    /// Grows with every change.
    std::uint64_t revision() const noexcept { return revision_; }
    /// Called after every change; there is one listener.
    void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    /// One path: a command's, or the beginning of some.
    struct Node {
        std::shared_ptr<Command> command;
        unsigned below = 0;  // commands and aliases that go on from here
    };
    void forget(const std::string& path);
    void changed();

    std::unordered_map<std::string, Node, Hash, std::equal_to<>> nodes_;
    std::vector<std::shared_ptr<Command>> commands_;
    std::uint64_t revision_ = 0;
    std::function<void()> listener_;
};

}  // namespace confab::core
