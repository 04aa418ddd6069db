#include <gtest/gtest.h>

#include "core/straico/decode.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core::straico {
namespace {

using test::reply;

constexpr const char* kTwo = R"({"data":{
  "overall_price":{"input":1,"output":2,"total":3},"overall_words":{"input":10,"output":20,"total":30},
  "completions":{
    "a/b":{"completion":{"model":"b-2024","choices":[{"message":{"content":"Hi","reasoning":"hm"},
      "finish_reason":"stop"}],"usage":{"prompt_tokens":4,"completion_tokens":5}},
      "price":{"total":1},"words":{"total":10}},
    "c/d":{"completion":{"choices":[{"message":{"content":"Ho"}}]},"price":{"total":2},"words":{"total":20}},
    "e/f":{"completion":{"error":"the\nprovider failed"},"price":{},"words":{}}},
  "transcripts":[{"name":"a.mp3","text":"la la"}]},"success":true})";

TEST(StraicoPrompt, ReadsEveryModelsAnswerAndFailure) {
    const auto decoded = decode_prompt(reply(201, kTwo));
    ASSERT_TRUE(decoded) << decoded.error().message();
    ASSERT_EQ(decoded->answers.size(), 2u);
    const StraicoPromptAnswer& first = decoded->answers[0];
    EXPECT_EQ(first.model, "a/b");
    EXPECT_EQ(first.content, "Hi");
    EXPECT_EQ(first.reasoning, "hm");
    EXPECT_EQ(first.finish_reason, "stop");
    EXPECT_DOUBLE_EQ(first.coins, 1);
    EXPECT_DOUBLE_EQ(first.words, 10);
    EXPECT_EQ(first.prompt_tokens, 4);
    EXPECT_EQ(first.completion_tokens, 5);
    EXPECT_EQ(decoded->answers[1].content, "Ho");
    ASSERT_EQ(decoded->failures.size(), 1u);
    EXPECT_EQ(decoded->failures[0].model, "e/f");
    EXPECT_EQ(decoded->failures[0].text, "the provider failed");
    ASSERT_EQ(decoded->transcripts.size(), 1u);
    EXPECT_EQ(decoded->transcripts[0].name, "a.mp3");
    EXPECT_EQ(decoded->transcripts[0].text, "la la");
    EXPECT_DOUBLE_EQ(decoded->coins, 3);
    EXPECT_DOUBLE_EQ(decoded->words, 30);
}

TEST(StraicoPrompt, ReadsOlderAndUnwrappedShapes) {
    for (
        const char* body : {
            R"({"data":{"completion":{"choices":[{"message":{"content":"Hi"}}]},"price":{"total":2}}})",
            R"({"completion":{"choices":[{"message":{"content":"Hi"}}]},"price":{"total":2}})",
            R"({"choices":[{"message":{"content":"Hi"}}],"price":{"total":2}})",
            R"({"data":{"response":"Hi","price":2}})",
            R"({"completions":{"a/b":{"completion":{"choices":[{"message":{"content":"Hi"}}]},"price":{"total":2}}}})",
        }) {
        const auto decoded = decode_prompt(reply(201, body));
        ASSERT_TRUE(decoded) << body;
        ASSERT_EQ(decoded->answers.size(), 1u) << body;
        EXPECT_EQ(decoded->answers[0].content, "Hi") << body;
        EXPECT_DOUBLE_EQ(decoded->coins, 2) << body;
    }
}

TEST(StraicoPrompt, AddsUpPricesWhenNoOverallOneIsThere) {
    const auto decoded = decode_prompt(reply(201, R"({"data":{"completions":{
        "a":{"completion":{"choices":[{"message":{"content":"x"}}]},"price":{"input":1,"output":"0.5"}},
        "b":{"completion":{"choices":[{"message":{"content":"y"}}]},"price":{"total":2}}}}})"));
    ASSERT_TRUE(decoded);
    EXPECT_DOUBLE_EQ(decoded->coins, 3.5);
}

TEST(StraicoPrompt, TellsOfATotalFailureWithItsPriceFirst) {
    const auto decoded = decode_prompt(reply(201, R"({"data":{"overall_price":{"total":1.5},"completions":{
        "a":{"completion":{"error":{"message":"Insufficient coins"}}},"b":{"completion":{}},"c":null}}})"));
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(decoded->answers.empty());
    EXPECT_EQ(decoded->failures.size(), 3u);
    EXPECT_DOUBLE_EQ(decoded->coins, 1.5);
    EXPECT_EQ(all_failed(*decoded).code(), Errc::payment_required);
    EXPECT_EQ(all_failed(*decoded).delivery(), Delivery::sent);
    EXPECT_EQ(all_failed(StraicoPromptReply()).code(), Errc::upstream);
}

TEST(StraicoPrompt, BoundsWhatItKeeps) {
    std::string body = R"({"data":{"completions":{)";
    for (int i = 0; i < 1000; ++i) body += (i ? ",\"" : "\"") + std::to_string(i) + R"(":{"completion":"x"})";
    body += R"(},"transcripts":[)";
    for (int i = 0; i < 1000; ++i) body += (i ? "," : "") + std::string("{}");
    const auto decoded = decode_prompt(reply(201, body + "]}}"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->answers.size(), 16u);
    EXPECT_EQ(decoded->transcripts.size(), 16u);
}

TEST(StraicoPrompt, CallsAnAnswerWithoutACompletionAProtocolError) {
    for (const char* body : {"{}", "[]", "null", R"({"data":{}})", R"({"data":{"completions":{}}})",
                             R"({"data":{"completions":[1]}})", "html"}) {
        const auto decoded = decode_prompt(reply(200, body));
        ASSERT_FALSE(decoded) << body;
        EXPECT_EQ(decoded.error().code(), Errc::protocol) << body;
    }
}

}  // namespace
}  // namespace confab::core::straico
