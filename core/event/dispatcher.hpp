#pragma once
/// Hands events to those who want them, in this order: interceptors; then, of live messages, whoever asked
/// their sender something, or the command; else the handlers of the event's type.

#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "confab/context.hpp"
#include "confab/event.hpp"
#include "core/event/holds.hpp"
#include "core/event/interceptors.hpp"
#include "core/event/lanes.hpp"

namespace confab::core {

/// Finds the command in a live message.
class Router {
public:
    virtual ~Router() = default;
    /// True when the message was a command: it runs in its owner's lane.
    virtual bool route(const SharedEvent& event) = 0;
    /// The word that would be the command's name, were there such a command; empty when the message does not
    /// look like one.
    virtual std::string_view command_word(const MessageReceived& message) const = 0;
    /// The message begins with the prefix of commands.
    virtual bool is_prefixed(const MessageReceived& message) const = 0;
};

/// Whoever waits for what a user says next.
class AnswerTaker {
public:
    virtual ~AnswerTaker() = default;
    virtual bool awaits(const MessageReceived& message) const = 0;
    virtual void take(const SharedEvent& event) = 0;
};

/// I/O thread only. Never blocks, never throws; handlers run later, in their lanes.
class Dispatcher {
public:
    Dispatcher(Lanes& lanes, Metrics& metrics);

    void set_interceptors(Interceptors& interceptors) { interceptors_ = &interceptors; }
    void set_router(Router& router) { router_ = &router; }
    void set_answers(AnswerTaker& answers) { answers_ = &answers; }

    void add(Owner& owner, std::size_t event_index, EventHandler handler);
    void remove(const Owner& owner);
    /// A handler or command of `owner` is running or waiting.
    bool is_busy(const Owner& owner) const { return lanes_.is_busy(owner); }
    void dispatch(Event event);

    /// Takes the registrations of `owner` away, and keeps what would have reached them, and the commands
    /// named, for its successor of the same id. What waits in its lanes goes on.
    void hold(const Owner& owner, std::set<std::string, std::less<>> commands);
    /// What `owner` had not begun by now is kept too.
    void hold_waiting(const Owner& owner);
    /// Delivers what was kept to the plugin of that id, or drops it when there is none.
    void release(const std::string& plugin);

private:
    struct Registration {
        Owner* owner;
        std::shared_ptr<EventHandler> handler;  // shared with queued and running calls
    };
    void proceed(Event event);
    bool take_live(const SharedEvent& event);
    void post(const Registration& registration, const SharedEvent& event, const ChannelRef& channel);

    Lanes& lanes_;
    Interceptors* interceptors_ = nullptr;
    Router* router_ = nullptr;
    AnswerTaker* answers_ = nullptr;
    Holds holds_;
    std::array<std::vector<Registration>, std::variant_size_v<Event>> handlers_;
    std::array<Counter*, std::variant_size_v<Event>> counts_{};
};

/// The channel an event belongs to, for ordering; an account's own events share one.
ChannelRef channel_of(const Event& event);

}  // namespace confab::core
