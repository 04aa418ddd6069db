#include "plugins/straico/chat_model.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "tests/support/test_runtime.hpp"

namespace confab::straico_chat {
namespace {

class FakeStraico final : public Straico {
public:
    Task<Result<StraicoUser>> user() override { co_return StraicoUser(); }
    Task<Result<std::vector<StraicoModel>>> models() override { co_return std::vector<StraicoModel>(); }
    Task<Result<StraicoChatReply>> chat(StraicoChatRequest request) override {
        requests.push_back(std::move(request));
        co_return reply;
    }
    std::vector<StraicoChatRequest> requests;
    Result<StraicoChatReply> reply{StraicoChatReply()};
};

StraicoChatReply answer(std::string content, std::string finish = "stop") {
    StraicoChatReply reply;
    reply.content = std::move(content);
    reply.model = "x/y";
    reply.finish_reason = std::move(finish);
    reply.coins = 1.5;
    return reply;
}

class StraicoChatModel : public testing::Test {
protected:
    Result<Completion> complete(std::string model) {
        std::optional<Result<Completion>> out;
        rt.run(store(model_under_test(), std::move(model), out));
        return out ? *out : Result<Completion>(Error(Errc::internal, "did not run"));
    }
    LanguageModel& model_under_test() {
        if (!model_) model_.emplace(straico, settings);
        return *model_;
    }
    static Task<void> store(LanguageModel& model, std::string name, std::optional<Result<Completion>>& out) {
        std::vector<Turn> turns;
        turns.emplace_back(Role::system, "s");
        turns.emplace_back(Role::user, "u");
        turns.emplace_back(Role::assistant, "a");
        turns.emplace_back(Role::user, "u2");
        CompletionRequest request;
        request.model = std::move(name);
        request.conversation = std::move(turns);
        request.user = "home/ann";
        request.channel = "home/#room";
        out.emplace(co_await model.complete(std::move(request)));
    }

    test::TestRuntime rt;
    FakeStraico straico;
    Settings settings;

private:
    std::optional<ChatModel> model_;
};

TEST_F(StraicoChatModel, SendsRolesSettingsAndTheDefaultModel) {
    settings.model = "d/efault";
    settings.max_tokens = 5;
    settings.temperature = 0;
    straico.reply = answer("hi");
    const Result<Completion> completion = complete("");
    ASSERT_TRUE(completion);
    EXPECT_EQ(completion->text, "hi");
    EXPECT_EQ(completion->model, "x/y");
    EXPECT_EQ(completion->cost, 1.5);
    ASSERT_EQ(straico.requests.size(), 1u);
    const StraicoChatRequest& request = straico.requests[0];
    EXPECT_EQ(request.model, "d/efault");
    EXPECT_EQ(request.max_tokens, 5);
    EXPECT_EQ(request.temperature, 0);
    std::string roles;
    for (const StraicoTurn& turn : request.messages) roles += turn.role + "=" + turn.content + " ";
    EXPECT_EQ(roles, "system=s user=u assistant=a user=u2 ");
}

TEST_F(StraicoChatModel, NamesWhoSpends) {
    straico.reply = answer("hi");
    complete("");
    EXPECT_EQ(straico.requests.at(0).spender.user, "home/ann");
    EXPECT_EQ(straico.requests.at(0).spender.channel, "home/#room");
    EXPECT_EQ(straico.requests.at(0).spender.plugin, "");
}

TEST_F(StraicoChatModel, AsksTheModelThatWasChosen) {
    straico.reply = answer("hi");
    complete("c/hosen");
    EXPECT_EQ(straico.requests.at(0).model, "c/hosen");
}

TEST_F(StraicoChatModel, CallsAnAnswerWithoutTextAnErrorWithItsCure) {
    straico.reply = answer(" \n", "length");
    const Result<Completion> completion = complete("");
    ASSERT_FALSE(completion);
    EXPECT_EQ(completion.error().code(), Errc::upstream);
    EXPECT_NE(completion.error().context().find("max_tokens"), std::string::npos);
}

TEST_F(StraicoChatModel, PassesOnErrorsAsTheyAre) {
    straico.reply = Error(Errc::rate_limited, "x").with_retry_after(Duration(5));
    const Result<Completion> completion = complete("");
    ASSERT_FALSE(completion);
    EXPECT_EQ(completion.error().code(), Errc::rate_limited);
    EXPECT_EQ(completion.error().retry_after(), Duration(5));
}

}  // namespace
}  // namespace confab::straico_chat
