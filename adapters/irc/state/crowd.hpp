#pragma once
/// Comings and goings of many at once, told as one event a channel: netsplits, the rejoins after them, and
/// floods of joins. Nobody is greeted or missed a thousand times.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "confab/event.hpp"
#include "confab/task.hpp"

namespace confab::irc {

class Crowd {
public:
    static constexpr Duration kQuiet{1'000};            ///< Told when nothing was added for so long,
    static constexpr Duration kLongest{5'000};          ///< or so long after the first.
    static constexpr std::size_t kMaxWaiting = 20'000;  ///< People in events not told yet; then told at once.
    static constexpr std::size_t kMaxAway = 20'000;     ///< People remembered as split away.
    static constexpr Duration kRemembered{1'800'000};   ///< How long, after the last split.
    static constexpr Duration kRejoining{30'000};       ///< From the first rejoin of a person on.
    static constexpr unsigned kFlood = 20;  ///< Joins of a channel within kFloodTime; more: one event.
    static constexpr Duration kFloodTime{2'000};

    /// The text of a QUIT is that of a netsplit: the names of the two servers that lost each other.
    static bool is_split(std::string_view quit_text);

    /// Somebody (folded nick) was split away.
    void on_split(const std::string& nick, std::string_view servers, TimePoint now);
    /// Somebody joins: the servers of the split that had taken them away, if one had.
    std::optional<std::string> split_of(const std::string& nick, TimePoint now);
    /// Counts a join; true when there are too many to tell one by one. `channel` is folded.
    bool is_flood(const std::string& channel, TimePoint now);

    void add(const ChannelRef& where, const User& user, MembershipChange change, std::string_view detail,
             TimePoint now);
    /// The events whose time has come; with `all`, every one.
    std::vector<Event> take(TimePoint now, bool all = false);
    bool is_full() const { return waiting_ >= kMaxWaiting; }
    TimePoint next_timeout() const;

private:
    static constexpr std::size_t kMaxSplits = 16;
    static constexpr std::size_t kMaxRates = 4'096;
    struct Group {
        MembersChanged event;
        TimePoint since;
        TimePoint due;
    };
    struct Away {
        std::uint32_t split;
        TimePoint until;
    };
    struct Rate {
        TimePoint since;
        unsigned count;
    };

    std::deque<Group> groups_;  // in the order they began
    std::unordered_map<std::string, Group*> by_key_;
    std::size_t waiting_ = 0;
    std::unordered_map<std::string, Away> away_;
    std::vector<std::string> splits_;  // "irc1.example.org irc2.example.org"
    TimePoint forget_at_ = TimePoint::max();
    std::unordered_map<std::string, Rate> rates_;
};

}  // namespace confab::irc
