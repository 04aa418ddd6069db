#include "core/straico/encode.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/core/straico/refusals.hpp"

namespace confab::core::straico {
namespace {

using test::expect_refused;

StraicoChatRequest chat() {
    StraicoChatRequest request;
    request.model = "a/b:c";
    request.messages = {StraicoTurn("system", "be kind"), StraicoTurn("user", "say \"hi\"\n")};
    request.max_tokens = 800;
    request.temperature = 0.5;
    return request;
}

StraicoPromptRequest prompt() {
    StraicoPromptRequest request;
    request.models = {"a/b", "c/d"};
    request.message = "look";
    return request;
}

TEST(StraicoEncode, WritesRolesInOrderAndEscapesText) {
    const auto call = encode_chat(chat());
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "POST");
    EXPECT_EQ(call->url, "/v2/chat/completions");
    EXPECT_FALSE(call->idempotent);
    EXPECT_EQ(call->cache, HttpCache::never);
    EXPECT_EQ(call->body, R"({"model":"a/b:c","messages":[{"role":"system","content":"be kind"},)"
                          R"({"role":"user","content":"say \"hi\"\n"}],"temperature":0.5,"max_tokens":800})");
}

TEST(StraicoEncode, LeavesOutAnUnsetLimit) {
    StraicoChatRequest request = chat();
    request.max_tokens = 0;
    EXPECT_EQ(encode_chat(request)->body.find("max_tokens"), std::string::npos);
}

TEST(StraicoEncode, WritesTheSelectorAndPartsOfText) {
    StraicoChatRequest request = chat();
    request.model.clear();
    request.smart = StraicoSmartSelector(StraicoSmartSelector::Pricing::quality, 2);
    request.replace_failed_models = true;
    request.messages = {StraicoTurn("user", "")};
    request.messages[0].parts = {"one", "two"};
    EXPECT_EQ(encode_chat(request)->body,
              R"({"smart_llm_selector":{"quantity":2,"pricing_method":"quality"},"messages":[{"role":"user",)"
              R"("content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}],"temperature":0.5,)"
              R"("max_tokens":800,"replace_failed_models":true})");
}

TEST(StraicoEncode, RefusesAChatTheServiceWouldRefuseAndNamesTheField) {
    const auto refused = [](const char* field, auto change) {
        StraicoChatRequest request = chat();
        change(request);
        expect_refused(encode_chat(request), field);
    };
    refused("model", [](auto& r) { r.model.clear(); });
    refused("model", [](auto& r) { r.smart.emplace(); });
    refused("model", [](auto& r) { r.model = "two words"; });
    refused("model", [](auto& r) { r.model = std::string(201, 'x'); });
    refused("smart.quantity", [](auto& r) {
        r.model.clear();
        r.smart = StraicoSmartSelector(StraicoSmartSelector::Pricing::budget, 5);
    });
    refused("messages", [](auto& r) { r.messages.clear(); });
    refused("messages.role", [](auto& r) { r.messages[0].role = "tool"; });
    refused("messages.content", [](auto& r) { r.messages[1].content.clear(); });
    refused("messages.parts", [](auto& r) { r.messages[1].parts = {"x", ""}; });
    refused("temperature", [](auto& r) { r.temperature = 2.1; });
    refused("temperature", [](auto& r) { r.temperature = std::numeric_limits<double>::quiet_NaN(); });
    refused("max_tokens", [](auto& r) { r.max_tokens = -1; });
}

TEST(StraicoEncode, WritesAPromptWithOnlyWhatIsSet) {
    const auto call = encode_prompt(prompt());
    ASSERT_TRUE(call);
    EXPECT_EQ(call->url, "/v1/prompt/completion");
    EXPECT_EQ(call->body, R"({"models":["a/b","c/d"],"message":"look"})");
}

TEST(StraicoEncode, WritesAPromptWithEverything) {
    StraicoPromptRequest request = prompt();
    request.models.clear();
    request.smart = StraicoSmartSelector(StraicoSmartSelector::Pricing::budget);
    request.file_urls = {"https://f/1.mp3"};
    request.images = {"https://i/1"};
    request.youtube_urls = {"https://y/1"};
    request.display_transcripts = true;
    request.temperature = 1;
    request.max_tokens = 7;
    request.replace_failed_models = true;
    const auto call = encode_prompt(request);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->body,
              R"({"smart_llm_selector":{"quantity":1,"pricing_method":"budget"},"message":"look",)"
              R"("file_urls":["https://f/1.mp3"],"images":["https://i/1"],)"
              R"("youtube_urls":["https://y/1"],"display_transcripts":true,"temperature":1,)"
              R"("max_tokens":7,"replace_failed_models":true})");
}

TEST(StraicoEncode, RefusesAPromptTheServiceWouldRefuseAndNamesTheField) {
    const auto refused = [](const char* field, auto change) {
        StraicoPromptRequest request = prompt();
        change(request);
        expect_refused(encode_prompt(request), field);
    };
    refused("models", [](auto& r) { r.models.clear(); });
    refused("models", [](auto& r) { r.smart.emplace(); });
    refused("models", [](auto& r) { r.models = {"a", "b", "c", "d", "e"}; });
    refused("models", [](auto& r) { r.models = {"a", "b", "a"}; });
    refused("message", [](auto& r) { r.message = " \n"; });
    refused("file_urls", [](auto& r) { r.file_urls.assign(5, "https://x/"); });
    refused("images", [](auto& r) { r.images = {"file:///etc/passwd"}; });
    refused("youtube_urls", [](auto& r) { r.youtube_urls = {"https://x/ y"}; });
    refused("temperature", [](auto& r) { r.temperature = -0.1; });
    refused("max_tokens", [](auto& r) { r.max_tokens = -1; });
}

TEST(StraicoEncode, KeepsTheSlashesOfAModelIdInItsPath) {
    const auto call = encode_model("anthropic/claude-3.7-sonnet:thinking");
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "GET");
    EXPECT_EQ(call->url, "/v2/models/anthropic/claude-3.7-sonnet:thinking");
    EXPECT_EQ(call->cache, HttpCache::allowed);
    EXPECT_EQ(encode_model("a?b#c%")->url, "/v2/models/a%3Fb%23c%25");
    for (const char* id : {"", "../user", "a//b", "a b"}) expect_refused(encode_model(id), "id");
}

TEST(StraicoEncode, LetsNoIdLeadElsewhere) {
    EXPECT_EQ(encode_by_id("rag", "DELETE", "/v0/rag/", "65f_a-9")->url, "/v0/rag/65f_a-9");
    for (const char* id : {"", "..", "a/b", "a?x", "a%2e", "a b"})
        expect_refused(encode_by_id("rag", "GET", "/v0/rag/", id), "id");
}

}  // namespace
}  // namespace confab::core::straico
