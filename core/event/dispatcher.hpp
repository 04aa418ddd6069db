#pragma once
/// Hands events to those who want them: a command, or else the handlers of the event's type.

#include <array>
#include <functional>
#include <memory>
#include <vector>

#include "confab/context.hpp"
#include "confab/event.hpp"
#include "core/event/lanes.hpp"

namespace confab::core {

/// I/O thread only. Never blocks, never throws; handlers run later, in their lanes.
class Dispatcher {
public:
    /// Looks at a live message first; true when it took the message (it was a command).
    using Router = std::function<bool(const std::shared_ptr<const Event>& event)>;

    Dispatcher(Lanes& lanes, Metrics& metrics);

    void set_router(Router router) { router_ = std::move(router); }
    void add(Owner& owner, std::size_t event_index, EventHandler handler);
    void remove(const Owner& owner);
    /// A handler or command of `owner` is running.
    bool is_busy(const Owner& owner) const { return lanes_.is_busy(owner); }
    void dispatch(Event event);

private:
    struct Registration {
        Owner* owner;
        std::shared_ptr<EventHandler> handler;  // shared with queued and running calls
    };
    Lanes& lanes_;
    Router router_;
    std::array<std::vector<Registration>, std::variant_size_v<Event>> handlers_;
    std::array<Counter*, std::variant_size_v<Event>> counts_{};
};

/// The channel an event belongs to, for ordering; an account's own events share one.
ChannelRef channel_of(const Event& event);

}  // namespace confab::core
