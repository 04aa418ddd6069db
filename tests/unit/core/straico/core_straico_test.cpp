#include "core/straico/core_straico.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "tests/support/test_runtime.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core {
namespace {

using test::reply;
using test::TestRuntime;

class FakeHttp final : public HttpClient {
public:
    Task<Result<HttpResponse>> send(HttpRequest request) override {
        requests.push_back(std::move(request));
        if (hold) co_await gate.wait();
        if (replies.empty()) co_return Error(Errc::unavailable, "nothing staged");
        Result<HttpResponse> next = std::move(replies.front());
        replies.pop_front();
        co_return next;
    }
    std::vector<HttpRequest> requests;
    std::deque<Result<HttpResponse>> replies;
    bool hold = false;
    Signal gate;
};

class ManualClock final : public Clock {
public:
    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return {}; }
    Task<void> sleep(Duration) override { co_return; }
    Task<bool> run_for(Duration, Task<void> task) override {
        co_await std::move(task);
        co_return true;
    }
    void advance(Duration span) { now_ += span; }

private:
    TimePoint now_{};
};

constexpr const char* kUser =
    R"({"data":{"first_name":"J","last_name":"D","coins":100.5,"plan":"P"},"success":true})";
constexpr const char* kPoorer =
    R"({"data":{"first_name":"J","last_name":"D","coins":90,"plan":"P"},"success":true})";
constexpr const char* kChat =
    R"({"model":"a/b","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"price":{"total":0.0015}})";

class CoreStraicoTest : public testing::Test {
protected:
    CoreStraicoTest() { config.api_key = Secret("top-secret-key"); }
    CoreStraico& straico() {
        if (!straico_) straico_.emplace(config, http, clock, rt.metrics(), rt.log());
        return *straico_;
    }
    static StraicoChatRequest question() {
        StraicoChatRequest request;
        request.model = "a/b";
        request.messages.emplace_back("user", "hello");
        return request;
    }

    TestRuntime rt;
    FakeHttp http;
    ManualClock clock;
    StraicoConfig config;

private:
    std::optional<CoreStraico> straico_;
};

Task<void> expect_chat(CoreStraico& straico, StraicoChatRequest request, Errc code) {
    const Result<StraicoChatReply> answer = co_await straico.chat(std::move(request));
    EXPECT_FALSE(answer);
    if (!answer) {
        EXPECT_EQ(answer.error().code(), code) << answer.error().message();
    }
}

Task<void> expect_chat(CoreStraico& straico, StraicoChatRequest request) {
    const Result<StraicoChatReply> answer = co_await straico.chat(std::move(request));
    EXPECT_TRUE(answer);
    if (answer) {
        EXPECT_EQ(answer->content, "Hi");
    }
}

Task<void> expect_coins(CoreStraico& straico, double coins) {
    const Result<StraicoUser> user = co_await straico.user();
    EXPECT_TRUE(user);
    if (user) {
        EXPECT_DOUBLE_EQ(user->coins, coins);
    }
}

