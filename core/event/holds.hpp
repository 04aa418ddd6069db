#pragma once
/// What arrives for a plugin while it is being replaced: kept in order, and given to its successor.

#include <bitset>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/event/lanes.hpp"

namespace confab::core {

/// What the generation that left listened to.
class Wanted {
public:
    std::bitset<std::variant_size_v<Event>> events;
    std::set<std::string, std::less<>> commands;  ///< First words and aliases, in lower case.
};

class HeldEvent {
public:
    HeldEvent(SharedEvent event_in, bool is_command_in)
        : event(std::move(event_in)), is_command(is_command_in) {}
    SharedEvent event;
    bool is_command;
};

/// I/O thread only. Bounded: beyond kMaxHeld a plugin's further events are dropped, counted and logged once.
class Holds {
public:
    explicit Holds(Metrics& metrics) : dropped_(metrics.counter("confab_events_dropped_total")) {}

    void begin(std::string plugin, Wanted wanted);
    /// Puts what its predecessor had not begun before everything else that is held.
    void put_first(const std::string& plugin, std::vector<SharedEvent> events);
    std::deque<HeldEvent> end(const std::string& plugin);

    bool empty() const noexcept { return holds_.empty(); }
    /// True when `word` is a command of a plugin that is held: then the event is kept for it.
    bool take_command(std::string_view word, const SharedEvent& event);
    /// Keeps the event for every held plugin that listens to its kind.
    void take_event(const SharedEvent& event);

    static constexpr std::size_t kMaxHeld = 10'000;

private:
    struct Hold {
        Wanted wanted;
        std::deque<HeldEvent> events;
    };
    void keep(Hold& hold, const SharedEvent& event, bool is_command);
    std::map<std::string, Hold> holds_;
    Counter& dropped_;
};

}  // namespace confab::core
