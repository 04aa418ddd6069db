#include "core/command/cooldown.hpp"

#include <gtest/gtest.h>

#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using namespace confab::core;

class CooldownsTest : public testing::Test {
protected:
    Command command(const char* name, std::vector<Cooldown> limits) {
        CommandSpec spec(name, "");
        for (const Cooldown& limit : limits) std::move(spec).cooldown(limit);
        Signature signature = Signature::parse(name);
        return Command(owner, std::move(spec), std::move(signature), nullptr);
    }
    static MessageReceived from(const std::string& user, const char* channel = "#c",
                                const char* account = "net") {
        MessageReceived event;
        event.channel =
            Channel(ChannelRef(AccountId(account), ChannelId(channel)), channel, ChannelKind::group);
        event.sender = User(UserId(user), user, Assurance::none);
        return event;
    }
    bool use(const Command& command, const MessageReceived& message, Duration at) {
        const TimePoint now = TimePoint(at);
        if (cooldowns.wait(command, message, now)) return false;
        cooldowns.charge(command, message, now);
        return true;
    }
    Duration left(const Command& command, const MessageReceived& message, Duration at) const {
        return cooldowns.wait(command, message, TimePoint(at)).value_or(Duration(0));
    }

    TestRuntime rt;
    TestOwner owner{rt, "tester"};
    Cooldowns cooldowns;
};

TEST_F(CooldownsTest, CountEachUserForThemselves) {
    const Command roll = command("roll", {Cooldown(Duration(1'000))});
    EXPECT_TRUE(use(roll, from("alice"), Duration(0)));
    EXPECT_FALSE(use(roll, from("alice", "#other"), Duration(999)));
    EXPECT_EQ(left(roll, from("alice"), Duration(400)), Duration(600));
    EXPECT_TRUE(use(roll, from("bob"), Duration(0)));
    EXPECT_TRUE(use(roll, from("alice", "#c", "other"), Duration(0))) << "another network, another alice";
    EXPECT_TRUE(use(roll, from("alice"), Duration(1'000)));
    EXPECT_FALSE(use(roll, from("alice"), Duration(1'500)));
}

TEST_F(CooldownsTest, CountChannelsAndEverybody) {
    const Command channel = command("a", {Cooldown(Duration(1'000), Per::channel)});
    EXPECT_TRUE(use(channel, from("alice"), Duration(0)));
    EXPECT_FALSE(use(channel, from("bob"), Duration(1)));
    EXPECT_TRUE(use(channel, from("bob", "#d"), Duration(1)));
    const Command global = command("b", {Cooldown(Duration(1'000), Per::global)});
    EXPECT_TRUE(use(global, from("alice"), Duration(0)));
    EXPECT_FALSE(use(global, from("bob", "#d", "other"), Duration(1)));
}

TEST_F(CooldownsTest, AllowSoManyUsesInAnyPeriod) {
    const Command roll = command("roll", {Cooldown(Duration(1'000), Per::user, 3)});
    for (const int at : {0, 100, 900}) EXPECT_TRUE(use(roll, from("alice"), Duration(at)));
    EXPECT_EQ(left(roll, from("alice"), Duration(950)), Duration(50));
    EXPECT_TRUE(use(roll, from("alice"), Duration(1'000)));
    EXPECT_FALSE(use(roll, from("alice"), Duration(1'050))) << "three lie in the last second";
    EXPECT_TRUE(use(roll, from("alice"), Duration(1'100)));
}

TEST_F(CooldownsTest, HoldAllLimitsOfACommand) {
    const Command roll =
        command("roll", {Cooldown(Duration(10), Per::user), Cooldown(Duration(5'000), Per::channel, 2)});
    EXPECT_TRUE(use(roll, from("alice"), Duration(0)));
    EXPECT_FALSE(use(roll, from("alice"), Duration(5)));
    EXPECT_TRUE(use(roll, from("alice"), Duration(10)));
    EXPECT_EQ(left(roll, from("alice"), Duration(15)), Duration(4'985)) << "the longest wait counts";
}

TEST_F(CooldownsTest, SurviveTheReloadOfThePlugin) {
    EXPECT_TRUE(use(command("roll", {Cooldown(Duration(1'000))}), from("alice"), Duration(0)));
    EXPECT_FALSE(use(command("roll", {Cooldown(Duration(1'000))}), from("alice"), Duration(1)));
    EXPECT_TRUE(use(command("roll", {Cooldown(Duration(500))}), from("alice"), Duration(500)))
        << "a new rule";
}

TEST_F(CooldownsTest, ForgetWhoMayUseTheCommandAgain) {
    const Command roll = command("roll", {Cooldown(Duration(1'000))});
    const Command other = command("other", {Cooldown(Duration(10))});
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(use(roll, from("user" + std::to_string(i)), Duration(i)));
    EXPECT_EQ(cooldowns.size(), 500U);
    EXPECT_TRUE(use(roll, from("late"), Duration(1'250)));
    EXPECT_EQ(cooldowns.size(), 250U);
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(use(other, from("x"), Duration(10'000 + 10 * i)));
    EXPECT_EQ(cooldowns.size(), 1U) << "also of commands that nobody uses any more";
}

TEST_F(CooldownsTest, RememberABoundedNumber) {
    const Command roll = command("roll", {Cooldown(Duration(1'000'000))});
    for (std::size_t i = 0; i < Cooldowns::kMaxSubjects + 100; ++i)
        EXPECT_TRUE(use(roll, from("user" + std::to_string(i)), Duration(1)));
    EXPECT_EQ(cooldowns.size(), Cooldowns::kMaxSubjects);
}

}  // namespace
}  // namespace confab::test
