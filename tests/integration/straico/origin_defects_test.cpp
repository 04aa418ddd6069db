/// Defects of the bot this project descends from, as far as they concern the AI service, each shown to be
/// absent: from the command of a person to the request on the socket.
#include <gtest/gtest.h>

#include "plugins/chat/chat.hpp"
#include "plugins/straico/chat_model.hpp"
#include "tests/integration/straico/every_endpoint.hpp"
#include "tests/integration/straico/straico_world.hpp"
#include "tests/unit/plugins/talk.hpp"

namespace confab::test {
namespace {

/// Chat commands over the AI plugin over the service over HTTP.
class Talk {
public:
    Talk(TestRuntime& rt, StraicoWorld& world)
        : model_(world.straico(), straico_chat::Settings()), context_(rt) {
        context_.set_defaults(chat::Chat::kOptions, std::size(chat::Chat::kOptions));
        context_.set("model", std::string("openai/gpt-4o-mini"));
        context_.set("models", std::vector<std::string>{"o3-2025-04-16"});
        context_.provide<LanguageModel>(model_);
    }
    Task<void> start() { return chat_.start(context_); }
    Task<std::string> ask(std::string question) { return run("ask", "question", std::move(question)); }
    Task<std::string> choose(std::string model) { return run("model", "name", std::move(model)); }

private:
    Task<std::string> run(std::string command, std::string argument, std::string value) {
        std::map<std::string, ArgumentValue, std::less<>> arguments;
        arguments.emplace(std::move(argument), std::move(value));
        MessageReceived event = said("", ChannelKind::group, "#room");
        return context_.invoke(std::move(command), std::move(event), std::move(arguments));
    }
    straico_chat::ChatModel model_;
    FakeContext context_;
    chat::Chat chat_;
};

std::string field(const std::string& body, const char* key) {
    const Result<json::Document> document = json::Document::parse(body);
    return document ? std::string(document->root()[key].string()) : std::string();
}

Task<void> chosen_model(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    Talk talk(rt, world);
    co_await talk.start();
    co_await talk.ask("one");
    EXPECT_EQ(field(world.sandbox.last_request(), "model"), "openai/gpt-4o-mini");
    co_await talk.choose("o3-2025-04-16");
    co_await talk.ask("two");
    EXPECT_EQ(field(world.sandbox.last_request(), "model"), "o3-2025-04-16");
    EXPECT_EQ(world.sandbox.last_request().find("smart_llm_selector"), std::string::npos);
}

TEST(OriginBotDefect, N01_TheChosenModelIsInTheRequestThatLeavesTheSocket) {
    TestRuntime rt;
    rt.run(chosen_model(rt));
}

Task<void> earlier_turns(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    Talk talk(rt, world);
    co_await talk.start();
    co_await talk.ask("I am Ann");
    const std::string answer = co_await talk.ask("Who am I?");
    EXPECT_EQ(answer, "You said: Who am I? (earlier turns: 2)");
    EXPECT_NE(world.sandbox.last_request().find("I am Ann"), std::string::npos);
}

TEST(OriginBotDefect, N02_ASecondTurnCarriesTheEarlierTurns) {
    TestRuntime rt;
    rt.run(earlier_turns(rt));
}

Task<void> user_path(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    const auto user = co_await world.straico().user();
    EXPECT_TRUE(user && user->first_name == "Sandy");
    EXPECT_EQ(world.sandbox.requests("/v0/user"), 1u);
    EXPECT_EQ(world.sandbox.requests(""), 1u);
}

TEST(OriginBotDefect, N03_TheAccountIsAskedForAtV0) {
    TestRuntime rt;
    rt.run(user_path(rt));
}

Task<void> one_policy(TestRuntime& rt, const Endpoint& endpoint) {
    StraicoWorld world(rt);
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage("rate_limit", "0"));
    const std::optional<Error> limited = co_await endpoint.call(world.straico());
    EXPECT_FALSE(limited) << limited->message();
    EXPECT_EQ(world.sandbox.requests(""), 2u);
}

Task<void> lost_answer(TestRuntime& rt, const Endpoint& endpoint) {
    StraicoWorld world(rt);
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage("html", "502"));
    const std::optional<Error> failed = co_await endpoint.call(world.straico());
    EXPECT_EQ(failed.has_value(), !endpoint.repeatable);
    EXPECT_EQ(world.sandbox.requests(""), endpoint.repeatable ? 2u : 1u);
}