TEST_F(CoreStraicoTest, SendsAChatOnceWithKeyTimeoutAndNoCache) {
    config.base_url = "http://127.0.0.1:1/";
    http.replies.push_back(reply(201, kChat));
    rt.run(expect_chat(straico(), question()));
    ASSERT_EQ(http.requests.size(), 1u);
    const HttpRequest& sent = http.requests[0];
    EXPECT_EQ(sent.method, "POST");
    EXPECT_EQ(sent.url, "http://127.0.0.1:1/v2/chat/completions");
    EXPECT_EQ(sent.headers.get("Authorization"), "Bearer top-secret-key");
    EXPECT_EQ(sent.headers.get("Content-Type"), "application/json");
    EXPECT_EQ(sent.timeout, Duration(120'000));
    EXPECT_EQ(sent.cache, HttpCache::never);
    EXPECT_FALSE(sent.idempotent);
}

TEST_F(CoreStraicoTest, CountsFractionsOfCoinsOverCalls) {
    for (int i = 0; i < 3; ++i) http.replies.push_back(reply(201, kChat));
    for (int i = 0; i < 3; ++i) rt.run(expect_chat(straico(), question()));
    EXPECT_EQ(rt.metrics().counter("confab_straico_millicoins_total").value(), 4u);  // 3 x 1.5
    EXPECT_EQ(rt.metrics().counter("confab_straico_calls_total", "call=\"chat\",outcome=\"ok\"").value(), 3u);
}

TEST_F(CoreStraicoTest, NamesTheModelAskedForWhenTheAnswerNamesNone) {
    http.replies.push_back(reply(200, R"({"choices":[{"message":{"content":"Hi"}}]})"));
    rt.run([](CoreStraico& straico, StraicoChatRequest request) -> Task<void> {
        const Result<StraicoChatReply> answer = co_await straico.chat(std::move(request));
        EXPECT_TRUE(answer);
        if (answer) {
            EXPECT_EQ(answer->model, "a/b");
        }
    }(straico(), question()));
}

TEST_F(CoreStraicoTest, PassesOnHowSureDeliveryIs) {
    http.replies.push_back(Error(Errc::timeout, "reading").with(Delivery::maybe_sent));
    rt.run([](CoreStraico& straico, StraicoChatRequest request) -> Task<void> {
        const Result<StraicoChatReply> answer = co_await straico.chat(std::move(request));
        EXPECT_FALSE(answer);
        if (!answer) {
            EXPECT_EQ(answer.error().delivery(), Delivery::maybe_sent);
        }
    }(straico(), question()));
}

TEST_F(CoreStraicoTest, AsksNobodyWithoutAKey) {
    config.api_key = Secret();
    rt.run(expect_chat(straico(), question(), Errc::unauthorized));
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(CoreStraicoTest, RemovesItsKeyFromWhatTheServiceSays) {
    http.replies.push_back(reply(401, R"({"error":"bad key top-secret-key!"})"));
    rt.run([](CoreStraico& straico, StraicoChatRequest request) -> Task<void> {
        const Result<StraicoChatReply> answer = co_await straico.chat(std::move(request));
        EXPECT_FALSE(answer);
        if (answer) co_return;
        EXPECT_EQ(answer.error().context().find("top-secret"), std::string::npos);
        EXPECT_NE(answer.error().context().find("bad key ***!"), std::string::npos);
    }(straico(), question()));
}

TEST_F(CoreStraicoTest, KeepsTheUserForFiveMinutes) {
    http.replies.push_back(reply(200, kUser));
    http.replies.push_back(reply(200, kPoorer));
    rt.run(expect_coins(straico(), 100.5));
    clock.advance(Duration(299'999));
    rt.run(expect_coins(straico(), 100.5));
    EXPECT_EQ(http.requests.size(), 1u);
    EXPECT_EQ(http.requests[0].url, "https://api.straico.com/v0/user");
    clock.advance(Duration(1));
    rt.run(expect_coins(straico(), 90));
    EXPECT_EQ(rt.metrics().gauge("confab_straico_balance_coins").value(), 90);
}

TEST_F(CoreStraicoTest, AsksForTheUserAnewAfterAPaidCallEvenAFailedOne) {
    http.replies.push_back(reply(200, kUser));
    http.replies.push_back(Error(Errc::timeout, "reading").with(Delivery::maybe_sent));
    http.replies.push_back(reply(200, kPoorer));
    rt.run(expect_coins(straico(), 100.5));
    rt.run(expect_chat(straico(), question(), Errc::timeout));
    rt.run(expect_coins(straico(), 90));
}

Task<void> user_fetched_during_a_paid_call(TestRuntime& rt, FakeHttp& http, CoreStraico& straico,
                                           StraicoChatRequest request) {
    http.hold = true;
    rt.tasks().spawn("chat", expect_chat(straico, std::move(request), Errc::upstream));
    co_await rt.clock().sleep(Duration(0));
    http.hold = false;
    http.replies.push_back(reply(200, kUser));
    co_await expect_coins(straico, 100.5);  // true now, but the call may still take coins
    http.replies.push_back(reply(500, "{}"));
    http.gate.notify();
    co_await rt.clock().sleep(Duration(0));
    co_await rt.clock().sleep(Duration(0));
    http.replies.push_back(reply(200, kPoorer));
    co_await expect_coins(straico, 90);
}

TEST_F(CoreStraicoTest, DoesNotKeepAUserFetchedDuringAPaidCall) {
    rt.run(user_fetched_during_a_paid_call(rt, http, straico(), question()));
}

Task<void> expect_models(CoreStraico& straico, std::vector<std::string> ids) {
    const Result<std::vector<StraicoModel>> models = co_await straico.models();
    EXPECT_TRUE(models);
    if (!models) co_return;
    std::vector<std::string> got;
    for (const StraicoModel& model : *models) got.push_back(model.id);
    EXPECT_EQ(got, ids);
}

TEST_F(CoreStraicoTest, ReadsModelsFromV2ThroughTheCache) {
    http.replies.push_back(reply(200, R"({"data":[{"id":"x/y"}]})"));
    rt.run(expect_models(straico(), {"x/y"}));
    ASSERT_EQ(http.requests.size(), 1u);
    EXPECT_EQ(http.requests[0].url, "https://api.straico.com/v2/models");
    EXPECT_EQ(http.requests[0].cache, HttpCache::allowed);
}

TEST_F(CoreStraicoTest, FallsBackToV1WhenV2IsMissingBrokenOrEmpty) {
    for (const HttpResponse& useless : {reply(404, "{}"), reply(502, "<html>", "text/html"), reply(200, "x"),
                                        reply(200, R"({"data":[]})")}) {
        http.requests.clear();
        http.replies.push_back(useless);
        http.replies.push_back(reply(200, R"({"data":{"chat":[{"model":"old/one"}]}})"));
        rt.run(expect_models(straico(), {"old/one"}));
        EXPECT_EQ(http.requests[1].url, "https://api.straico.com/v1/models");
    }
}

TEST_F(CoreStraicoTest, DoesNotTryAnOlderVersionWithABadKey) {
    http.replies.push_back(reply(401, "{}"));
    rt.run([](CoreStraico& straico) -> Task<void> {
        const auto models = co_await straico.models();
        EXPECT_FALSE(models);
        if (!models) {
            EXPECT_EQ(models.error().code(), Errc::unauthorized);
        }
    }(straico()));
    EXPECT_EQ(http.requests.size(), 1u);
}

}  // namespace
}  // namespace confab::core
