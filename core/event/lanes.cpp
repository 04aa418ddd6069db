#include "core/event/lanes.hpp"

#include <algorithm>
#include <boost/system/system_error.hpp>

#include "core/runtime/watchdog.hpp"

namespace confab::core {

Lanes::Lanes(Metrics& metrics) : dropped_(metrics.counter("confab_events_dropped_total")) {}

void Lanes::post(Owner& owner, const ChannelRef& channel, std::string name, Job job) {
    Key key{&owner, channel};
    const auto [it, is_new] = queues_.try_emplace(key);
    if (it->second.size() >= kMaxQueued) {
        dropped_.add();
        owner.log().warn("event dropped: the handlers do not keep up",
                         {{"channel", channel.channel.str()}, {"waiting", it->second.size()}});
        return;
    }
    it->second.push_back(Waiting{std::move(name), std::move(job)});
    if (is_new) {
        Task<void> draining = drain(owner, std::move(key));
        owner.tasks().spawn("handlers in " + channel.channel.str(), std::move(draining));
    }
}

void Lanes::remove(const Owner& owner) {
    for (auto& [key, queue] : queues_)
        if (key.owner == &owner) queue.clear();
}

bool Lanes::is_busy(const Owner& owner) const {
    return present_.contains(&owner) || std::any_of(queues_.begin(), queues_.end(), [&](const auto& entry) {
               return entry.first.owner == &owner;
           });
}

Lanes::Presence::~Presence() {
    if (!lanes_) return;
    const auto it = lanes_->present_.find(owner_);
    if (--it->second == 0) lanes_->present_.erase(it);
}

// The lane disappears with its task, also when that is cancelled.
Task<void> Lanes::drain(Owner& owner, Key key) {
    struct Leave {
        Lanes& lanes;
        const Key& key;
        ~Leave() { lanes.queues_.erase(key); }
    } leave{*this, key};
    for (;;) {
        const auto it = queues_.find(key);
        if (it == queues_.end() || it->second.empty()) co_return;
        Waiting next = std::move(it->second.front());
        it->second.pop_front();
        std::string what;
        LastStarted::set(owner.id(), next.name);
        try {
            co_await next.job();
            continue;
        } catch (const boost::system::system_error& e) {
            if (e.code() == boost::asio::error::operation_aborted && owner.tasks().cancelled()) throw;
            what = e.what();
        } catch (const std::exception& e) {
            what = e.what();
        } catch (...) {
            what = "an exception that is not a std::exception";
        }
        owner.fault(next.name, what);
    }
}

}  // namespace confab::core
