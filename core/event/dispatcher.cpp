#include "core/event/dispatcher.hpp"

namespace confab::core {
namespace {

constexpr const char* kNames[] = {"message", "edit", "delete", "reaction", "member", "connection", "members"};
static_assert(std::size(kNames) == std::variant_size_v<Event>);

struct ChannelOf {
    ChannelRef operator()(const MessageReceived& e) const { return e.channel.ref; }
    ChannelRef operator()(const MessageEdited& e) const { return e.ref.where; }
    ChannelRef operator()(const MessageDeleted& e) const { return e.ref.where; }
    ChannelRef operator()(const ReactionChanged& e) const { return e.ref.where; }
    ChannelRef operator()(const MemberChanged& e) const { return e.where; }
    ChannelRef operator()(const MembersChanged& e) const { return e.where; }
    ChannelRef operator()(const ConnectionChanged& e) const { return ChannelRef(e.account, ChannelId()); }
};

}  // namespace

ChannelRef channel_of(const Event& event) {
    return std::visit(ChannelOf{}, event);
}

Dispatcher::Dispatcher(Lanes& lanes, Metrics& metrics) : lanes_(lanes), holds_(metrics) {
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
    counts_[event.index()]->add();
    if (!interceptors_ || interceptors_->is_clear(event.index())) {
        proceed(std::move(event));
        return;
    }
    interceptors_->pass(std::move(event), [this](Event passed) { proceed(std::move(passed)); });
}

void Dispatcher::proceed(Event event) {
    const std::size_t index = event.index();
    const auto* message = std::get_if<MessageReceived>(&event);
    const bool live =
        message && message->origin == Origin::live && !message->sender.is_self && !message->is_notice;
    const auto& handlers = handlers_[index];
    if (handlers.empty() && !live && holds_.empty()) return;

    const auto shared = std::make_shared<const Event>(std::move(event));
    if (live && take_live(shared)) return;
    if (!holds_.empty()) holds_.take_event(shared);
    if (handlers.empty()) return;
    const ChannelRef channel = channel_of(*shared);
    for (const Registration& registration : handlers) post(registration, shared, channel);
}

// Who is asked something may still use a command, by its prefix; without the prefix it is the answer, even
// where plain words are commands.
bool Dispatcher::take_live(const SharedEvent& event) {
    const auto& message = std::get<MessageReceived>(*event);
    const bool asked = answers_ && answers_->awaits(message);
    if (asked && (!router_ || !router_->is_prefixed(message))) {
        answers_->take(event);
        return true;
    }
    if (router_) {
        if (!holds_.empty() && holds_.take_command(router_->command_word(message), event)) return true;
        if (router_->route(event)) return true;
    }
    if (asked) answers_->take(event);
    return asked;
}

void Dispatcher::post(const Registration& registration, const SharedEvent& event, const ChannelRef& channel) {
    auto job = [event, handler = registration.handler] {
        return (*handler)(*event);
    };
    lanes_.post(*registration.owner, channel, kNames[event->index()], std::move(job), event);
}

void Dispatcher::hold(const Owner& owner, std::set<std::string, std::less<>> commands) {
    Wanted wanted;
    wanted.commands = std::move(commands);
    for (std::size_t i = 0; i < handlers_.size(); ++i)
        if (std::erase_if(handlers_[i], [&](const Registration& r) { return r.owner == &owner; }) > 0)
            wanted.events.set(i);
    holds_.begin(std::string(owner.id()), std::move(wanted));
}

void Dispatcher::hold_waiting(const Owner& owner) {
    holds_.put_first(std::string(owner.id()), lanes_.take_waiting(owner));
}

void Dispatcher::release(const std::string& plugin) {
    for (const HeldEvent& held : holds_.end(plugin)) {
        if (held.is_command && router_ && router_->route(held.event)) continue;
        const ChannelRef channel = channel_of(*held.event);
        for (const Registration& registration : handlers_[held.event->index()])
            if (registration.owner->id() == plugin) post(registration, held.event, channel);
    }
}

}  // namespace confab::core
