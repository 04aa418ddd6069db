#include "core/straico/sandbox/stand_in.hpp"

#include <gtest/gtest.h>

#include "confab/json.hpp"

namespace confab::straico_sandbox {
namespace {

class StandInTest : public testing::Test {
protected:
    HttpServerRequest request(std::string method, std::string target, std::string body = {}) {
        HttpServerRequest out;
        out.method = std::move(method);
        out.target = std::move(target);
        out.body = std::move(body);
        out.headers.add("Authorization", "Bearer key");
        if (!out.body.empty()) out.headers.add("Content-Type", "application/json; charset=utf-8");
        return out;
    }
    HttpServerResponse chat(std::string body) {
        return stand_in.answer(request("POST", "/v2/chat/completions", std::move(body))).response;
    }
    static json::Document parsed(const HttpServerResponse& response) {
        Result<json::Document> document = json::Document::parse(response.body);
        return std::move(document.value());
    }
    static std::string ask(const std::string& messages) {
        return R"({"model":"openai/gpt-4o-mini","messages":[)" + messages + "]}";
    }

    StandIn stand_in{Secret("key")};
};

TEST_F(StandInTest, AnswersWithTheLastUserTextAndTheTurnsItSaw) {
    const auto response =
        chat(ask(R"({"role":"system","content":"be kind"},{"role":"user","content":"a"},)"
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
        {R"({"model":"openai/gpt-4o-mini","tools":[],"messages":[{"role":"user","content":"x"}]})", 422},
    };
    for (const auto& [body, status] : refused) EXPECT_EQ(chat(body).status, status) << body;
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
    const auto document = parsed(chat(ask(R"({"role":"user","content":[{"type":"text","text":"hi"}]})")));
    EXPECT_EQ(document["choices"].at(0)["message"]["content"].at(0)["text"].string(),
              "You said: hi (earlier turns: 0)");
}

TEST_F(StandInTest, RunsOutOfCoins) {
    ASSERT_TRUE(stand_in.stage("coins", "0"));
    EXPECT_EQ(chat(ask(R"({"role":"user","content":"x"})")).status, 402);
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

}  // namespace
}  // namespace confab::straico_sandbox
