#include <gtest/gtest.h>

#include "tests/integration/straico/straico_world.hpp"

namespace confab::test {
namespace {

Task<void> chat_with_memory(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoChatRequest request;
    request.model = "anthropic/claude-3.7-sonnet:thinking";
    request.messages.emplace_back("system", "be kind");
    request.messages.emplace_back("user", "I am Ann");
    request.messages.emplace_back("assistant", "Hello Ann");
    request.messages.emplace_back("user", "Who am I? \"quoted\" \xf0\x9f\x98\x80");
    const auto reply = co_await world.straico().chat(std::move(request));
    EXPECT_TRUE(reply) << reply.error().message();
    if (!reply) co_return;
    EXPECT_EQ(reply->content, "You said: Who am I? \"quoted\" \xf0\x9f\x98\x80 (earlier turns: 2)");
    EXPECT_EQ(reply->model, "anthropic/claude-3.7-sonnet:thinking");
    EXPECT_EQ(reply->finish_reason, "stop");
    EXPECT_GT(reply->coins, 0);
    EXPECT_GT(reply->completion_tokens, 0);
    EXPECT_GT(world.world.count("confab_straico_millicoins_total", "plugin=\"none\""), 0u);
}

TEST(Straico, AnswersAChatWithItsEarlierTurns) {
    TestRuntime rt;
    rt.run(chat_with_memory(rt));
}

Task<void> balance_after_paying(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    const auto before = co_await world.straico().user();
    const auto again = co_await world.straico().user();
    EXPECT_EQ(world.sandbox.requests("/v0/user"), 1u);
    const auto reply = co_await world.ask("hello");
    const auto after = co_await world.straico().user();
    EXPECT_TRUE(before && again && reply && after);
    if (before && reply && after) {
        EXPECT_NEAR(after->coins, before->coins - reply->coins, 1e-9);
    }
    EXPECT_EQ(world.sandbox.requests("/v0/user"), 2u);
}

TEST(Straico, NeverShowsABalanceFromBeforeAPaidCall) {
    TestRuntime rt;
    rt.run(balance_after_paying(rt));
}

Task<void> models_once(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    for (int i = 0; i < 3; ++i) {
        const auto models = co_await world.straico().models();
        EXPECT_TRUE(models && models->size() == 10);
        if (models && !models->empty()) {
            EXPECT_EQ(models->front().id, "openai/gpt-4o-mini");
        }
    }
    EXPECT_EQ(world.sandbox.requests("/v2/models"), 1u);
}

TEST(Straico, AsksForTheModelsOnceInFiveMinutes) {
    TestRuntime rt;
    rt.run(models_once(rt));
}

Task<void> older_models(TestRuntime& rt) {
    StraicoWorld world(rt, without_retries());
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage("html", "502"));
    const auto models = co_await world.straico().models();
    EXPECT_TRUE(models && models->size() == 10);
    EXPECT_EQ(world.sandbox.requests("/v1/models"), 1u);
}

TEST(Straico, TakesTheOlderModelListWhenTheNewOneFails) {
    TestRuntime rt;
    rt.run(older_models(rt));
}

Task<void> one_connection(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    EXPECT_TRUE(co_await world.straico().user());
    EXPECT_TRUE(co_await world.straico().models());
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(co_await world.ask("hello"));
    EXPECT_EQ(world.sandbox.accepted(), 1u);
}

TEST(Straico, KeepsItsConnection) {
    TestRuntime rt;
    rt.run(one_connection(rt));
}

Task<void> every_encoding(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    for (const char* encoding : {"gzip", "chunked", "parts"}) {
        EXPECT_TRUE(world.sandbox.stage(encoding, ""));
        const auto reply = co_await world.ask("hello");
        EXPECT_TRUE(reply) << encoding << ": " << reply.error().message();
        if (reply) {
            EXPECT_EQ(reply->content, "You said: hello (earlier turns: 0)") << encoding;
        }
    }
}

TEST(Straico, ReadsCompressedChunkedAndPartedAnswers) {
    TestRuntime rt;
    rt.run(every_encoding(rt));
}

}  // namespace
}  // namespace confab::test
