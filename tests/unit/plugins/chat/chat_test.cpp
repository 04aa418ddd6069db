#include "plugins/chat/chat.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "tests/support/fake_context.hpp"
#include "tests/unit/plugins/talk.hpp"

namespace confab::chat {
namespace {

using test::said;
using test::said_to_bot;

class FakeModel final : public LanguageModel {
public:
    Task<Result<Completion>> complete(CompletionRequest request) override {
        models.push_back(std::move(request.model));
        conversations.push_back(std::move(request.conversation));
        askers.push_back(request.user + " in " + request.channel);
        if (!errors.empty()) {
            Error error = std::move(errors.front());
            errors.pop_front();
            co_return error;
        }
        Completion completion;
        completion.text = "answer " + std::to_string(conversations.size());
        co_return completion;
    }
    std::vector<std::string> models;
    std::vector<std::vector<Turn>> conversations;
    std::vector<std::string> askers;
    std::deque<Error> errors;
};

class ChatTest : public testing::Test {
protected:
    ChatTest() {
        context.set_defaults(Chat::kOptions, std::size(Chat::kOptions));
        context.provide<LanguageModel>(model);
    }
    void start() { rt.run(chat.start(context)); }
    std::string run(const char* command, std::map<std::string, ArgumentValue, std::less<>> arguments = {},
                    MessageReceived event = said("")) {
        std::string answer;
        rt.run(store(context.invoke(command, std::move(event), std::move(arguments)), answer));
        return answer;
    }
    std::string ask(const char* question, const char* channel = "#room") {
        return run("ask", {{"question", std::string(question)}}, said("", ChannelKind::group, channel));
    }
    static Task<void> store(Task<std::string> task, std::string& out) { out = co_await std::move(task); }

    test::TestRuntime rt;
    test::FakeContext context{rt};
    FakeModel model;
    Chat chat;
};

TEST_F(ChatTest, AnswersAskAndRemembersTheChannel) {
    start();
    EXPECT_EQ(ask("one"), "answer 1");
    EXPECT_EQ(ask("two"), "answer 2");
    const std::vector<Turn>& second = model.conversations.at(1);
    ASSERT_EQ(second.size(), 4u);
    EXPECT_EQ(second[0].role, Role::system);
    EXPECT_EQ(second[1].text, "one");
    EXPECT_EQ(second[2].text, "answer 1");
    EXPECT_EQ(second[2].role, Role::assistant);
    EXPECT_EQ(second[3].text, "two");
    ask("elsewhere", "#other");
    EXPECT_EQ(model.conversations.at(2).size(), 2u);
}

TEST_F(ChatTest, AnswersMentionsAndDirectMessagesWithTheSameMemory) {
    start();
    ask("one");
    rt.run(context.deliver(Event(said_to_bot("two"))));
    rt.run(context.deliver(Event(said("ignored"))));
    rt.run(context.deliver(Event(said("three", ChannelKind::direct, "alice"))));
    ASSERT_EQ(context.sent.size(), 2u);
    EXPECT_EQ(context.sent[0].second.plain_text(), "answer 2");
    EXPECT_EQ(model.conversations.at(1).size(), 4u);
    EXPECT_EQ(context.sent[1].first, test::channel_ref("alice"));
}

TEST_F(ChatTest, SaysForWhomItAsksAndWhere) {
    start();
    ask("one", "#other");
    rt.run(context.deliver(Event(said_to_bot("two"))));
    ASSERT_EQ(model.askers.size(), 2u);
    const MessageReceived event = said_to_bot("two");
    const std::string account = event.channel.ref.account.str();
    EXPECT_EQ(model.askers[0], account + "/" + event.sender.id.str() + " in " + account + "/#other");
    EXPECT_EQ(model.askers[1], account + "/" + event.sender.id.str() + " in " + account + "/" +
                                   event.channel.ref.channel.str());
}

TEST_F(ChatTest, LeavesConversationAloneWhenToldSo) {
    context.set("conversation", false);
    start();
    rt.run(context.deliver(Event(said_to_bot("hello"))));
    EXPECT_TRUE(model.conversations.empty());
}

TEST_F(ChatTest, TellsPeopleNoInternalsAndForgetsTheFailedQuestion) {
    start();
    model.errors.emplace_back(Errc::upstream, "straico chat: status 502");
    const std::string answer = ask("one");
    EXPECT_FALSE(answer.empty());
    EXPECT_EQ(answer.find("straico"), std::string::npos);
    ask("two");
    EXPECT_EQ(model.conversations.at(1).size(), 2u);
}

TEST_F(ChatTest, ClearForgetsThisChannelOnly) {
    start();
    ask("one");
    ask("one", "#other");
    EXPECT_EQ(run("clear"), "Forgotten: we start anew.");
    EXPECT_EQ(run("clear"), "There is nothing to forget here.");
    ask("two");
    EXPECT_EQ(model.conversations.at(2).size(), 2u);
    ask("two", "#other");
    EXPECT_EQ(model.conversations.at(3).size(), 4u);
}

TEST_F(ChatTest, AsksTheModelChosenForTheChannel) {
    context.set("models", std::vector<std::string>{"a/b", "c/d"});
    context.set("model", std::string("x/default"));
    start();
    EXPECT_NE(run("model").find("x/default"), std::string::npos);
    EXPECT_NE(run("model", {{"name", std::string("no/such")}}).find("a/b, c/d"), std::string::npos);
    ask("one");
    EXPECT_NE(run("model", {{"name", std::string("c/d")}}).find("c/d"), std::string::npos);
    ask("two");
    ask("three", "#other");
    EXPECT_EQ(model.models, (std::vector<std::string>{"x/default", "c/d", "x/default"}));
}

TEST_F(ChatTest, LetsNobodyChooseAModelUnlessTheOperatorListsSome) {
    start();
    EXPECT_EQ(run("model", {{"name", std::string("expensive/one")}}),
              "My operator has not allowed choosing a model.");
    ask("one");
    EXPECT_EQ(model.models, std::vector<std::string>{""});
}

TEST_F(ChatTest, RefusesAQuestionLongerThanItsMemoryWithoutAsking) {
    context.set("max_characters", std::int64_t{10});
    start();
    EXPECT_NE(ask("eleven char").find("too long"), std::string::npos);
    EXPECT_TRUE(model.conversations.empty());
    EXPECT_EQ(ask("ten chars."), "answer 1");
}

TEST_F(ChatTest, RefusesToStartWithSenselessLimits) {
    context.set("max_turns", std::int64_t{0});
    bool refused = false;
    rt.run([](Chat& chat, Context& context, bool& out) -> Task<void> {
        try {
            co_await chat.start(context);
        } catch (const std::invalid_argument& e) {
            out = std::string(e.what()).find("max_turns") != std::string::npos;
        }
    }(chat, context, refused));
    EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace confab::chat