class OriginBotDefectRetries : public testing::TestWithParam<Endpoint> {};

TEST_P(OriginBotDefectRetries, N08_EveryEndpointGoesThroughTheSamePolicy) {
    TestRuntime limited;
    limited.run(one_policy(limited, GetParam()));
    TestRuntime lost;
    lost.run(lost_answer(lost, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(OriginBotDefect, OriginBotDefectRetries, testing::ValuesIn(kEndpoints),
                         [](const testing::TestParamInfo<Endpoint>& info) { return info.param.name; });

Task<void> deadlines(TestRuntime& rt) {
    StraicoWorld world(rt);
    core::StraicoConfig config;
    co_await world.start(std::move(config));
    EXPECT_TRUE(world.sandbox.stage("slow", "300"));
    StraicoChatRequest request = chat_request();
    const auto late = co_await world.straico().chat(std::move(request));
    EXPECT_TRUE(late) << late.error().message();
    // What the client allows is what it was handed: a real wait of 45 s would prove no more.
    EXPECT_GT(world.http.sent.at(0).timeout.value_or(Duration(0)), std::chrono::seconds(45));
    StraicoImageRequest images = image_request();
    images.variations = 4;
    const auto made = co_await world.straico().media().image(std::move(images));
    EXPECT_TRUE(made);
    EXPECT_EQ(world.http.sent.at(1).timeout, std::chrono::seconds(140));
}

TEST(OriginBotDefect, N10_AChatAnswerThatTakes45SecondsArrives) {
    TestRuntime rt;
    rt.run(deadlines(rt));
}

Task<void> no_internals(TestRuntime& rt) {
    StraicoWorld world(rt, without_retries());
    co_await world.start();
    Talk talk(rt, world);
    co_await talk.start();
    const std::pair<const char*, const char*> faults[] = {
        {"error_string", "TypeError at /srv/api.js:17 key=sk-123"},
        {"error_object", ""},
        {"error_message", ""},
        {"javascript", ""},
        {"html", "502"},
        {"payment", ""},
        {"rate_limit", "3"},
        {"status", "401"},
        {"garbage", ""},
        {"truncated", ""},
        {"drop", ""}};
    for (const auto& [fault, argument] : faults) {
        EXPECT_TRUE(world.sandbox.stage(fault, argument));
        const std::string answer = co_await talk.ask("hello");
        EXPECT_FALSE(answer.empty());
        for (const char* internal : {"traico", "status", "502", "401", "422", "sk-123", "TypeError", "nginx",
                                     "undefined", "provider failed", "127.0.0.1", "{", "<"})
            EXPECT_EQ(answer.find(internal), std::string::npos) << fault << ": " << answer;
    }
}

TEST(OriginBotDefect, N16_WhatPeopleAreToldContainsNoInternals) {
    TestRuntime rt;
    rt.run(no_internals(rt));
}

Task<void> video_path(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoVideoRequest request = video_request();
    const auto film = co_await world.straico().media().video(std::move(request));
    EXPECT_TRUE(film && film->urls.size() == 1);
    EXPECT_EQ(world.sandbox.requests("/v1/image/tovideo"), 1u);
    EXPECT_EQ(world.sandbox.requests(""), 1u);
}

TEST(OriginBotDefect, N17_VideoGoesToTheEndpointThatExists) {
    TestRuntime rt;
    rt.run(video_path(rt));
}

}  // namespace
}  // namespace confab::test
