#include "core/event/interceptors.hpp"

#include <algorithm>

#include "core/event/dispatcher.hpp"
#include "core/runtime/failure.hpp"

namespace confab::core {
namespace {

// What a task of the plugin leaves for the one that waits for it.
struct Outcome {
    Flow flow = Flow::next;
    Signal done;
};

}  // namespace

// Held by the plugin's task: wakes the waiting event however that task ends, even unstarted.
class Interceptors::Ticket {
public:
    explicit Ticket(std::shared_ptr<Outcome> outcome) : outcome_(std::move(outcome)) {}
    Ticket(Ticket&&) noexcept = default;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket() {
        if (outcome_) outcome_->done.notify();
    }
    void set(Flow flow) { outcome_->flow = flow; }

private:
    std::shared_ptr<Outcome> outcome_;  // shared with the event that waits
};

void Interceptors::add(Owner& owner, std::size_t event_index, int priority, Interceptor interceptor) {
    auto& chain = chains_.at(event_index);
    Chain longer = chain ? *chain : Chain();
    const auto after = std::find_if(longer.begin(), longer.end(),
                                    [&](const auto& entry) { return entry->priority < priority; });
    longer.insert(after, std::make_shared<Registered>(owner, priority, std::move(interceptor)));
    chain = std::make_shared<const Chain>(std::move(longer));
}

void Interceptors::add_sending(Owner& owner, int priority, SendInterceptor interceptor) {
    const auto after = std::find_if(sending_.begin(), sending_.end(),
                                    [&](const Sending& entry) { return entry.priority < priority; });
    sending_.insert(after,
                    Sending{&owner, priority, std::make_shared<SendInterceptor>(std::move(interceptor))});
}

void Interceptors::remove(const Owner& owner) {
    for (auto& chain : chains_) {
        if (!chain) continue;
        Chain rest;
        for (const auto& entry : *chain) {
            if (entry->owner == &owner)
                entry->leave();
            else
                rest.push_back(entry);
        }
        chain = rest.empty() ? nullptr : std::make_shared<const Chain>(std::move(rest));
    }
    std::erase_if(sending_, [&](const Sending& entry) { return entry.owner == &owner; });
}

bool Interceptors::needs_task(const Chain& chain) {
    return std::any_of(chain.begin(), chain.end(),
                       [](const auto& entry) { return entry->call->index() == 1; });
}

Flow Interceptors::run_now(Registered& entry, Event& event) {
    try {
        return std::get<0>(*entry.call)(event);
    } catch (...) {
        if (entry.owner) entry.owner->fault("interceptor", text_of(std::current_exception()));
        return Flow::next;
    }
}

void Interceptors::pass(Event event, Next next) {
    const std::shared_ptr<const Chain> chain = chains_[event.index()];
    const bool at_once = *waiting_ == 0 && (!chain || !needs_task(*chain));
    if (!at_once) {
        const ChannelRef channel = channel_of(event);
        auto shared = std::make_shared<Event>(std::move(event));  // shared with the plugins' tasks
        ++*waiting_;
        std::shared_ptr<void> count(nullptr, [waiting = waiting_](void*) { --*waiting; });  // run or dropped
        auto job = [chain, shared, count, next = std::move(next)] {
            return run_all(chain, shared, next);
        };
        lanes_.post(core_, channel, "interceptors", std::move(job));
        return;
    }
    if (chain)
        for (const auto& entry : *chain)
            if (entry->owner && run_now(*entry, event) == Flow::halt) return;
    next(std::move(event));
}

// The plugin's code runs in a task of the plugin, so that its end does not pull the code from under it.
Task<void> Interceptors::run_as_plugin(std::shared_ptr<Interceptor> call, std::shared_ptr<Event> event,
                                       Ticket ticket) {
    const Flow flow = co_await std::get<1>(*call)(*event);
    ticket.set(flow);
}

Task<Flow> Interceptors::run(std::shared_ptr<Registered> entry, std::shared_ptr<Event> event) {
    if (entry->call->index() == 0) co_return run_now(*entry, *event);
    const auto outcome = std::make_shared<Outcome>();
    Task<void> running = run_as_plugin(entry->call, event, Ticket(outcome));
    entry->owner->tasks().spawn("interceptor", std::move(running));
    co_await outcome->done.wait();
    co_return outcome->flow;
}

Task<void> Interceptors::run_all(std::shared_ptr<const Chain> chain, std::shared_ptr<Event> event,
                                 Next next) {
    if (chain)
        for (const auto& entry : *chain) {
            if (!entry->owner) continue;
            const Flow flow = co_await run(entry, event);
            if (flow == Flow::halt) co_return;
        }
    next(std::move(*event));
}

Flow Interceptors::before_sending(const ChannelRef& where, Message& message) {
    const std::vector<Sending> chain = sending_;
    for (const Sending& entry : chain) {
        try {
            if ((*entry.call)(where, message) == Flow::halt) return Flow::halt;
        } catch (...) {
            entry.owner->fault("interceptor of sending", text_of(std::current_exception()));
        }
    }
    return Flow::next;
}

}  // namespace confab::core
