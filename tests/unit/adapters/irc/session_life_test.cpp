#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(IrcSession, AsksForASignOfLifeAndThenGivesUp) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.due(), seconds(60));
    EXPECT_EQ(driver.pass(seconds(59)), Lines{});
    EXPECT_EQ(driver.pass(seconds(1)), (Lines{"urgent PING confab"}));
    EXPECT_EQ(driver.pass(seconds(1)), Lines{}) << "asked once";
    EXPECT_EQ(driver.due(), seconds(59));
    EXPECT_EQ(driver.pass(seconds(59)), (Lines{"close lost: no sign of life from the server"}));
    EXPECT_EQ(driver.line("PING x"), Lines{}) << "it is over";
}

TEST(IrcSession, TakesAnyLineForASignOfLife) {
    Driver driver = ready(config());
    driver.pass(seconds(60));
    driver.line(":s PONG s confab");
    EXPECT_EQ(driver.due(), seconds(60));
    driver.line("");
    EXPECT_EQ(driver.pass(seconds(60)), (Lines{"urgent PING confab"}));
}

TEST(IrcSession, MeasuresTheWayToTheServerAndBack) {
    Driver driver = ready(config());
    driver.pass(seconds(60));
    driver.pass(Duration(1'200));
    EXPECT_EQ(driver.line(":s PONG s confab"), (Lines{"lag 1200"}));
    EXPECT_EQ(driver.line(":s PONG s confab"), Lines{}) << "no PING of ours is open";
    EXPECT_EQ(driver.line(":s PONG s other"), Lines{});
    for (int i = 0; i < 10; ++i) {
        driver.pass(seconds(29));
        driver.line(":s NOTICE confab :there is talk all the time");
    }
    EXPECT_EQ(driver.pass(seconds(10)), (Lines{"urgent PING confab"})) << "measured all the same";
    driver.pass(seconds(12));
    EXPECT_EQ(driver.line(":s PONG s confab"), (Lines{"lag 12000", "report the server is slow"}));
}

TEST(IrcSession, ClosesAtErrorWithItsReasonAndKind) {
    EXPECT_EQ(ready(config()).line("ERROR :Closing Link: (Ping timeout)"),
              (Lines{"close lost: the server closed the connection: Closing Link: (Ping timeout)"}));
    EXPECT_EQ(
        ready(config()).line("ERROR :Reconnecting too fast, throttled."),
        (Lines{"close throttled: the server closed the connection: Reconnecting too fast, throttled."}));
    EXPECT_EQ(ready(config()).line(":s 465 confab :You are banned"),
              (Lines{"close banned: banned from the server: You are banned"}));
}

TEST(IrcSession, CallsItsOwnLeavingByItsName) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.session().quit("bye bye"), "QUIT :bye bye");
    EXPECT_EQ(driver.line("ERROR :Closing Link: Quit"),
              (Lines{"close quit: the server closed the connection: Closing Link: Quit"}));
}

TEST(IrcSession, FollowsARenameForcedUponIt) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":confab!~confab@host.example NICK :Guest99"), (Lines{"report renamed"}));
    EXPECT_EQ(driver.session().nick(), "Guest99");
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG Guest99 :hi"), (Lines{"live alice <alice> hi"}));
    const Actions actions = driver.actions(":alice!a@h PRIVMSG #c :guest99: hi");
    ASSERT_EQ(actions.size(), 1U);
    EXPECT_TRUE(std::get<MessageReceived>(std::get<Deliver>(actions[0]).event).mentions_bot);
    EXPECT_EQ(driver.pass(minutes(1)), (Lines{"urgent PING confab", "urgent ISON confab"}));
}

TEST(IrcSession, KnowsTheRoomItsPrefixLeaves) {
    Driver unknown(config());
    EXPECT_EQ(unknown.session().prefix_length(), 1U + 6 + 1 + 20 + 1 + 63 + 1);
    Driver driver = ready(config());
    EXPECT_EQ(driver.session().prefix_length(), std::string_view(":confab!~confab@host.example ").size());
    driver.line(":s 396 confab cloak.example :is now your hidden host");
    EXPECT_EQ(driver.session().prefix_length(), std::string_view(":confab!~confab@cloak.example ").size());
    driver.line(":confab!~confab@cloak.example CHGHOST u h");
    EXPECT_EQ(driver.session().prefix_length(), std::string_view(":confab!u@h ").size());
}

TEST(IrcSession, DeliversComingsAndGoings) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":alice!a@h JOIN :#c"), (Lines{"joined #c <alice> "}));
    EXPECT_EQ(driver.line(":alice!a@h QUIT :good night"), (Lines{"left #c <alice> good night"}));
    EXPECT_EQ(driver.line(":bob!a@h PART #c :bye"), (Lines{"left #c <bob> bye"}));
    EXPECT_EQ(driver.line(":confab!~confab@host.example QUIT :x"), Lines{});
}

TEST(IrcSession, SurvivesLinesWithNothingInThem) {
    Driver driver = ready(config(), "batch account-notify extended-join chghost");
    for (const char* verb :
         {"PRIVMSG", "NOTICE", "JOIN",         "PART", "KICK", "NICK", "QUIT", "ACCOUNT", "CHGHOST",
          "BATCH",   "CAP",    "AUTHENTICATE", "PING", "001",  "005",  "303",  "353",     "396",
          "433",     "437",    "477",          "731",  "900",  "904",  "MODE", "TOPIC",   "INVITE",
          "RENAME",  "AWAY",   "SETNAME",      "FAIL", "KILL", "315",  "324",  "329",     "331",
          "332",     "333",    "335",          "352",  "354",  "366",  "367",  "368",     "470"}) {
        driver.line(verb);
        driver.line(std::string(":") + verb);
        driver.line(std::string(":x ") + verb + " :");
        driver.line(std::string("@a=b :x!y@z ") + verb + " a");
    }
    EXPECT_TRUE(driver.session().is_ready());
}

}  // namespace
}  // namespace confab::irc::test
