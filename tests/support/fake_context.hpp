#pragma once
/// What a plugin under test is given: the services the test provides; registrations and sends are recorded.

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "confab/context.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class FakeContext final : public Context {
public:
    explicit FakeContext(TestRuntime& runtime, std::string id = "test")
        : runtime_(runtime), id_(std::move(id)) {}

    template <Service S>
    void provide(S& service) {
        services_[S::kServiceId] = static_cast<S*>(&service);
    }
    template <Service S>
    S* offered() {
        const auto it = offered_.find(S::kServiceId);
        return it == offered_.end() ? nullptr : static_cast<S*>(it->second);
    }
    void set_defaults(const OptionSpec* specs, std::size_t count);
    void set(std::string key, OptionValue value) { options_.set(std::move(key), std::move(value)); }

    std::string_view plugin_id() const noexcept override { return id_; }
    const Options& options() const noexcept override { return options_; }
    Logger& log() noexcept override { return runtime_.log(); }
    void spawn(std::string name, Task<void> task) override {
        runtime_.tasks().spawn(std::move(name), std::move(task));
    }
    void every(Duration, std::string, std::function<Task<void>()>) override {}
    Task<Result<Receipt>> send(ChannelRef where, Message message) override;
    Task<Result<Receipt>> reply(const MessageReceived& event, Message message) override;

    void intercept_sending(SendInterceptor, int) override {}
    Task<Result<MessageReceived>> ask(const MessageReceived& event, Question question) override;

    /// Runs a command's handler with arguments given by name; returns what it answered, as plain text.
    Task<std::string> invoke(std::string command, MessageReceived event,
                             std::map<std::string, ArgumentValue, std::less<>> arguments = {});
    /// What the next questions of the plugin are answered with, in order; none left: timeout.
    std::deque<std::string> answers;
    /// Hands an event to all handlers registered for its type, one after another.
    Task<void> deliver(Event event);

    class Command {
    public:
        Command(CommandSpec spec_in, CommandHandler handler_in)
            : spec(std::move(spec_in)), handler(std::move(handler_in)) {}
        CommandSpec spec;
        CommandHandler handler;
    };
    std::map<std::string, Command> commands;           ///< By name, subcommands as "plugin load".
    std::vector<std::pair<ChannelRef, Message>> sent;  ///< By `send`, `reply` and `Invocation::reply`.

private:
    void* find_service(const char* id, bool required) override;
    void offer_service(const char* id, void* service) override { offered_[id] = service; }
    void* find_capability(const AccountId&, const char*) override { return nullptr; }
    void add_interceptor(std::size_t, int, Interceptor) override {}
    std::shared_ptr<Lease> make_lease(std::string name) override;
    void add_handler(std::size_t event_index, EventHandler handler) override;
    void add_command(CommandSpec spec, CommandHandler handler) override;
    Task<void> run_on_worker(std::function<void()> work) override {
        return runtime_.runtime().on_worker(std::move(work));
    }

    TestRuntime& runtime_;
    std::string id_;
    Options options_;
    std::map<std::string, void*> services_;
    std::map<std::string, void*> offered_;
    std::vector<std::pair<std::size_t, EventHandler>> handlers_;
};

}  // namespace confab::test
