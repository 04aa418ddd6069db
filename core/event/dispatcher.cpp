#include "core/event/dispatcher.hpp"

namespace confab::core {
namespace {

constexpr const char* kNames[] = {"message", "edit", "delete", "reaction", "member", "connection"};
static_assert(std::size(kNames) == std::variant_size_v<Event>);

struct ChannelOf {
    ChannelRef operator()(const MessageReceived& e) const { return e.channel.ref; }
    ChannelRef operator()(const MessageEdited& e) const { return e.ref.where; }
    ChannelRef operator()(const MessageDeleted& e) const { return e.ref.where; }
    ChannelRef operator()(const ReactionChanged& e) const { return e.ref.where; }
    ChannelRef operator()(const MemberChanged& e) const { return e.where; }
    ChannelRef operator()(const ConnectionChanged& e) const { return ChannelRef(e.account, ChannelId()); }
};

}  // namespace

ChannelRef channel_of(const Event& event) {
    return std::visit(ChannelOf{}, event);
}

Dispatcher::Dispatcher(Lanes& lanes, Metrics& metrics) : lanes_(lanes) {
    for (std::size_t i = 0; i < counts_.size(); ++i)
        counts_[i] = &metrics.counter("confab_events_total", "kind=\"" + std::string(kNames[i]) + "\"");
}

void Dispatcher::add(Owner& owner, std::size_t event_index, EventHandler handler) {
    handlers_.at(event_index).push_back({&owner, std::make_shared<EventHandler>(std::move(handler))});
}

void Dispatcher::remove(const Owner& owner) {
    for (auto& list : handlers_)
        std::erase_if(list, [&](const Registration& r) { return r.owner == &owner; });
    lanes_.remove(owner);
}

void Dispatcher::dispatch(Event event) {
    const std::size_t index = event.index();
    counts_[index]->add();
    const auto* message = std::get_if<MessageReceived>(&event);
    const bool live =
        message && message->origin == Origin::live && !message->sender.is_self && !message->is_notice;
    const auto& handlers = handlers_[index];
    if (handlers.empty() && !live) return;

    const auto shared = std::make_shared<const Event>(std::move(event));  // shared by the handlers' lanes
    if (live && router_ && router_(shared)) return;
    if (handlers.empty()) return;
    const ChannelRef channel = channel_of(*shared);
    for (const Registration& registration : handlers) {
        auto job = [shared, handler = registration.handler] {
            return (*handler)(*shared);
        };
        lanes_.post(*registration.owner, channel, kNames[index], std::move(job));
    }
}

}  // namespace confab::core
