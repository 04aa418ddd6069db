#include "core/conversation/conversations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;

class RecordingSender final : public Sender, public ChoiceSender {
public:
    Task<Result<Receipt>> send(ChannelRef, Message message) override {
        sent.push_back(message.plain_text());
        co_return Receipt();
    }
    Task<Result<Receipt>> reply(const MessageReceived& event, Message message) override {
        return send(event.channel.ref, std::move(message));
    }
    Task<std::optional<Result<void>>> send_choices(const MessageReceived&, Message prompt,
                                                   std::vector<std::string> choices) override {
        if (!has_buttons) co_return std::nullopt;
        for (const std::string& choice : choices) prompt.append(Text(" [" + choice + "]"));
        sent.push_back(prompt.plain_text());
        co_return Result<void>();
    }
    std::vector<std::string> sent;
    bool has_buttons = false;
};

class Fixture {
public:
    explicit Fixture(TestRuntime& runtime) : rt(runtime) {}

    static SharedEvent message(std::string user, std::string text) {
        MessageReceived event;
        event.channel.ref = ChannelRef(AccountId("net"), ChannelId("#c"));
        event.sender = User(UserId(user), user, Assurance::account);
        event.message = Message(std::move(text));
        return std::make_shared<const Event>(std::move(event));
    }
    // Asks through an invocation, as a command does, and records what came of it.
    void ask(TestOwner& owner, std::string user, std::string prompt, Duration limit = Duration(60'000)) {
        owner.tasks().spawn("ask",
                            asking(*this, owner, message(std::move(user), "!x"), std::move(prompt), limit));
    }
    bool say(std::string user, std::string text) {
        const SharedEvent event = message(std::move(user), std::move(text));
        if (!conversations.awaits(std::get<MessageReceived>(*event))) return false;
        conversations.take(event);
        return true;
    }
    Task<void> settle() { co_await rt.clock().sleep(Duration(5)); }
    Task<void> finish() {
        for (TestOwner* owner : {&first, &second}) {
            owner->tasks().cancel();
            co_await owner->tasks().join();
        }
    }

    TestRuntime& rt;
    TestOwner first{rt, "first"};
    TestOwner second{rt, "second"};
    Lanes lanes{rt.metrics()};
    RecordingSender sender;
    Conversations conversations{lanes, sender, sender, rt.clock()};
    std::vector<std::string> results;

private:
    static Task<void> asking(Fixture& f, TestOwner& owner, SharedEvent event, std::string prompt,
                             Duration limit) {
        Question question(Message(prompt), limit);
        const auto& message = std::get<MessageReceived>(*event);
        const Result<MessageReceived> answer =
            co_await f.conversations.ask(owner, message, std::move(question));
        f.results.push_back(
            prompt + " " +
            (answer ? answer->message.plain_text() : std::string(to_string(answer.error().code()))));
    }
};

Task<void> the_next_message_answers(TestRuntime& rt) {
    Fixture f(rt);
    f.ask(f.first, "alice", "name?");
    co_await f.settle();
    EXPECT_THAT(f.sender.sent, ElementsAre("name?"));
    EXPECT_FALSE(f.say("bob", "not mine")) << "only the one who was asked";
    EXPECT_TRUE(f.say("alice", "Alice"));
    EXPECT_FALSE(f.say("alice", "and more")) << "one message answers";
    co_await f.settle();
    EXPECT_THAT(f.results, ElementsAre("name? Alice"));
    co_await f.finish();
}

Task<void> time_runs_out(TestRuntime& rt) {
    Fixture f(rt);
    f.ask(f.first, "alice", "name?", Duration(2));
    co_await rt.clock().sleep(Duration(20));
    EXPECT_THAT(f.results, ElementsAre("name? timeout"));
    EXPECT_FALSE(f.say("alice", "too late"));
    co_await f.finish();
}

Task<void> cancel_ends_it(TestRuntime& rt) {
    Fixture f(rt);
    for (const char* word : {"cancel", " Cancel", "!cancel", "cancelled flights"}) {
        f.ask(f.first, "alice", "where?");
        co_await f.settle();
        EXPECT_TRUE(f.say("alice", word));
        co_await f.settle();
    }
    EXPECT_THAT(f.results, ElementsAre("where? cancelled", "where? cancelled", "where? cancelled",
                                       "where? cancelled flights"));
    co_await f.finish();
}

Task<void> the_newest_question_is_answered(TestRuntime& rt) {
    Fixture f(rt);
    f.ask(f.first, "alice", "first?");
    co_await f.settle();
    f.ask(f.second, "alice", "second?");
    co_await f.settle();
    EXPECT_TRUE(f.say("alice", "2"));
    co_await f.settle();
    EXPECT_TRUE(f.say("alice", "1"));
    co_await f.settle();
    EXPECT_THAT(f.results, ElementsAre("second? 2", "first? 1"));
    f.results.clear();
    f.ask(f.first, "alice", "old?");
    co_await f.settle();
    f.ask(f.first, "alice", "new?");
    co_await f.settle();
    EXPECT_THAT(f.results, ElementsAre("old? cancelled")) << "a plugin takes its older question back";
    co_await f.finish();
}

Task<void> a_plugin_that_leaves_asks_no_more(TestRuntime& rt) {
    Fixture f(rt);
    f.ask(f.first, "alice", "first?");
    f.ask(f.second, "bob", "second?");
    co_await f.settle();
    f.conversations.end(f.first);
    co_await f.settle();
    EXPECT_THAT(f.results, ElementsAre("first? cancelled"));
    EXPECT_TRUE(f.say("bob", "still here"));
    co_await f.settle();
    f.ask(f.first, "alice", "third?");
    co_await f.settle();
    co_await f.finish();
    EXPECT_FALSE(f.say("alice", "nobody asks")) << "a cancelled task leaves no question";
}

class ViaConversations final : public Replier {
public:
    ViaConversations(Fixture& f, const MessageReceived& event) : f_(f), event_(event) {}
    Task<Result<Receipt>> reply(Message message) override {
        return f_.sender.reply(event_, std::move(message));
    }
    Task<Result<MessageReceived>> ask(Question question) override {
        return f_.conversations.ask(f_.first, event_, std::move(question));
    }

private:
    Fixture& f_;
    const MessageReceived& event_;
};

Task<void> pick(Fixture& f, SharedEvent event) {
    const auto& message = std::get<MessageReceived>(*event);
    ViaConversations replier(f, message);
    Invocation call(message, Arguments(), replier);
    std::vector<std::string> colours;
    colours.emplace_back("red");
    colours.emplace_back("green");
    const Result<std::size_t> index = co_await call.choose("Which?", std::move(colours));
    f.results.push_back(index ? std::to_string(*index) : std::string(to_string(index.error().code())));
    const Result<bool> sure = co_await call.confirm("Sure?");
    f.results.push_back(sure ? (*sure ? "yes" : "no") : std::string(to_string(sure.error().code())));
}

Task<void> menus_take_numbers_and_words(TestRuntime& rt) {
    Fixture f(rt);
    f.first.tasks().spawn("pick", pick(f, Fixture::message("alice", "!x")));
    co_await f.settle();
    EXPECT_THAT(f.sender.sent, ElementsAre("Which?\n1. red\n2. green"));
    for (const char* answer : {"blue", "2", "perhaps", "no"}) {
        EXPECT_TRUE(f.say("alice", answer)) << answer;
        co_await f.settle();
    }
    EXPECT_THAT(f.results, ElementsAre("1", "no"));
    EXPECT_THAT(
        f.sender.sent,
        ElementsAre("Which?\n1. red\n2. green", "Please answer with a number from 1 to 2.\n1. red\n2. green",
                    "Sure?\n1. yes\n2. no", "Please answer yes or no.\n1. yes\n2. no"));
    f.sender.sent.clear();
    f.sender.has_buttons = true;
    f.first.tasks().spawn("pick", pick(f, Fixture::message("alice", "!x")));
    co_await f.settle();
    for (const char* answer : {"GREEN", "yes"}) {
        EXPECT_TRUE(f.say("alice", answer)) << answer;
        co_await f.settle();
    }
    EXPECT_THAT(f.sender.sent, ElementsAre("Which? [red] [green]", "Sure? [yes] [no]"));
    EXPECT_THAT(f.results, ElementsAre("1", "no", "1", "yes"));
    co_await f.finish();
}

#define CONFAB_RUN(suite, name, body) \
    TEST(suite, name) {               \
        TestRuntime rt;               \
        rt.run(body(rt));             \
    }
CONFAB_RUN(Conversations, TheNextMessageOfThatUserAnswers, the_next_message_answers)
CONFAB_RUN(Conversations, EndWhenTimeRunsOut, time_runs_out)
CONFAB_RUN(Conversations, EndWhenTheUserCancels, cancel_ends_it)
CONFAB_RUN(Conversations, TheNewestQuestionIsAnsweredFirst, the_newest_question_is_answered)
CONFAB_RUN(Conversations, EndWithThePlugin, a_plugin_that_leaves_asks_no_more)
CONFAB_RUN(Conversations, MenusTakeNumbersAndWords, menus_take_numbers_and_words)
#undef CONFAB_RUN

}  // namespace
}  // namespace confab::test
