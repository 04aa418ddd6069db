#include "core/straico/scoped_straico.hpp"

#include <gtest/gtest.h>

#include "core/straico/core_straico.hpp"
#include "tests/support/test_runtime.hpp"
#include "tests/unit/core/straico/fake_http.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core {
namespace {

using By = StraicoLedger::By;
using test::keep;
using test::reply;

constexpr const char* kChat = R"({"choices":[{"message":{"content":"Hi"}}],"price":{"total":2.5}})";

class ScopedStraicoTest : public testing::Test {
protected:
    ScopedStraicoTest() {
        StraicoConfig config;
        config.api_key = Secret("k-e-y");
        shared.emplace(std::move(config), http, clock, rt.metrics(), rt.log());
    }
    void chat(Straico& straico, StraicoSpender spender, const char* body = kChat, int status = 201) {
        StraicoChatRequest request;
        request.model = "a/b";
        request.messages.emplace_back("user", "hello");
        request.spender = std::move(spender);
        http.replies.push_back(reply(status, body));
        std::optional<Result<StraicoChatReply>> answer;
        rt.run(keep(straico.chat(std::move(request)), answer));
    }
    double coins(By by, std::string_view who) { return shared->ledger().of(by, who).coins; }

    test::TestRuntime rt;
    test::FakeHttp http;
    test::ManualClock clock;
    std::optional<CoreStraico> shared;
};

TEST_F(ScopedStraicoTest, BooksWhatAPluginSpendsUnderItsNameWhateverItClaims) {
    ScopedStraico one(shared->exchange(), "chat");
    ScopedStraico other(shared->exchange(), "draw");
    StraicoSpender liar("home/ann", "home/#room");
    liar.plugin = "draw";
    chat(one, liar);
    chat(other, StraicoSpender("home/ann", "home/#art"));
    EXPECT_DOUBLE_EQ(coins(By::plugin, "chat"), 2.5);
    EXPECT_DOUBLE_EQ(coins(By::plugin, "draw"), 2.5);
    EXPECT_DOUBLE_EQ(coins(By::user, "home/ann"), 5);
    EXPECT_DOUBLE_EQ(coins(By::channel, "home/#room"), 2.5);
    EXPECT_DOUBLE_EQ(one.ledger().total().coins, 5);
    EXPECT_EQ(one.ledger().total().calls, 2u);
    EXPECT_EQ(http.requests.at(0).caller, "chat");
    EXPECT_EQ(rt.metrics().counter("confab_straico_millicoins_total", "plugin=\"chat\"").value(), 2500u);
}

TEST_F(ScopedStraicoTest, BooksNothingForACallThatFailed) {
    ScopedStraico one(shared->exchange(), "chat");
    chat(one, {}, "{}", 500);
    EXPECT_EQ(shared->ledger().total().calls, 0u);
}

TEST_F(ScopedStraicoTest, SharesTheAccountWithTheOthers) {
    ScopedStraico one(shared->exchange(), "chat");
    ScopedStraico other(shared->exchange(), "draw");
    http.replies.push_back(reply(200, R"({"data":{"coins":7},"success":true})"));
    std::optional<Result<StraicoUser>> user;
    rt.run(keep(one.user(), user));
    rt.run(keep(other.user(), user));
    EXPECT_EQ(http.requests.size(), 1u);
    chat(other, {});
    http.replies.push_back(reply(200, R"({"data":{"coins":4},"success":true})"));
    rt.run(keep(one.user(), user));
    EXPECT_EQ(http.requests.size(), 3u);
    EXPECT_DOUBLE_EQ((*user)->coins, 4);
}

TEST_F(ScopedStraicoTest, LeavesTheNameOfItsSpenderToTheCoreItself) {
    StraicoSpender spender;
    spender.plugin = "maintenance";
    chat(*shared, spender);
    EXPECT_DOUBLE_EQ(coins(By::plugin, "maintenance"), 2.5);
    EXPECT_DOUBLE_EQ(coins(By::user, "none"), 2.5);
}

}  // namespace
}  // namespace confab::core
