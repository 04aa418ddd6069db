#include "adapters/irc/send/refusals.hpp"

#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

Driver echoing() {
    return ready(config(), "echo-message");
}

TEST(IrcRefusals, ReachTheMessageToTheTargetTheyName) {
    struct Case {
        std::string_view numeric;
        std::string_view error;
    };
    for (const Case& one :
         {Case{"401", "not found"}, Case{"403", "not found"}, Case{"404", "forbidden"},
          Case{"407", "invalid argument"}, Case{"437", "unavailable"}, Case{"439", "rate limited"},
          Case{"477", "unauthorized"}, Case{"482", "forbidden"}, Case{"486", "unauthorized"},
          Case{"489", "forbidden"}, Case{"531", "forbidden"}, Case{"707", "rate limited"},
          Case{"716", "forbidden"}}) {
        Driver driver = echoing();
        const Said other = say(driver, "PRIVMSG #other :x");
        const Said said = say(driver, "PRIVMSG #C :x");
        driver.line(":s " + std::string(one.numeric) + " confab #c :no");
        EXPECT_EQ(other.state(), "waiting") << one.numeric;
        EXPECT_EQ(said.state(), std::string(one.error) + " sent") << one.numeric;
    }
}

TEST(IrcRefusals, ReachTheOldestMessageWhenTheyNameNoTarget) {
    for (const std::string_view numeric : {"411", "412", "417"}) {
        Driver driver = echoing();
        const Said first = say(driver, "PRIVMSG #c :x");
        const Said second = say(driver, "PRIVMSG #d :x");
        driver.line(":s " + std::string(numeric) + " confab :no");
        EXPECT_NE(first.state(), "waiting") << numeric;
        EXPECT_EQ(second.state(), "waiting") << numeric;
    }
}

TEST(IrcRefusals, OfOtherTargetsTouchNothing) {
    Driver driver = echoing();
    const Said said = say(driver, "PRIVMSG #c :x");
    driver.after({":s 401 confab nobody :No such nick", ":s 999 confab #c :what", ":s 332 confab #c :topic"});
    EXPECT_EQ(said.state(), "waiting");
}

TEST(IrcRefusals, OfAStandardReplyReachTheFirstOfThatCommand) {
    Driver driver = echoing();
    const Said notice = say(driver, "NOTICE #c :x");
    const Said said = say(driver, "PRIVMSG #c :x");
    driver.after({"WARN PRIVMSG CANNOT_SEND :careful", "NOTE PRIVMSG CANNOT_SEND :hm"});
    EXPECT_EQ(said.state(), "waiting") << "only FAIL says that it failed";
    driver.after({"FAIL PRIVMSG CANNOT_SEND #c :no"});
    EXPECT_EQ(notice.state(), "waiting");
    EXPECT_EQ(said.state(), "forbidden sent");
    driver.after({"FAIL * ACCOUNT_REQUIRED"});
    EXPECT_EQ(notice.state(), "unauthorized sent");
}

TEST(IrcRefusals, AreMappedWhenTheTextIsMissing) {  // hard case 42
    Line line;
    ASSERT_TRUE(line.parse("FAIL BATCH MULTILINE_MAX_BYTES"));
    EXPECT_EQ(refusal_of(line)->code(), Errc::too_large);
    EXPECT_EQ(refusal_of(line)->delivery(), Delivery::sent);
    ASSERT_TRUE(line.parse("FAIL REDACT UNKNOWN_MSGID #c m1"));
    EXPECT_EQ(refusal_of(line)->code(), Errc::not_found);
    ASSERT_TRUE(line.parse("FAIL * ACCOUNT_REQUIRED"));
    EXPECT_EQ(refusal_of(line)->code(), Errc::unauthorized);
    ASSERT_TRUE(line.parse("FAIL PRIVMSG NEVER_HEARD_OF"));
    EXPECT_EQ(refusal_of(line)->code(), Errc::upstream);
    for (const std::string_view bare : {"FAIL", "FAIL *", ":s 404", ":s 404 confab", ":s 417"}) {
        ASSERT_TRUE(line.parse(bare));
        EXPECT_TRUE(refusal_of(line)) << bare;
        EXPECT_EQ(refused_target(line), "") << bare;
    }
}

TEST(IrcRefusals, AreNoneOfOtherLines) {
    Line line;
    for (const std::string_view other :
         {"WARN * X :y", "NOTE * X :y", ":s 001 confab :hi", ":s 433 * a :b", ":a!b@c PRIVMSG #c :404"}) {
        ASSERT_TRUE(line.parse(other));
        EXPECT_FALSE(refusal_of(line)) << other;
    }
}

TEST(IrcRefusals, OfMalformedStandardRepliesDoNoHarm) {  // hard case 42
    Driver driver = ready(config());
    EXPECT_EQ(driver.line("WARN"), (Lines{"report the server notes"}));
    EXPECT_EQ(driver.line("NOTE *"), (Lines{"report the server notes"}));
    EXPECT_EQ(driver.line("FAIL"), (Lines{"report the server notes"}));
    EXPECT_EQ(driver.line("FAIL"), Lines{});
    std::size_t reports = 0;
    for (int i = 0; i < 1000; ++i) reports += driver.line("NOTE * CODE" + std::to_string(i)).size();
    EXPECT_LE(reports, 64U) << "a log has an end, too";
}

}  // namespace
}  // namespace confab::irc::test
