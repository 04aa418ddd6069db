#include "core/event/lanes.hpp"

#include <algorithm>

#include "core/runtime/failure.hpp"
#include "core/runtime/watchdog.hpp"

namespace confab::core {

Lanes::Lanes(Metrics& metrics) : dropped_(metrics.counter("confab_events_dropped_total")) {}

void Lanes::post(Owner& owner, const ChannelRef& channel, std::string name, Job job, SharedEvent origin) {
    Key key{&owner, channel};
    const auto [it, is_new] = queues_.try_emplace(key);
    if (it->second.waiting.size() >= kMaxQueued) {
        dropped_.add();
        owner.log().warn("event dropped: the handlers do not keep up",
                         {{"channel", channel.channel.str()}, {"waiting", it->second.waiting.size()}});
        return;
    }
    it->second.waiting.push_back(Waiting{std::move(name), std::move(job), std::move(origin)});
    if (is_new) start(owner, std::move(key), it->second);
}

void Lanes::start(Owner& owner, Key key, Queue& queue) {
    queue.turn = ++turns_;
    queue.current = nullptr;
    std::string name = "handlers in " + key.channel.channel.str();
    Task<void> draining = drain(owner, std::move(key), queue.turn);
    owner.tasks().spawn(std::move(name), std::move(draining));
}

void Lanes::let_pass(Owner& owner, const MessageReceived& message) {
    Key key{&owner, message.channel.ref};
    const auto it = queues_.find(key);
    if (it == queues_.end() || !it->second.current) return;
    if (std::get_if<MessageReceived>(it->second.current.get()) != &message) return;
    if (it->second.waiting.empty())
        queues_.erase(it);
    else
        start(owner, std::move(key), it->second);
}

void Lanes::remove(const Owner& owner) {
    for (auto& [key, queue] : queues_)
        if (key.owner == &owner) queue.waiting.clear();
}

std::vector<SharedEvent> Lanes::take_waiting(const Owner& owner) {
    std::vector<SharedEvent> events;
    for (auto& [key, queue] : queues_) {
        if (key.owner != &owner) continue;
        for (Waiting& waiting : queue.waiting)
            if (waiting.origin && (events.empty() || events.back() != waiting.origin))
                events.push_back(std::move(waiting.origin));
        queue.waiting.clear();
    }
    return events;
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

// The lane disappears with its task, also when that is cancelled; unless it has been let pass to another.
Task<void> Lanes::drain(Owner& owner, Key key, std::uint64_t turn) {
    struct Leave {
        Lanes& lanes;
        const Key& key;
        std::uint64_t turn;
        ~Leave() {
            const auto it = lanes.queues_.find(key);
            if (it != lanes.queues_.end() && it->second.turn == turn) lanes.queues_.erase(it);
        }
    } leave{*this, key, turn};
    for (;;) {
        const auto it = queues_.find(key);
        if (it == queues_.end() || it->second.turn != turn || it->second.waiting.empty()) co_return;
        Waiting next = std::move(it->second.waiting.front());
        it->second.waiting.pop_front();
        it->second.current = next.origin;
        std::exception_ptr failure;
        LastStarted::set(owner.id(), next.name);
        try {
            co_await next.job();
            continue;
        } catch (...) {
            failure = std::current_exception();
        }
        if (owner.tasks().cancelled() && is_cancellation(failure)) std::rethrow_exception(failure);
        owner.fault(next.name, text_of(failure));
    }
}

}  // namespace confab::core
