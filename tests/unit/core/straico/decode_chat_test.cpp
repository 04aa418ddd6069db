#include <gtest/gtest.h>

#include "core/straico/decode.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core::straico {
namespace {

using test::reply;

constexpr const char* kPlain =
    R"({"id":"x","object":"chat.completion","created":1,"model":"openai/gpt-4o-mini",
  "choices":[{"index":0,"message":{"role":"assistant","content":"Hi!"},"finish_reason":"stop","logprobs":null}],
  "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12},
  "price":{"input":0.01,"output":0.02,"total":0.03},"words":{"input":1,"output":1,"total":2}})";

constexpr const char* kCompletion = R"({"id":"x","model":"openai/gpt-4o-mini","choices":[{"index":0,
  "message":{"role":"assistant","content":"Hi!","reasoning":"hm"},"finish_reason":"stop"}],
  "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}})";

void expect_hi(const Result<StraicoChatReply>& decoded) {
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(decoded->content, "Hi!");
    EXPECT_EQ(decoded->model, "openai/gpt-4o-mini");
    EXPECT_EQ(decoded->finish_reason, "stop");
    EXPECT_DOUBLE_EQ(decoded->coins, 0.03);
    EXPECT_EQ(decoded->prompt_tokens, 9);
    EXPECT_EQ(decoded->completion_tokens, 3);
}

TEST(StraicoChat, ReadsThePlainCompletionOfV2) {
    expect_hi(decode_chat(reply(200, kPlain)));
}

TEST(StraicoChat, TakesStatus201AsSuccess) {
    expect_hi(decode_chat(reply(201, kPlain)));
}

TEST(StraicoChat, ReadsACompletionWrappedInData) {
    expect_hi(decode_chat(reply(201, std::string(R"({"data":)") + kPlain + R"(,"success":true})")));
}

TEST(StraicoChat, ReadsTheV0PromptShape) {
    expect_hi(decode_chat(
        reply(201, std::string(R"({"data":{"completion":)") + kCompletion +
                       R"(,"price":{"input":0.01,"output":0.02,"total":0.03}},"success":true})")));
}

TEST(StraicoChat, ReadsTheV1PromptShapeUnderAnotherModelsName) {
    expect_hi(
        decode_chat(reply(201, std::string(R"({"data":{"overall_price":{"total":0.03},"completions":)") +
                                   R"({"some/other":{"completion":)" + kCompletion +
                                   R"(,"price":{"total":0.03}}}},"success":true})")));
}

TEST(StraicoChat, SkipsTheModelThatFailedForTheOneThatAnswered) {
    expect_hi(decode_chat(reply(
        201, std::string(R"({"data":{"completions":{"a/b":{"completion":{"error":"no"}},)") +
                 R"("c/d":{"completion":)" + kCompletion + R"(,"price":{"total":0.03}}}},"success":true})")));
}

TEST(StraicoChat, AddsUpAPriceWithoutATotal) {
    const auto decoded = decode_chat(
        reply(200, R"({"choices":[{"message":{"content":"x"}}],"price":{"input":0.25,"output":"0.5"}})"));
    ASSERT_TRUE(decoded);
    EXPECT_DOUBLE_EQ(decoded->coins, 0.75);
}

TEST(StraicoChat, JoinsTextPartsAndIgnoresOthers) {
    const auto decoded = decode_chat(reply(
        200,
        R"({"choices":[{"message":{"content":[{"type":"text","text":"one "},{"type":"image_url"},"two"]}}]})"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->content, "one two");
}

TEST(StraicoChat, KeepsAnEmptyAnswerWithItsPriceAndReason) {
    const auto decoded = decode_chat(reply(
        200, R"({"choices":[{"message":{"content":null},"finish_reason":"length"}],"price":{"total":2}})"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->content, "");
    EXPECT_EQ(decoded->finish_reason, "length");
    EXPECT_DOUBLE_EQ(decoded->coins, 2);
}

TEST(StraicoChat, ReadsABareStringAnswer) {
    const auto decoded =
        decode_chat(reply(200, R"({"success":true,"data":{"answer":"yes","coins_used":1.5}})"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->content, "yes");
    EXPECT_DOUBLE_EQ(decoded->coins, 1.5);
}

TEST(StraicoChat, IgnoresNonsensePrices) {
    for (const char* price : {"-3", "1e999", "\"nan\"", "[]", "null"}) {
        const auto decoded = decode_chat(reply(
            200,
            std::string(R"({"choices":[{"message":{"content":"x"}}],"price":{"total":)") + price + "}}"));
        if (decoded) {
            EXPECT_EQ(decoded->coins, 0) << price;
        }
    }
}

TEST(StraicoChat, TakesTheErrorOfTheOnlyModelAsTheError) {
    const auto decoded = decode_chat(reply(
        201,
        R"({"data":{"completions":{"a/b":{"completion":{"error":"the provider failed"}}}},"success":true})"));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code(), Errc::upstream);
    EXPECT_NE(decoded.error().context().find("the provider failed"), std::string::npos);
}

TEST(StraicoChat, CallsAnAnswerWithoutACompletionAProtocolError) {
    for (const char* body : {"{}", "[]", "null", "3", R"({"data":null,"success":true})", R"({"choices":[]})",
                             R"({"data":{"completions":{}}})", R"({"completion":{}})"}) {
        const auto decoded = decode_chat(reply(200, body));
        ASSERT_FALSE(decoded) << body;
        EXPECT_EQ(decoded.error().code(), Errc::protocol) << body;
        EXPECT_EQ(decoded.error().delivery(), Delivery::sent);
    }
}

TEST(StraicoUser, ReadsNameCoinsAndPlan) {
    const auto user = decode_user(reply(
        200,
        R"({"data":{"first_name":"Jane","last_name":"Doe","coins":562621.19,"plan":"Ultimate Pack"},"success":true})"));
    ASSERT_TRUE(user);
    EXPECT_EQ(user->first_name, "Jane");
    EXPECT_EQ(user->last_name, "Doe");
    EXPECT_EQ(user->plan, "Ultimate Pack");
    EXPECT_DOUBLE_EQ(user->coins, 562621.19);
}

TEST(StraicoUser, RefusesAnAnswerWithoutCoins) {
    const auto user = decode_user(reply(200, R"({"data":{"first_name":"Jane"},"success":true})"));
    ASSERT_FALSE(user);
    EXPECT_EQ(user.error().code(), Errc::protocol);
}

}  // namespace
}  // namespace confab::core::straico
