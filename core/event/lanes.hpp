#pragma once
/// Order: what one plugin does in one channel happens in order; everything else runs side by side.

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "confab/event.hpp"
#include "confab/ids.hpp"
#include "confab/service/metrics.hpp"
#include "core/event/owner.hpp"

namespace confab::core {

using SharedEvent = std::shared_ptr<const Event>;  // shared by the handlers' lanes

/// Queues per (owner, channel), each drained by one task. I/O thread only.
class Lanes {
public:
    using Job = std::function<Task<void>()>;

    explicit Lanes(Metrics& metrics);

    /// Runs `job` after those queued before it in the same lane. A lane holds at most kMaxQueued waiting
    /// jobs; beyond that the new one is dropped, counted and logged. Exceptions go to `owner.fault`. `origin`
    /// is the event that the job is about.
    void post(Owner& owner, const ChannelRef& channel, std::string name, Job job,
              SharedEvent origin = nullptr);
    /// The job about `message` waits for a person: those queued behind it may run meanwhile. Nothing happens
    /// when no lane of `owner` is busy with it.
    void let_pass(Owner& owner, const MessageReceived& message);
    /// Drops what `owner` has waiting; what runs goes on.
    void remove(const Owner& owner);
    /// As `remove`; returns what the dropped jobs were about, in the order of each channel.
    std::vector<SharedEvent> take_waiting(const Owner& owner);
    /// Something of `owner` is running or waiting, in a lane or marked by a Presence. Jobs that let others
    /// pass do not count.
    bool is_busy(const Owner& owner) const;

    /// What runs outside the lanes and is waited for like what runs in them. The lanes must outlive it.
    class Presence {
    public:
        Presence(Lanes& lanes, const Owner& owner) : lanes_(&lanes), owner_(&owner) {
            ++lanes.present_[&owner];
        }
        Presence(Presence&& other) noexcept
            : lanes_(std::exchange(other.lanes_, nullptr)), owner_(other.owner_) {}
        Presence& operator=(Presence&&) = delete;
        ~Presence();

    private:
        Lanes* lanes_;
        const Owner* owner_;
    };

    static constexpr std::size_t kMaxQueued = 256;

private:
    struct Key {
        const Owner* owner;
        ChannelRef channel;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<ChannelRef>()(key.channel) ^ std::hash<const void*>()(key.owner);
        }
    };
    struct Waiting {
        std::string name;
        Job job;
        SharedEvent origin;
    };
    struct Queue {
        std::deque<Waiting> waiting;
        SharedEvent current;     // what the running job is about
        std::uint64_t turn = 0;  // of the task that drains it; another one has been let pass
    };

    void start(Owner& owner, Key key, Queue& queue);
    Task<void> drain(Owner& owner, Key key, std::uint64_t turn);

    std::uint64_t turns_ = 0;
    std::unordered_map<Key, Queue, KeyHash> queues_;      // an entry exists as long as its drain task runs
    std::unordered_map<const Owner*, unsigned> present_;  // an entry exists while the number is not zero
    Counter& dropped_;
};

}  // namespace confab::core
