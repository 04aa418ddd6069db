#pragma once
/// Uses of a command that must not run side by side wait in lines.

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "confab/task.hpp"
#include "core/command/table.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {

/// One line for each command and subject; the front of it runs. I/O thread only.
class Overlaps {
public:
    /// Somebody in a line.
    class Standing {
    public:
        TaskScope::Handle task;  ///< What a newer use cancels. Set it when the task is spawned.
        Signal turn;
    };

private:
    using Line = std::list<std::shared_ptr<Standing>>;  // shared with whoever spawns the task
    struct Key {
        const Command* command;  // kept alive by those in the line
        std::string subject;
        bool operator==(const Key&) const = default;
    };

public:
    /// A place in a line. Leaving lets the next one run.
    class Place {
    public:
        Place(Place&& other) noexcept;
        Place& operator=(Place&&) = delete;
        ~Place();
        /// Returns when this is the front of the line.
        Task<void> turn();
        std::shared_ptr<Standing> standing() const { return *at_; }

    private:
        friend class Overlaps;
        Place(Overlaps& overlaps, Key key, Line::iterator at)
            : overlaps_(&overlaps), key_(std::move(key)), at_(at) {}
        Overlaps* overlaps_;
        Key key_;
        Line::iterator at_;
    };

    /// Whether one more may stand in line now: with Overlap::drop only in an empty one, else behind at most
    /// kMaxWaiting.
    bool has_room(const Command& command, const MessageReceived& message) const;
    /// Takes a place; with Overlap::replace everybody else in the line is cancelled. The command must have a
    /// policy.
    Place enter(const Command& command, const MessageReceived& message);

    static constexpr std::size_t kMaxWaiting = 16;

private:
    struct Hash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<std::string>()(key.subject) ^ std::hash<const void*>()(key.command);
        }
    };
    static Key key_of(const Command& command, const MessageReceived& message);
    void leave(const Key& key, Line::iterator at);

    std::unordered_map<Key, Line, Hash> lines_;  // an entry exists while somebody stands there
};

}  // namespace confab::core
