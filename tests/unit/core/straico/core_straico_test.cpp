#include "core/straico/core_straico.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "tests/support/test_runtime.hpp"
#include "tests/unit/core/straico/fake_http.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core {
namespace {

using test::FakeHttp;
using test::ManualClock;
using test::reply;
using test::TestRuntime;

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
    EXPECT_EQ(rt.metrics().counter("confab_straico_millicoins_total", "plugin=\"none\"").value(),
              4u);  // 3 x 1.5
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

TEST_F(CoreStraicoTest, AsksV0WhenTheNewerListsFail) {
    http.replies.push_back(reply(502, "<html>", "text/html"));
    http.replies.push_back(reply(200, R"({"data":{"chat":[]}})"));
    http.replies.push_back(reply(200, R"({"data":[{"model":"oldest/one"}]})"));
    rt.run(expect_models(straico(), {"oldest/one"}));
    EXPECT_EQ(http.requests.at(2).url, "https://api.straico.com/v0/models");
}

TEST_F(CoreStraicoTest, AsksForOneModelByItsId) {
    http.replies.push_back(reply(200, R"({"data":{"id":"x/y:z","model_type":"chat"}})"));
    std::optional<Result<StraicoModel>> model;
    rt.run(test::keep(straico().model("x/y:z"), model));
    ASSERT_TRUE(model && *model);
    EXPECT_EQ((*model)->id, "x/y:z");
    EXPECT_EQ(http.requests.at(0).url, "https://api.straico.com/v2/models/x/y:z");
}

TEST_F(CoreStraicoTest, SendsNothingThatIsWrongAndKeepsTheBalance) {
    http.replies.push_back(reply(200, kUser));
    rt.run(expect_coins(straico(), 100.5));
    StraicoChatRequest wrong = question();
    wrong.temperature = 3;
    rt.run(expect_chat(straico(), std::move(wrong), Errc::invalid_argument));
    rt.run(expect_coins(straico(), 100.5));
    EXPECT_EQ(http.requests.size(), 1u);
}

Task<void> many_users(TestRuntime& rt, FakeHttp& http, CoreStraico& straico) {
    http.hold = true;
    for (int i = 0; i < 20; ++i) rt.tasks().spawn("user", expect_coins(straico, 100.5));
    co_await rt.clock().sleep(Duration(0));
    co_await rt.clock().sleep(Duration(0));
    EXPECT_EQ(http.requests.size(), 1u);
    http.replies.push_back(reply(200, kUser));
    http.gate.notify();
    co_await rt.tasks().join();
    EXPECT_EQ(http.requests.size(), 1u);
}

TEST_F(CoreStraicoTest, AsksOnceForManyWhoWantTheUserAtTheSameTime) {
    rt.run(many_users(rt, http, straico()));
}

Task<void> user_after_payment(TestRuntime& rt, FakeHttp& http, CoreStraico& straico,
                              StraicoChatRequest request) {
    http.hold = true;
    rt.tasks().spawn("early", expect_coins(straico, 100.5));
    co_await rt.clock().sleep(Duration(0));
    http.hold = false;
    http.replies.push_back(reply(201, kChat));
    co_await expect_chat(straico, std::move(request));
    http.replies.push_back(reply(200, kPoorer));
    co_await expect_coins(straico, 90);  // must not wait for the request from before the payment
    http.replies.push_back(reply(200, kUser));
    http.gate.notify();
    co_await rt.tasks().join();
    co_await expect_coins(straico, 90);  // the late answer is not believed
    EXPECT_EQ(http.requests.size(), 3u);
}

TEST_F(CoreStraicoTest, SharesNoRequestForTheUserFromBeforeAPaidCall) {
    rt.run(user_after_payment(rt, http, straico(), question()));
}

Task<void> leader_cancelled(TestRuntime& rt, FakeHttp& http, CoreStraico& straico) {
    http.hold = true;
    TaskScope plugin(rt.executor(), rt.log());
    plugin.spawn("leader", expect_coins(straico, 0));
    co_await rt.clock().sleep(Duration(0));
    rt.tasks().spawn("follower", expect_coins(straico, 100.5));
    co_await rt.clock().sleep(Duration(0));
    EXPECT_EQ(http.requests.size(), 1u);
    http.hold = false;
    http.replies.push_back(reply(200, kUser));
    plugin.cancel();
    co_await plugin.join();
    co_await rt.tasks().join();
    EXPECT_EQ(http.requests.size(), 2u);
}

TEST_F(CoreStraicoTest, AsksAnewForTheOthersWhenTheOneWhoAskedIsCancelled) {
    rt.run(leader_cancelled(rt, http, straico()));
}

}  // namespace
}  // namespace confab::core
