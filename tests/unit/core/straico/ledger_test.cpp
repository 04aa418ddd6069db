#include "core/straico/ledger.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tests/support/test_runtime.hpp"
#include "tests/unit/core/straico/fake_http.hpp"

namespace confab::core::straico {
namespace {

using By = StraicoLedger::By;

/// Counts warnings.
class WarningLog final : public Logger {
public:
    bool enabled(LogLevel) const noexcept override { return true; }
    void write(LogLevel level, std::string_view event, const LogField*, std::size_t) override {
        if (level == LogLevel::warn) warnings.emplace_back(event);
    }
    std::vector<std::string> warnings;
};

class LedgerTest : public testing::Test {
protected:
    LedgerTest() { config.low_balance = 50; }
    Balance& balance() {
        if (!balance_) balance_.emplace(config, clock, rt.metrics(), log);
        return *balance_;
    }
    Ledger& ledger() {
        if (!ledger_) ledger_.emplace(rt.metrics(), balance());
        return *ledger_;
    }
    static StraicoSpender spender(std::string plugin, std::string user, std::string channel) {
        StraicoSpender out(std::move(user), std::move(channel));
        out.plugin = std::move(plugin);
        return out;
    }
    /// The service says this.
    void told(double coins) {
        const Balance::Payment forget(balance());
        const Balance::Fetch fetch = [coins]() {
            return user_with(coins);
        };
        std::optional<Result<StraicoUser>> user;
        rt.run(test::keep(balance().user(fetch), user));
    }
    static Task<Result<StraicoUser>> user_with(double coins) {
        StraicoUser user;
        user.coins = coins;
        co_return user;
    }

    test::TestRuntime rt;
    test::ManualClock clock;
    WarningLog log;
    StraicoConfig config;

private:
    std::optional<Balance> balance_;
    std::optional<Ledger> ledger_;
};

TEST_F(LedgerTest, AddsUpByPluginUserAndChannel) {
    ledger().record(spender("chat", "ann", "#a"), 1.25);
    ledger().record(spender("chat", "bob", "#a"), 2);
    ledger().record(spender("draw", "ann", "#b"), 90);
    EXPECT_DOUBLE_EQ(ledger().of(By::plugin, "chat").coins, 3.25);
    EXPECT_EQ(ledger().of(By::plugin, "chat").calls, 2u);
    EXPECT_DOUBLE_EQ(ledger().of(By::user, "ann").coins, 91.25);
    EXPECT_DOUBLE_EQ(ledger().of(By::channel, "#a").coins, 3.25);
    EXPECT_EQ(ledger().of(By::channel, "#c").calls, 0u);
    const std::vector<StraicoSpent> users = ledger().all(By::user);
    ASSERT_EQ(users.size(), 2u);
    EXPECT_EQ(users[0].who, "ann");
    EXPECT_DOUBLE_EQ(ledger().total().coins, 93.25);
    EXPECT_EQ(ledger().total().calls, 3u);
}

TEST_F(LedgerTest, MergesTheSmallestIntoOtherBeyondItsBound) {
    for (std::size_t i = 0; i < Ledger::kMaxNames + 500; ++i)
        ledger().record(spender("chat", "user" + std::to_string(i), "#a"), 1 + static_cast<double>(i));
    const std::vector<StraicoSpent> users = ledger().all(By::user);
    EXPECT_EQ(users.size(), Ledger::kMaxNames + 1);
    EXPECT_EQ(ledger().of(By::user, "user0").calls, 0u);
    EXPECT_EQ(ledger().of(By::user, "user1499").calls, 1u);
    EXPECT_EQ(ledger().of(By::user, "other").calls, 500u);
    double sum = 0;
    for (const StraicoSpent& user : users) sum += user.coins;
    EXPECT_DOUBLE_EQ(sum, ledger().total().coins);
}

TEST_F(LedgerTest, CountsMillicoinsWithPluginsAsTheOnlyLabel) {
    for (int i = 0; i < 3; ++i) ledger().record(spender("chat\"\n", "ann", "#a"), 0.0015);
    EXPECT_EQ(rt.metrics().counter("confab_straico_millicoins_total", "plugin=\"chat__\"").value(), 4u);
    EXPECT_EQ(rt.metrics().prometheus_text().find("ann"), std::string::npos);
}

TEST_F(LedgerTest, TakesNoNonsenseForCoins) {
    for (const double coins :
         {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        ledger().record(spender("chat", "ann", "#a"), coins);
    EXPECT_EQ(ledger().total().coins, 0);
    EXPECT_EQ(ledger().total().calls, 3u);
}

TEST_F(LedgerTest, ComesBackFromItsSnapshotAndAddsToWhatThereIs) {
    ledger().record(spender("chat", "ann \"x\"", "#a"), 1.25);
    ledger().record(spender("draw", "", "#b"), 90);
    const std::string snapshot = ledger().snapshot();
    Ledger again(rt.metrics(), balance());
    again.record(spender("chat", "bob", "#a"), 1);
    ASSERT_TRUE(again.restore(snapshot));
    EXPECT_DOUBLE_EQ(again.of(By::user, "ann \"x\"").coins, 1.25);
    EXPECT_DOUBLE_EQ(again.of(By::user, "none").coins, 90);
    EXPECT_DOUBLE_EQ(again.of(By::plugin, "chat").coins, 2.25);
    EXPECT_DOUBLE_EQ(again.total().coins, 92.25);
    EXPECT_EQ(again.total().calls, 3u);
}

TEST_F(LedgerTest, RefusesASnapshotItDoesNotKnowAndSurvivesNonsense) {
    for (const char* text : {"", "[]", "{}", R"({"version":2})", "nonsense"})
        EXPECT_FALSE(ledger().restore(text)) << text;
    EXPECT_TRUE(ledger().restore(
        R"({"version":1,"total":{"coins":-5,"calls":-1},"users":[3,{"who":1},{"who":"a","calls":-2},)"
        R"({"who":"b","calls":1,"coins":"x"}],"plugins":{}})"));
    EXPECT_EQ(ledger().total().calls, 0u);
    EXPECT_EQ(ledger().of(By::user, "a").calls, 0u);
    EXPECT_EQ(ledger().of(By::user, "b").calls, 1u);
}

TEST_F(LedgerTest, WarnsOnceForEachTimeTheBalanceFallsBelowItsLimit) {
    EXPECT_FALSE(ledger().balance());
    told(100);
    EXPECT_EQ(ledger().balance(), 100);
    balance().spent(40);
    EXPECT_TRUE(log.warnings.empty());
    balance().spent(20);
    balance().spent(5);
    told(35);
    ASSERT_EQ(log.warnings.size(), 1u);
    EXPECT_EQ(log.warnings[0], "straico coins are running low");
    told(500);
    balance().spent(460);
    EXPECT_EQ(log.warnings.size(), 2u);
    EXPECT_EQ(rt.metrics().gauge("confab_straico_balance_coins").value(), 40);
}

TEST_F(LedgerTest, NeverWarnsWithoutALimit) {
    config.low_balance = 0;
    told(100);
    balance().spent(100);
    EXPECT_TRUE(log.warnings.empty());
    EXPECT_EQ(ledger().balance(), 0);
}

}  // namespace
}  // namespace confab::core::straico
