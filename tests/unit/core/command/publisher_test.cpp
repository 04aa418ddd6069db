#include "core/command/publisher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/random.hpp"
#include "tests/unit/core/command/command_fixture.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::IsEmpty;

class FakeAccount final : public Account, public ApplicationCommands {
public:
    explicit FakeAccount(Clock& clock) : clock_(clock) {}
    Task<void> run() override { co_await clock_.sleep(Duration(60'000)); }
    Task<Result<MessageId>> send(const OutgoingMessage&) override { co_return MessageId("1"); }
    ChannelProfile profile(const ChannelId&) const override { return {}; }
    std::size_t encoded_length(const Element&) const override { return 1; }
    void* capability(std::string_view id) override {
        return has_interface && id == kCapabilityId ? static_cast<ApplicationCommands*>(this) : nullptr;
    }
    Task<Result<void>> publish(std::vector<CommandSchema> commands) override {
        std::string names;
        for (const CommandSchema& command : commands) names += command.usage + ";";
        published.push_back(names);
        if (throws) throw std::runtime_error("defect");
        if (fails) co_return Error(Errc::unavailable, "try later");
        if (holds) co_await gate.wait();
        co_return Result<void>();
    }
    std::vector<std::string> published;
    bool has_interface = true;
    bool fails = false;
    bool throws = false;
    bool holds = false;
    Signal gate;

private:
    Clock& clock_;
};

class FakeAdapter final : public Adapter {
public:
    explicit FakeAdapter(Clock& clock) : clock_(clock) {}
    std::unique_ptr<Account> open(AccountContext& opened_for) override {
        auto made = std::make_unique<FakeAccount>(clock_);
        account = made.get();
        context = &opened_for;
        return made;
    }
    FakeAccount* account = nullptr;
    AccountContext* context = nullptr;

private:
    Clock& clock_;
};

LogConfig silent() {
    LogConfig config;
    config.level = LogLevel::off;
    return config;
}

class Fixture {
public:
    explicit Fixture(TestRuntime& runtime) : rt(runtime) {
        table.on_change([this] { publisher.on_table_changed(); });
        dispatcher.add(owner, 5, [this](const Event& event) -> Task<void> {
            publisher.on_connection(std::get<ConnectionChanged>(event));
            co_return;
        });
        accounts.open(adapter, "memory", AccountId("net"), Options(), "confab");
        add(CommandSpec("one", ""));
        add(CommandSpec("other", "").platforms({"elsewhere"}));
        add(CommandSpec("secret", "").hidden());
    }
    void add(CommandSpec spec) { table.add(owner, std::move(spec), says("")); }
    Task<void> state(ConnectionState state) {
        ConnectionChanged change;
        change.account = AccountId("net");
        change.state = state;
        adapter.context->emit(change);
        co_await settle();
    }
    Task<void> settle() { co_await rt.clock().sleep(Duration(5)); }
    Task<std::vector<std::string>> after(Duration duration) {
        co_await settle();  // tasks begin from the loop
        clock.advance(duration);
        co_await settle();
        co_return std::exchange(adapter.account->published, {});
    }
    Task<void> finish() {
        co_await accounts.close(adapter, Duration(1'000));
        dispatcher.remove(owner);
        owner.tasks().cancel();
        co_await owner.tasks().join();
    }
    TestRuntime& rt;
    LogSystem logs{silent()};
    CoreRandom random;
    TestOwner owner{rt, "tester"};
    Lanes lanes{rt.metrics()};
    Dispatcher dispatcher{lanes, rt.metrics()};
    CommandTable table;
    ManualClock clock{rt};
    Accounts accounts{rt.executor(), rt.clock(), dispatcher, logs, rt.metrics(), random};
    CommandPublisher publisher{accounts, table, clock, random, rt.log()};
    FakeAdapter adapter{rt.clock()};
};

Task<void> publishes(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_THAT(co_await f.after(Duration(5'000)), IsEmpty()) << "not connected";
    co_await f.state(ConnectionState::ready);
    EXPECT_THAT(co_await f.after(Duration(0)), ElementsAre("one;"))
        << "no hidden ones, none of other platforms";
    co_await f.state(ConnectionState::lost);
    f.add(CommandSpec("two", ""));
    EXPECT_THAT(co_await f.after(Duration(5'000)), IsEmpty());
    co_await f.state(ConnectionState::ready);
    EXPECT_THAT(co_await f.after(Duration(0)), ElementsAre("one;two;"));
    f.table.remove(f.owner);
    EXPECT_THAT(co_await f.after(CommandPublisher::kPause), ElementsAre(""));
    co_await f.finish();
}

Task<void> gathers_changes(TestRuntime& rt) {
    Fixture f(rt);
    co_await f.state(ConnectionState::ready);
    co_await f.after(Duration(2'000));
    for (const char* name : {"a", "b", "c"}) f.add(CommandSpec(name, ""));
    EXPECT_THAT(co_await f.after(Duration(0)), IsEmpty());
    EXPECT_THAT(co_await f.after(CommandPublisher::kPause), ElementsAre("a;b;c;one;"));
    co_await f.state(ConnectionState::ready);
    EXPECT_THAT(co_await f.after(Duration(500)), IsEmpty()) << "once in a second at most";
    EXPECT_THAT(co_await f.after(Duration(500)), testing::SizeIs(1));

    f.adapter.account->holds = true;
    f.add(CommandSpec("d", ""));
    EXPECT_THAT(co_await f.after(CommandPublisher::kPause), testing::SizeIs(1));
    f.add(CommandSpec("e", ""));
    f.adapter.account->holds = false;
    f.adapter.account->gate.notify();
    EXPECT_THAT(co_await f.after(Duration(0)), IsEmpty());
    EXPECT_THAT(co_await f.after(CommandPublisher::kPause), ElementsAre("a;b;c;d;e;one;"))
        << "changed meanwhile";
    co_await f.finish();
}

Task<void> tries_again(TestRuntime& rt) {
    Fixture f(rt);
    f.adapter.account->fails = true;
    co_await f.state(ConnectionState::ready);
    EXPECT_THAT(co_await f.after(Duration(0)), testing::SizeIs(1));
    EXPECT_THAT(co_await f.after(Duration(500)), IsEmpty());
    f.adapter.account->throws = true;
    EXPECT_THAT(co_await f.after(Duration(60'000)), testing::SizeIs(1));
    f.adapter.account->fails = f.adapter.account->throws = false;
    EXPECT_THAT(co_await f.after(Duration(60'000)), ElementsAre("one;"));
    EXPECT_THAT(co_await f.after(Duration(600'000)), IsEmpty());
    co_await f.finish();
}

Task<void> leaves_others_alone(TestRuntime& rt) {
    Fixture f(rt);
    f.adapter.account->has_interface = false;
    co_await f.state(ConnectionState::ready);
    EXPECT_EQ(f.clock.sleeping(), 0U);
    EXPECT_THAT(co_await f.after(Duration(5'000)), IsEmpty());
    f.adapter.account->has_interface = true;
    f.publisher.stop();
    f.add(CommandSpec("two", ""));
    EXPECT_THAT(co_await f.after(Duration(5'000)), IsEmpty())
        << "while the bot stops, interfaces stay as they are";
    co_await f.finish();
}

Task<void> closes_with_the_account(TestRuntime& rt) {
    Fixture f(rt);
    f.adapter.account->holds = true;
    co_await f.state(ConnectionState::ready);
    EXPECT_EQ(f.adapter.account->published.size(), 1U);
    const auto hanging = co_await f.accounts.close(f.adapter, Duration(1'000));
    EXPECT_THAT(hanging, IsEmpty());
    f.add(CommandSpec("two", ""));
    EXPECT_EQ(f.clock.sleeping(), 0U) << "nobody to publish to";
    co_await f.finish();
}

TEST(CommandPublisher, PublishesWhenReadyAndWhenCommandsChange) {
    TestRuntime rt;
    rt.run(publishes(rt));
}
TEST(CommandPublisher, GathersChangesIntoOnePublication) {
    TestRuntime rt;
    rt.run(gathers_changes(rt));
}
TEST(CommandPublisher, TriesAgainUntilItWorks) {
    TestRuntime rt;
    rt.run(tries_again(rt));
}
TEST(CommandPublisher, LeavesAccountsWithoutAnInterfaceAlone) {
    TestRuntime rt;
    rt.run(leaves_others_alone(rt));
}
TEST(CommandPublisher, EndsWithTheAccount) {
    TestRuntime rt;
    rt.run(closes_with_the_account(rt));
}

}  // namespace
}  // namespace confab::test
