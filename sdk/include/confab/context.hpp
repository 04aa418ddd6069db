#pragma once
/// What the host gives a plugin: services, registrations, tasks and sending. Everything registered through a
/// context belongs to the plugin's scope and is undone by the host; plugins contain no unload code.
/// All calls: I/O thread, from `Plugin::start` until `stop` returns.

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "confab/command.hpp"
#include "confab/event.hpp"
#include "confab/invocation.hpp"
#include "confab/option.hpp"
#include "confab/registration.hpp"
#include "confab/service/logger.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// A service interface names itself: `static constexpr const char* kServiceId = "confab.clock/1";`
template <class S>
concept Service = requires {
    { S::kServiceId } -> std::convertible_to<const char*>;
};

template <class C>
concept Capability = requires {
    { C::kCapabilityId } -> std::convertible_to<const char*>;
};

using EventHandler = std::function<Task<void>(const Event&)>;
/// May change the event; what it returns decides whether the event goes on. As long as none needs a task,
/// events pass without one.
using Interceptor = std::variant<std::function<Flow(Event&)>, std::function<Task<Flow>(Event&)>>;
/// Sees what is about to be sent, before it is rendered; may change it.
using SendInterceptor = std::function<Flow(const ChannelRef& where, Message& message)>;

class CONFAB_API Context {
public:
    virtual ~Context();

    virtual std::string_view plugin_id() const noexcept = 0;
    virtual const Options& options() const noexcept = 0;
    virtual Logger& log() noexcept = 0;

    /// The service, which is there as long as the plugin runs when it is listed in the plugin's `Needs`;
    /// throws std::logic_error for one that is neither listed nor present.
    template <Service S>
    S& require() {
        return *static_cast<S*>(find_service(S::kServiceId, true));
    }
    /// The service if it is present now, else nullptr. Do not keep the pointer across a `co_await`.
    template <Service S>
    S* find() {
        return static_cast<S*>(find_service(S::kServiceId, false));
    }
    /// Offers `service` to other plugins until this plugin stops. The plugin keeps ownership.
    template <Service S>
    void offer(S& service) {
        offer_service(S::kServiceId, static_cast<S*>(&service));
    }

    /// Calls `handler(const E&)` for each event of type E; it may return void or Task<>.
    template <class E, class F>
    void on(F handler) {
        using R = std::invoke_result_t<F&, const E&>;
        add_handler(event_index<E>(),
                    [handler = std::move(handler)](const Event& event) mutable -> Task<void> {
                        if constexpr (std::is_void_v<R>) {
                            handler(std::get<E>(event));
                            co_return;
                        } else {
                            co_await handler(std::get<E>(event));
                        }
                    });
    }

    /// Calls `interceptor(E&)` for each event of type E before commands, conversations and handlers see it;
    /// it returns Flow or Task<Flow>. Higher priorities come first, equal ones in the order of registration.
    /// `Flow::halt` ends the event. Order within a channel is kept; a slow one holds that channel back.
    template <class E, class F>
    void intercept(F interceptor, int priority = 0) {
        using R = std::invoke_result_t<F&, E&>;
        std::function<R(Event&)> on_event = [interceptor = std::move(interceptor)](Event& event) mutable {
            return interceptor(std::get<E>(event));
        };
        add_interceptor(event_index<E>(), priority, Interceptor(std::move(on_event)));
    }
    /// Calls `interceptor(const ChannelRef&, Message&)` for everything the bot is about to say; it returns
    /// Flow. A halted message fails with Errc::forbidden.
    virtual void intercept_sending(SendInterceptor interceptor, int priority = 0) = 0;

