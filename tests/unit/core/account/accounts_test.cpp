#include "core/account/accounts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/random.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;

class FakeAccount final : public Account {
public:
    explicit FakeAccount(AccountContext& context, Clock& clock) : context_(context), clock_(clock) {}
    Task<void> run() override {
        ++runs;
        ConnectionChanged ready;
        ready.account = context_.id();
        ready.state = ConnectionState::ready;
        context_.emit(ready);
        co_await clock_.sleep(Duration(60'000));
    }
    Task<Result<MessageId>> send(const OutgoingMessage& message) override {
        const std::string text = message.message.plain_text();
        if (text == "slow") co_await gate.wait();
        if (text == "bad") co_return Error(Errc::forbidden, "not allowed here").with(Delivery::sent);
        if (text == "throw") throw std::runtime_error("adapter defect");
        sent.push_back(message.channel.str() + " " + text);
        if (message.message.replied_to()) sent.back() += " (to " + message.message.replied_to()->str() + ")";
        co_return MessageId(std::to_string(sent.size()));
    }
    ChannelProfile profile(const ChannelId& channel) const override {
        ChannelProfile profile;
        profile.max_length = 20;
        profile.replies = channel.str() == "#replies" || channel.str() == "#unseen";
        profile.names_in_replies = channel.str() == "#unseen";
        return profile;
    }
    std::size_t encoded_length(const Element& element) const override {
        Message message;
        message.append(element);
        return message.plain_text().size();
    }
    std::optional<Mention> user_named(std::string_view text) const override {
        if (text == "@ann") return Mention(UserId("u1"), "Ann");
        return std::nullopt;
    }
    std::optional<ChannelId> channel_named(std::string_view text) const override {
        if (text == "#Talk") return ChannelId("#talk");
        return std::nullopt;
    }
    std::vector<std::string> sent;
    Signal gate;
    int runs = 0;

private:
    AccountContext& context_;
    Clock& clock_;
};

class FakeAdapter final : public Adapter {
public:
    explicit FakeAdapter(Clock& clock) : clock_(clock) {}
    std::unique_ptr<Account> open(AccountContext& context) override {
        auto account = std::make_unique<FakeAccount>(context, clock_);
        opened = account.get();
        return account;
    }
    FakeAccount* opened = nullptr;

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
        accounts.open(adapter, "fake", AccountId("net"), Options(), "confab");
    }
    static ChannelRef channel(const char* name) { return ChannelRef(AccountId("net"), ChannelId(name)); }
    TestRuntime& rt;
    LogSystem logs{silent()};
    CoreRandom random;
    Lanes lanes{rt.metrics()};
    Dispatcher dispatcher{lanes, rt.metrics()};
    Accounts accounts{rt.executor(), rt.clock(), dispatcher, logs, rt.metrics(), random};
    FakeAdapter adapter{rt.clock()};
};

Task<void> sends_in_parts(TestRuntime& rt) {
    Fixture f(rt);
    co_await rt.clock().sleep(Duration(1));
    EXPECT_EQ(f.accounts.networks().at(0).state, ConnectionState::ready);
    const Result<Receipt> receipt =
        co_await f.accounts.send(Fixture::channel("#a"), Message("one two three four five six"));
    EXPECT_TRUE(receipt.has_value());
    EXPECT_THAT(receipt->parts, ElementsAre(MessageId("1"), MessageId("2")));
    EXPECT_THAT(receipt->degraded, ElementsAre("split into 2 parts"));
    EXPECT_TRUE(receipt->confirmed);
    EXPECT_THAT(f.adapter.opened->sent, ElementsAre("#a one two three four", "#a five six"));
    co_await f.accounts.close(f.adapter, Duration(1'000));
}

Task<void> send_and_record(Accounts& accounts, ChannelRef where, std::string text,
                           std::vector<std::string>& log) {
    const Result<Receipt> receipt = co_await accounts.send(where, Message(text));
    log.push_back(text + (receipt ? " ok" : " " + receipt.error().message()));
}

Task<void> keeps_order_per_channel(TestRuntime& rt) {
    Fixture f(rt);
    std::vector<std::string> log;
    rt.tasks().spawn("1", send_and_record(f.accounts, Fixture::channel("#a"), "slow", log));
    rt.tasks().spawn("2", send_and_record(f.accounts, Fixture::channel("#a"), "after", log));
    rt.tasks().spawn("3", send_and_record(f.accounts, Fixture::channel("#b"), "other", log));
    co_await rt.clock().sleep(Duration(5));
    EXPECT_THAT(f.adapter.opened->sent, ElementsAre("#b other"));
    f.adapter.opened->gate.notify();
    co_await rt.clock().sleep(Duration(5));
    EXPECT_THAT(f.adapter.opened->sent, ElementsAre("#b other", "#a slow", "#a after"));
    co_await f.accounts.close(f.adapter, Duration(1'000));
}

Task<void> errors_are_values(TestRuntime& rt) {
    Fixture f(rt);
    const auto forbidden = co_await f.accounts.send(Fixture::channel("#a"), Message("bad"));
    EXPECT_EQ(forbidden.error().code(), Errc::forbidden);
    EXPECT_EQ(forbidden.error().delivery(), Delivery::sent);
    const auto defect = co_await f.accounts.send(Fixture::channel("#a"), Message("throw"));
    EXPECT_EQ(defect.error().code(), Errc::internal);
    const auto unknown =
        co_await f.accounts.send(ChannelRef(AccountId("none"), ChannelId("#a")), Message("x"));
    EXPECT_EQ(unknown.error().code(), Errc::not_found);
    const auto empty = co_await f.accounts.send(Fixture::channel("#a"), Message("\n\n"));
    EXPECT_EQ(empty.error().code(), Errc::invalid_argument);
    const auto fine = co_await f.accounts.send(Fixture::channel("#a"), Message("still works"));
    EXPECT_TRUE(fine.has_value());
    co_await f.accounts.close(f.adapter, Duration(1'000));
}

Task<void> closing_ends_pending_sends(TestRuntime& rt) {
    Fixture f(rt);
    std::vector<std::string> log;
    rt.tasks().spawn("1", send_and_record(f.accounts, Fixture::channel("#a"), "slow", log));
    rt.tasks().spawn("2", send_and_record(f.accounts, Fixture::channel("#a"), "queued", log));
    co_await rt.clock().sleep(Duration(5));
    const auto hanging = co_await f.accounts.close(f.adapter, Duration(1'000));
    EXPECT_TRUE(hanging.empty());
    co_await rt.clock().sleep(Duration(5));
    EXPECT_THAT(log, ElementsAre(testing::HasSubstr("slow closed"), testing::HasSubstr("queued closed")));
    EXPECT_TRUE(f.accounts.networks().empty());
}

Task<void> replies_fit_the_platform(TestRuntime& rt) {
    Fixture f(rt);
    MessageReceived event;
    event.channel = Channel(Fixture::channel("#a"), "#a", ChannelKind::group);
    event.sender = User(UserId("u"), "alice", Assurance::none);
    event.id = MessageId("9");
    co_await f.accounts.reply(event, Message("hi"));
    event.channel = Channel(Fixture::channel("#replies"), "#replies", ChannelKind::group);
    co_await f.accounts.reply(event, Message("hi"));
    event.channel = Channel(Fixture::channel("#unseen"), "#unseen", ChannelKind::group);
    co_await f.accounts.reply(event, Message("hi"));
    event.channel = Channel(Fixture::channel("alice"), "alice", ChannelKind::direct);
    co_await f.accounts.reply(event, Message("hi"));
    EXPECT_THAT(f.adapter.opened->sent,
                ElementsAre("#a alice: hi", "#replies hi (to 9)", "#unseen alice: hi (to 9)", "alice hi"));
    co_await f.accounts.close(f.adapter, Duration(1'000));
}

MessageReceived from(const char* user) {
    MessageReceived event;
    event.channel = Channel(Fixture::channel("#a"), "#a", ChannelKind::direct);
    event.sender = User(UserId(user), user, Assurance::none);
    return event;
}

Task<void> goes_on(TestRuntime& rt) {
    Fixture f(rt);
    f.accounts.set_more_command("!more");
    std::string text;
    for (int i = 10; i < 22; ++i) text += "line " + std::to_string(i) + "\n";
    co_await f.accounts.reply(from("ann"), Message(text));
    EXPECT_EQ(f.adapter.opened->sent.size(), 8u);
    EXPECT_EQ(f.adapter.opened->sent.back(), "#a line 17 … (!more)");
    f.adapter.opened->sent.clear();
    const auto others = co_await f.accounts.more(from("bob"));
    EXPECT_EQ(others.error().code(), Errc::not_found) << "the answer was to ann";
    const auto more = co_await f.accounts.more(from("ann"));
    EXPECT_TRUE(more.has_value());
    EXPECT_THAT(f.adapter.opened->sent, ElementsAre("#a line 18", "#a line 19", "#a line 20", "#a line 21"));
    const auto nothing = co_await f.accounts.more(from("ann"));
    EXPECT_EQ(nothing.error().code(), Errc::not_found);
    co_await f.accounts.send(Fixture::channel("#a"), Message(text));
    const auto for_all = co_await f.accounts.more(from("bob"));
    EXPECT_TRUE(for_all.has_value()) << "what was said to nobody in particular";
    co_await f.accounts.close(f.adapter, Duration(1'000));
}

Task<void> wait_for_ever(Clock& clock, bool& ended) {
    struct AtExit {
        bool& flag;
        ~AtExit() { flag = true; }
    } at_exit{ended};
    co_await clock.sleep(Duration(60'000));
}

Task<void> tell_who_is_meant(TestRuntime& rt) {
    Fixture f(rt);
    const AccountId net("net");
    const AccountId none("none");
    EXPECT_EQ(f.accounts.platform_of(net), "fake");
    EXPECT_EQ(f.accounts.platform_of(none), "");
    EXPECT_EQ(f.accounts.user_named(net, "@ann").value().user, UserId("u1"));
    EXPECT_FALSE(f.accounts.user_named(net, "ann").has_value());
    EXPECT_FALSE(f.accounts.user_named(none, "@ann").has_value());
    EXPECT_EQ(f.accounts.channel_named(net, "#Talk"), ChannelId("#talk"));
    EXPECT_FALSE(f.accounts.channel_named(none, "#Talk").has_value());
    bool ended = false;
    f.accounts.spawn(none, "dropped", wait_for_ever(rt.clock(), ended));
    EXPECT_FALSE(ended) << "it never began";
    f.accounts.spawn(net, "waiting", wait_for_ever(rt.clock(), ended));
    co_await rt.clock().sleep(Duration(1));
    EXPECT_FALSE(ended);
    co_await f.accounts.close(f.adapter, Duration(1'000));
    EXPECT_TRUE(ended) << "the account's tasks end with it";
}

TEST(Accounts, TellWhoIsMeantAndRunWhatBelongsToAnAccount) {
    TestRuntime rt;
    rt.run(tell_who_is_meant(rt));
}
TEST(Accounts, RenderSendAndReceipt) {
    TestRuntime rt;
    rt.run(sends_in_parts(rt));
}
TEST(Accounts, KeepTheOrderOfAChannelAndNoOther) {
    TestRuntime rt;
    rt.run(keeps_order_per_channel(rt));
}
TEST(Accounts, ReturnErrorsAsValues) {
    TestRuntime rt;
    rt.run(errors_are_values(rt));
}
TEST(Accounts, EndPendingSendsWhenClosed) {
    TestRuntime rt;
    rt.run(closing_ends_pending_sends(rt));
}
TEST(Accounts, GoOnWithALongAnswerForWhomItWas) {
    TestRuntime rt;
    rt.run(goes_on(rt));
}
TEST(Accounts, AnswerInTheWayOfThePlatform) {
    TestRuntime rt;
    rt.run(replies_fit_the_platform(rt));
}

}  // namespace
}  // namespace confab::test
