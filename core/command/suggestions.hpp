#pragma once
/// "Did you mean": for commands that do not exist. Costs a message nothing but a look at a few letters; names
/// are compared on a worker, later.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/account/sender.hpp"
#include "core/command/table.hpp"
#include "core/event/lanes.hpp"
#include "core/runtime/runtime.hpp"

namespace confab::core {

/// I/O thread only. At most one suggestion per channel in kPause; after a name that is like none, nothing is
/// compared in that channel for kShortPause. At most kMaxBusy are at work at once.
class Suggestions {
public:
    /// Everything must outlive `core`'s tasks, in whose lanes suggestions are made.
    Suggestions(Runtime& runtime, Owner& core, CommandTable& table, Lanes& lanes, Sender& sender,
                std::string prefix);

    /// `text` is what followed the prefix of a message that is no command.
    void consider(const std::shared_ptr<const Event>& event, std::string_view text,
                  std::string_view platform);

    static constexpr Duration kPause{10'000};
    static constexpr Duration kShortPause{1'000};
    static constexpr unsigned kMaxBusy = 4;

private:
    /// First words of what can be written on a platform.
    class Names {
    public:
        std::vector<std::string> everywhere;
        std::vector<std::pair<std::string, std::string>> by_platform;
    };
    std::shared_ptr<const Names> names();
    Task<void> suggest(std::shared_ptr<const Event> event, std::string word, std::string platform);
    std::shared_ptr<void> take_slot();
    bool may_speak(const ChannelRef& channel, TimePoint now);

    Runtime& runtime_;
    Owner& core_;
    CommandTable& table_;
    Lanes& lanes_;
    Sender& sender_;
    std::string prefix_;
    std::shared_ptr<const Names> names_;  // shared with workers that read it
    std::uint64_t revision_ = 0;
    std::unordered_map<ChannelRef, TimePoint> quiet_until_;
    std::shared_ptr<unsigned> busy_ = std::make_shared<unsigned>(0);  // shared with suggestions on their way
};

}  // namespace confab::core
