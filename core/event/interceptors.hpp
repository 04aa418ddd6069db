#pragma once
/// What plugins put in front of commands and handlers, and in front of everything the bot says.

#include <array>
#include <memory>
#include <vector>

#include "confab/context.hpp"
#include "core/event/lanes.hpp"

namespace confab::core {

/// I/O thread only. Without interceptors nothing costs anything; with ones that need no task an event passes
/// at once; only where one needs a task do the events of a channel wait for each other.
class Interceptors {
public:
    using Next = std::function<void(Event event)>;

    /// `core` owns the waiting: it must outlive every plugin.
    Interceptors(Owner& core, Lanes& lanes) : core_(core), lanes_(lanes) {}

    void add(Owner& owner, std::size_t event_index, int priority, Interceptor interceptor);
    void add_sending(Owner& owner, int priority, SendInterceptor interceptor);
    void remove(const Owner& owner);

    /// Nothing is in the way of events of this kind.
    bool is_clear(std::size_t event_index) const noexcept { return !chains_[event_index] && *waiting_ == 0; }
    /// Gives the event to the interceptors and, unless one halts it, to `next`. One that throws counts as a
    /// fault of its plugin and lets the event go on.
    void pass(Event event, Next next);
    /// For what is about to be said.
    Flow before_sending(const ChannelRef& where, Message& message);

private:
    struct Registered {
        Registered(Owner& owner_in, int priority_in, Interceptor call_in)
            : owner(&owner_in),
              priority(priority_in),
              call(std::make_shared<Interceptor>(std::move(call_in))) {}
        void leave() {
            owner = nullptr;
            call = nullptr;
        }
        Owner* owner;
        int priority;
        std::shared_ptr<Interceptor> call;  // shared with the plugin's task that runs it
    };
    struct Sending {
        Owner* owner;
        int priority;
        std::shared_ptr<SendInterceptor> call;  // shared with the call that is under way
    };
    using Chain = std::vector<std::shared_ptr<Registered>>;  // shared with the events that are on their way
    class Ticket;

    static bool needs_task(const Chain& chain);
    static Flow run_now(Registered& entry, Event& event);
    static Task<void> run_as_plugin(std::shared_ptr<Interceptor> call, std::shared_ptr<Event> event,
                                    Ticket ticket);
    static Task<Flow> run(std::shared_ptr<Registered> entry, std::shared_ptr<Event> event);
    static Task<void> run_all(std::shared_ptr<const Chain> chain, std::shared_ptr<Event> event, Next next);

    Owner& core_;
    Lanes& lanes_;
    std::array<std::shared_ptr<const Chain>, std::variant_size_v<Event>> chains_;  // null: empty
    std::vector<Sending> sending_;
    std::shared_ptr<std::size_t> waiting_ = std::make_shared<std::size_t>(0);  // shared with the jobs
};

}  // namespace confab::core
