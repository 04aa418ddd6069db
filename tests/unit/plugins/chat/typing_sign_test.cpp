#include "plugins/chat/typing_sign.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "confab/capability/typing.hpp"
#include "tests/support/test_runtime.hpp"
#include "tests/unit/plugins/talk.hpp"

namespace confab::chat {
namespace {

class FakeTyping final : public Typing {
public:
    Task<Result<void>> show_typing(ChannelId channel) override {
        shown.push_back(channel.str());
        called.notify();
        co_return Error(Errc::unavailable, "must not matter");
    }
    std::vector<std::string> shown;
    Signal called;
};

/// A context that only spawns and knows one capability.
class TypingContext final : public Context {
public:
    explicit TypingContext(test::TestRuntime& runtime) : runtime_(runtime) {}
    std::string_view plugin_id() const noexcept override { return "chat"; }
    const Options& options() const noexcept override { return options_; }
    Logger& log() noexcept override { return runtime_.log(); }
    void spawn(std::string name, Task<void> task) override {
        ++spawned;
        runtime_.tasks().spawn(std::move(name), std::move(task));
    }
    void every(Duration, std::string, std::function<Task<void>()>) override {}
    Task<Result<Receipt>> send(ChannelRef, Message) override { co_return Receipt(); }
    Task<Result<Receipt>> reply(const MessageReceived&, Message) override { co_return Receipt(); }
    void intercept_sending(SendInterceptor, int) override {}
    Task<Result<MessageReceived>> ask(const MessageReceived&, Question) override {
        co_return Error(Errc::timeout, "nobody is asked");
    }

    Typing* typing = nullptr;
    int spawned = 0;

private:
    void* find_service(const char*, bool) override { return nullptr; }
    void offer_service(const char*, void*) override {}
    void* find_capability(const AccountId&, const char* id) override {
        return std::string_view(id) == Typing::kCapabilityId ? typing : nullptr;
    }
    void add_handler(std::size_t, EventHandler) override {}
    void add_command(CommandSpec, CommandHandler) override {}
    void add_interceptor(std::size_t, int, Interceptor) override {}
    std::shared_ptr<Lease> make_lease(std::string) override { return nullptr; }
    Task<void> run_on_worker(std::function<void()>) override { co_return; }

    test::TestRuntime& runtime_;
    Options options_;
};

Task<void> show_until_typed(TypingContext& context, FakeTyping& typing) {
    std::optional<TypingSign> sign;
    sign.emplace(context, test::channel_ref(), Duration(0));
    co_await typing.called.wait();
}

TEST(ChatTypingSign, ShowsTypingInTheChannelAndEndsWithTheSign) {
    test::TestRuntime rt;
    TypingContext context(rt);
    FakeTyping typing;
    context.typing = &typing;
    rt.run(show_until_typed(context, typing));  // fails if the task outlives the sign
    EXPECT_EQ(typing.shown, std::vector<std::string>{"#room"});
}

Task<void> show(TypingContext& context, Clock& clock) {
    { const TypingSign sign(context, test::channel_ref(), Duration(600'000)); }
    co_await clock.sleep(Duration(0));
}

TEST(ChatTypingSign, ShowsNothingForAQuickAnswer) {
    test::TestRuntime rt;
    TypingContext context(rt);
    FakeTyping typing;
    context.typing = &typing;
    rt.run(show(context, rt.clock()));
    EXPECT_EQ(context.spawned, 1);
    EXPECT_TRUE(typing.shown.empty());
}

TEST(ChatTypingSign, DoesNothingWhereThePlatformHasNoSuchSign) {
    test::TestRuntime rt;
    TypingContext context(rt);
    rt.run(show(context, rt.clock()));
    EXPECT_EQ(context.spawned, 0);
}

}  // namespace
}  // namespace confab::chat
