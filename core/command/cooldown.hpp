#pragma once
/// How often commands were used lately. Counts by the command's name, so a reload of its plugin forgives
/// nothing.

#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/command/table.hpp"

namespace confab::core {

/// Pure: is told the time. Memory is bounded: who may use a command again is forgotten, and a limit remembers
/// at most kMaxSubjects.
class Cooldowns {
public:
    /// How long until `command` may be used again for the sender of `message`; nullopt: now.
    std::optional<Duration> wait(const Command& command, const MessageReceived& message, TimePoint now) const;
    /// A use begins.
    void charge(const Command& command, const MessageReceived& message, TimePoint now);

    /// Users, channels ... that are remembered.
    std::size_t size() const noexcept;
    static constexpr std::size_t kMaxSubjects = 10'000;

private:
    struct Subject {
        std::string key;
        std::deque<TimePoint> starts;  // the last `uses` of them
    };
    /// One cooldown of one command.
    struct Limit {
        Duration period{};
        std::list<Subject> subjects;  // who was charged longest ago is in front, and expires first
        std::unordered_map<std::string, std::list<Subject>::iterator> by_key;
        void expire(TimePoint now);
    };
    void sweep(TimePoint now);

    std::map<std::pair<std::string, std::size_t>, Limit> limits_;
    unsigned charges_ = 0;
};

}  // namespace confab::core
