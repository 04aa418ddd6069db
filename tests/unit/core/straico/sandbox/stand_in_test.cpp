#include "core/straico/sandbox/stand_in.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/straico/sandbox/calls.hpp"

namespace confab::straico_sandbox {
namespace {

std::string ask(const std::string& messages) {
    return R"({"model":"openai/gpt-4o-mini","messages":[)" + messages + "]}";
}

TEST_F(StandInTest, AnswersWithTheLastUserTextAndTheTurnsItSaw) {
    const auto response =
        post("/v2/chat/completions",
             ask(R"({"role":"system","content":"be kind"},{"role":"user","content":"a"},)"
                 R"({"role":"assistant","content":"b"},{"role":"user","content":"hello you"})"));
    EXPECT_EQ(response.status, 201);
    const auto document = parsed(response);
    EXPECT_EQ(document["choices"].at(0)["message"]["content"].string(),
              "You said: hello you (earlier turns: 2)");
    EXPECT_EQ(document["choices"].at(0)["finish_reason"].string(), "stop");
    EXPECT_GT(document["price"]["total"].number(), 0);
    EXPECT_LT(stand_in.account().coins(), 1000);
}

TEST_F(StandInTest, RefusesAWrongKey) {
    HttpServerRequest wrong = request("GET", "/v0/user");
    wrong.headers.set("Authorization", "Bearer other");
    EXPECT_EQ(stand_in.answer(wrong).response.status, 401);
}

TEST_F(StandInTest, RefusesWhatTheServiceRefuses) {
    const std::pair<const char*, int> refused[] = {
        {"no json", 400},
        {"[]", 400},
        {R"({"model":"openai/gpt-4o-mini","messages":[]})", 422},
        {R"({"model":"openai/gpt-4o-mini"})", 422},
        {R"({"model":"no/such","messages":[{"role":"user","content":"x"}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","messages":[{"role":"tool","content":"x"}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","messages":[{"role":"assistant","content":null}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","messages":[{"role":"assistant","content":"x"}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","temperature":3,"messages":[{"role":"user","content":"x"}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","max_tokens":0,"messages":[{"role":"user","content":"x"}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","temperature":"1","messages":[{"role":"user","content":"x"}]})",
         422},
        {R"({"model":"openai/gpt-4o-mini","colour":1,"messages":[{"role":"user","content":"x"}]})", 422},
        {R"({"messages":[{"role":"user","content":"x"}]})", 422},
        {R"({"model":"gen4_turbo","messages":[{"role":"user","content":"x"}]})", 422},
        {R"({"model":"openai/gpt-4o-mini","tools":[],"messages":[{"role":"user","content":"x"}]})", 422},
    };
    for (const auto& [body, status] : refused)
        EXPECT_EQ(post("/v2/chat/completions", body).status, status) << body;
    EXPECT_EQ(stand_in.account().coins(), 1000);
}

TEST_F(StandInTest, RefusesAnotherContentTypeAndUnknownPaths) {
    HttpServerRequest form = request("POST", "/v2/chat/completions", "{}");
    form.headers.set("Content-Type", "text/plain");
    EXPECT_EQ(stand_in.answer(form).response.status, 415);
    EXPECT_EQ(stand_in.answer(request("GET", "/v1/user")).response.status, 404);
    EXPECT_EQ(stand_in.answer(request("PUT", "/v0/user")).response.status, 405);
}

TEST_F(StandInTest, TakesTextPartsAndAnswersInPartsWhenStaged) {
    ASSERT_TRUE(stand_in.stage("parts", ""));
    const auto document = parsed(
        post("/v2/chat/completions", ask(R"({"role":"user","content":[{"type":"text","text":"hi"}]})")));
    EXPECT_EQ(document["choices"].at(0)["message"]["content"].at(0)["text"].string(),
              "You said: hi (earlier turns: 0)");
}

TEST_F(StandInTest, RunsOutOfCoins) {
    ASSERT_TRUE(stand_in.stage("coins", "0"));
    EXPECT_EQ(post("/v2/chat/completions", ask(R"({"role":"user","content":"x"})")).status, 402);
}

TEST_F(StandInTest, StagesFaultsForOneRequestEachInOrder) {
    ASSERT_TRUE(stand_in.stage("html", "503"));
    ASSERT_TRUE(stand_in.stage("rate_limit", "9"));
    EXPECT_EQ(stand_in.answer(request("GET", "/v0/user")).response.status, 503);
    const auto limited = stand_in.answer(request("GET", "/v0/user")).response;
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.headers.get("Retry-After"), "9");
    EXPECT_EQ(stand_in.answer(request("GET", "/v0/user")).response.status, 200);
    EXPECT_EQ(stand_in.requests("/v0/user"), 3u);
    EXPECT_EQ(stand_in.requests(""), 3u);
    EXPECT_FALSE(stand_in.stage("no such", ""));
}

TEST_F(StandInTest, HoldsBackASlowAnswer) {
    ASSERT_TRUE(stand_in.stage("slow", "45000"));
    EXPECT_EQ(stand_in.answer(request("GET", "/v0/user")).delay, Duration(45'000));
}

TEST_F(StandInTest, TruncatesAnAnswerShorterThanItPromised) {
    ASSERT_TRUE(stand_in.stage("truncated", ""));
    const auto cut = stand_in.answer(request("GET", "/v0/user")).response;
    EXPECT_EQ(cut.kind, HttpServerResponse::Kind::raw);
    const std::size_t body = cut.body.find("\r\n\r\n") + 4;
    const std::size_t at = cut.body.find("Content-Length: ") + 16;
    EXPECT_LT(cut.body.size() - body, std::stoul(cut.body.substr(at)));
}

TEST_F(StandInTest, OffersTheModelsInTheShapeOfEachVersion) {
    const auto v0 = parsed(stand_in.answer(request("GET", "/v0/models")).response);
    const auto v1 = parsed(stand_in.answer(request("GET", "/v1/models")).response);
    const auto v2 = parsed(stand_in.answer(request("GET", "/v2/models")).response);
    EXPECT_EQ(v0["data"].at(0)["model"].string(), "openai/gpt-4o-mini");
    EXPECT_TRUE(v1["data"]["image"].at(0).is_array());
    EXPECT_EQ(v2["data"].at(0)["id"].string(), "openai/gpt-4o-mini");
}

TEST_F(StandInTest, AnswersTheOlderPromptEndpoints) {
    const auto v0 = parsed(
        stand_in
            .answer(request("POST", "/v0/prompt/completion", R"({"model":"o3-2025-04-16","message":"hi"})"))
            .response);
    EXPECT_TRUE(v0["data"]["completion"]["choices"].is_array());
    const auto v1 = parsed(stand_in
                               .answer(request("POST", "/v1/prompt/completion",
                                               R"({"models":["o3-2025-04-16"],"message":"hi"})"))
                               .response);
    EXPECT_TRUE(v1["data"]["completions"]["o3-2025-04-16"]["completion"]["choices"].is_array());
}

TEST_F(StandInTest, AnswersAPromptToSeveralModelsWithFailuresAndReplacements) {
    const auto ask_two = [&](const char* more) {
        return parsed(post(
            "/v1/prompt/completion",
            std::string(R"({"models":["openai/gpt-4o-mini","o3-2025-04-16"],"message":"hi")") + more + "}"));
    };
    const auto both = ask_two("");
    EXPECT_EQ(both["data"]["completions"].size(), 2u);
    ASSERT_TRUE(stand_in.stage("model_fails", ""));
    const auto one = ask_two("");
    EXPECT_TRUE(one["data"]["completions"]["openai/gpt-4o-mini"]["completion"].has("error"));
    ASSERT_TRUE(stand_in.stage("model_fails", ""));
    const auto replaced = ask_two(R"(,"replace_failed_models":true)");
    EXPECT_EQ(replaced["data"]["completions"].size(), 2u);
    EXPECT_FALSE(replaced["data"]["completions"].has("openai/gpt-4o-mini"));
}

TEST_F(StandInTest, ChoosesModelsAndWritesTranscripts) {
    const auto document = parsed(post(
        "/v1/prompt/completion",
        R"({"smart_llm_selector":{"quantity":2,"pricing_method":"budget"},"message":"hi","display_transcripts":true,)"
        R"("file_urls":["https://f/a.mp3"],"youtube_urls":["https://y/b"]})"));
    EXPECT_EQ(document["data"]["completions"].size(), 2u);
    EXPECT_EQ(document["data"]["transcripts"].size(), 2u);
    EXPECT_EQ(document["data"]["transcripts"].at(0)["name"].string(), "a.mp3");
}

TEST_F(StandInTest, RefusesPromptsTheServiceRefuses) {
    for (
        const char* body :
        {R"({"message":"x"})", R"({"models":[],"message":"x"})", R"({"models":["o3-2025-04-16"]})",
         R"({"models":["o3-2025-04-16","o3-2025-04-16"],"message":"x"})",
         R"({"models":"o3-2025-04-16","message":"x"})",
         R"({"models":["o3-2025-04-16"],"message":"x","images":["https://1","https://2","https://3","https://4","https://5"]})",
         R"({"models":["o3-2025-04-16"],"message":"x","smart_llm_selector":{"quantity":1,"pricing_method":"budget"}})",
         R"({"smart_llm_selector":{"quantity":5,"pricing_method":"budget"},"message":"x"})",
         R"({"smart_llm_selector":"budget","message":"x"})"})
        EXPECT_EQ(post("/v1/prompt/completion", body).status, 422) << body;
    EXPECT_EQ(post("/v0/prompt/completion", R"({"smart_llm_selector":"budget","message":"x"})").status, 201);
}

TEST_F(StandInTest, ShowsOneModelWithItsSlashes) {
    EXPECT_EQ(parsed(get("/v2/models/anthropic/claude-3.7-sonnet:thinking"))["data"]["id"].string(),
              "anthropic/claude-3.7-sonnet:thinking");
    EXPECT_EQ(get("/v2/models/no/such").status, 404);
}

TEST_F(StandInTest, ClosesAnIdleConnectionWithoutSayingSo) {
    ASSERT_TRUE(stand_in.stage("idle_close", ""));
    const auto answer = get("/v0/user");
    EXPECT_EQ(answer.kind, HttpServerResponse::Kind::raw);
    EXPECT_EQ(answer.body.find("Connection"), std::string::npos);
    EXPECT_NE(answer.body.find("Sandy"), std::string::npos);
}

}  // namespace
}  // namespace confab::straico_sandbox