    /// Declares a command. The handler takes `Invocation&` and returns void, something a `Reply` can be made
    /// from (text, Message), or a Task of either. A name already taken throws std::invalid_argument.
    template <class F>
    void command(CommandSpec spec, F handler) {
        using R = std::invoke_result_t<F&, Invocation&>;
        if constexpr (std::is_same_v<R, Task<Reply>>) {
            add_command(std::move(spec), CommandHandler(std::move(handler)));
        } else if constexpr (std::is_same_v<R, Task<void>>) {
            add_command(std::move(spec),
                        [handler = std::move(handler)](Invocation& call) mutable -> Task<Reply> {
                            co_await handler(call);
                            co_return Reply();
                        });
        } else {
            add_command(std::move(spec),
                        [handler = std::move(handler)](Invocation& call) mutable -> Task<Reply> {
                            if constexpr (std::is_void_v<R>) {
                                handler(call);
                                co_return Reply();
                            } else {
                                co_return Reply(handler(call));
                            }
                        });
        }
    }
    template <class F>
    void command(std::string signature, std::string help, F handler) {
        command(CommandSpec(std::move(signature), std::move(help)), std::move(handler));
    }

    /// Runs a task in the background. It is cancelled when the plugin stops; `name` appears in logs.
    virtual void spawn(std::string name, Task<void> task) = 0;
    /// Runs `action` every `period`, first after one period; a run that is still going is not doubled.
    virtual void every(Duration period, std::string name, std::function<Task<void>()> action) = 0;

    /// Runs `work()` on the worker pool and resumes on the I/O thread with its result. For what blocks or
    /// computes.
    template <class F>
    auto on_worker(F work) -> Task<std::invoke_result_t<F&>> {
        using R = std::invoke_result_t<F&>;
        if constexpr (std::is_void_v<R>) {
            co_await run_on_worker(std::function<void()>(std::move(work)));
        } else {
            std::optional<R> result;
            std::function<void()> wrapped = [&result, &work] {
                result.emplace(work());
            };
            co_await run_on_worker(std::move(wrapped));
            co_return std::move(*result);
        }
    }

    /// Sends a message. The core renders it for what the channel can show and splits it; the receipt tells.
    virtual Task<Result<Receipt>> send(ChannelRef where, Message message) = 0;
    /// Answers an event where it happened, as a reply where the platform has such a thing.
    virtual Task<Result<Receipt>> reply(const MessageReceived& event, Message message) = 0;

    /// Asks the sender of `event`, in its channel, as Invocation::ask does.
    virtual Task<Result<MessageReceived>> ask(const MessageReceived& event, Question question) = 0;

    /// A callback to hand to somebody who may keep it, such as a service of another plugin: once this plugin
    /// has stopped, calling it does nothing. A copy that is still somewhere then is reported by `name`, and
    /// the library stays in memory.
    template <class... A, class F>
    std::function<void(A...)> guarded(std::string name, F callback) {
        std::shared_ptr<Lease> lease = make_lease(std::move(name));
        return [lease = std::move(lease), callback = std::move(callback)](A... arguments) mutable {
            if (lease->is_open()) callback(std::forward<A>(arguments)...);
        };
    }

    /// An optional ability of an account (confab/capability/), or nullptr. Do not keep across a `co_await`.
    template <Capability C>
    C* capability(const AccountId& account) {
        return static_cast<C*>(find_capability(account, C::kCapabilityId));
    }

protected:
    template <class E>
    static constexpr std::size_t event_index() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            std::size_t index = sizeof...(I);
            ((std::is_same_v<E, std::variant_alternative_t<I, Event>> ? (index = I, 0) : 0), ...);
            return index;
        }(std::make_index_sequence<std::variant_size_v<Event>>());
    }

    virtual void* find_service(const char* id, bool required) = 0;
    virtual void offer_service(const char* id, void* service) = 0;
    virtual void* find_capability(const AccountId& account, const char* id) = 0;
    virtual void add_handler(std::size_t event_index, EventHandler handler) = 0;
    virtual void add_interceptor(std::size_t event_index, int priority, Interceptor interceptor) = 0;
    virtual void add_command(CommandSpec spec, CommandHandler handler) = 0;
    virtual std::shared_ptr<Lease> make_lease(std::string name) = 0;
    virtual Task<void> run_on_worker(std::function<void()> work) = 0;
};

}  // namespace confab::inline v1
