#pragma once
/// Order: what one plugin does in one channel happens in order; everything else runs side by side.

#include <deque>
#include <functional>
#include <unordered_map>

#include "confab/ids.hpp"
#include "confab/service/metrics.hpp"
#include "core/event/owner.hpp"

namespace confab::core {

/// Queues per (owner, channel), each drained by one task. I/O thread only.
class Lanes {
public:
    using Job = std::function<Task<void>()>;

    explicit Lanes(Metrics& metrics);

    /// Runs `job` after those queued before it in the same lane. A lane holds at most kMaxQueued waiting
    /// jobs; beyond that the new one is dropped, counted and logged. Exceptions go to `owner.fault`.
    void post(Owner& owner, const ChannelRef& channel, std::string name, Job job);
    /// Drops what `owner` has waiting; what runs goes on.
    void remove(const Owner& owner);
    /// Something of `owner` is running, in a lane or marked by a Presence.
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
    };
    using Queue = std::deque<Waiting>;

    Task<void> drain(Owner& owner, Key key);

    std::unordered_map<Key, Queue, KeyHash> queues_;      // an entry exists as long as its drain task runs
    std::unordered_map<const Owner*, unsigned> present_;  // an entry exists while the number is not zero
    Counter& dropped_;
};

}  // namespace confab::core
