#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

TEST(IrcSession, DeliversMessages) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :hello"), (Lines{"live #c <alice> hello"}));
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG confab :hello"), (Lines{"live alice <alice> hello"}));
    EXPECT_EQ(driver.line("@+typing=active :alice!a@h TAGMSG #c"), Lines{});
}

TEST(IrcSession, BelievesTheAccountTagOnlyWhenNegotiated) {
    Driver with = ready(config(), "account-tag");
    EXPECT_EQ(with.line("@account=acc :alice!a@h PRIVMSG #c :x"), (Lines{"live #c <acc> x"}));
    EXPECT_EQ(with.line(":alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"}));
    Driver without = ready(config());
    EXPECT_EQ(without.line("@account=acc :alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"}));
}

TEST(IrcSession, LearnsAccountsFromJoinsWhereMessagesCarryNone) {
    Driver driver = ready(config(), "extended-join account-notify");
    EXPECT_EQ(driver.line(":alice!a@h JOIN #c acc :Alice"), (Lines{"joined #c <acc> "}));
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :x"), (Lines{"live #c <acc> x"}));
    EXPECT_EQ(driver.line(":alice!a@h NICK al"), (Lines{"renamed #c <acc> al"}));
    EXPECT_EQ(driver.line(":al!a@h PRIVMSG #c :x"), (Lines{"live #c <acc> x"}));
    driver.after({":al!a@h ACCOUNT *"});
    EXPECT_EQ(driver.line(":al!a@h PRIVMSG #c :x"), (Lines{"live #c <al> x"}));
    driver.after({":al!a@h ACCOUNT acc", ":al!a@h PART #c"});
    EXPECT_EQ(driver.line(":al!a@h PRIVMSG confab :x"), (Lines{"live al <al> x"}));
}

TEST(IrcSession, MarksItsOwnEchoes) {
    Driver driver = ready(config(), "echo-message");
    EXPECT_EQ(driver.line(":confab!~confab@host.example PRIVMSG #c :!ask x"),
              (Lines{"echo #c <confab> !ask x"}));
}

TEST(IrcSession, MarksWhatIsPlayedBackInABatch) {
    Driver driver = ready(config(), "batch server-time message-tags");
    driver.after({":s BATCH +1 chathistory #c", "@batch=1 :s BATCH +2 draft/multiline #c"});
    EXPECT_EQ(driver.line("@batch=1 :alice!a@h PRIVMSG #c :!old"), (Lines{"history #c <alice> !old"}));
    EXPECT_EQ(driver.line("@batch=2 :alice!a@h PRIVMSG #c :!nested"), Lines{});
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :!live"), (Lines{"live #c <alice> !live"}));
    EXPECT_EQ(driver.line("@batch=1 :s BATCH -2"), (Lines{"history #c <alice> !nested"}));
    driver.after({":s BATCH :-1", ":s BATCH +1 netsplit a b"});
    EXPECT_EQ(driver.line("@batch=1 :alice!a@h PRIVMSG #c :!new"), (Lines{"live #c <alice> !new"}))
        << "a reference used again";
}

TEST(IrcSession, MarksPlaybackWithoutABatchByTheServersOwnClock) {
    Driver driver(config());
    driver.connect();
    // The server's clock is ten years slow, which must not make everything look old.
    driver.after({":s CAP * LS :server-time", ":s CAP * ACK :server-time",
                  "@time=2016-05-05T10:00:00.000Z :s 001 confab :x", ":s 376 confab :x"});
    EXPECT_EQ(driver.line("@time=2016-05-05T09:30:00.000Z :alice!a@h PRIVMSG #c :!old"),
              (Lines{"history #c <alice> !old"}));
    EXPECT_EQ(driver.line("@time=2016-05-05T10:00:30.000Z :alice!a@h PRIVMSG #c :!new"),
              (Lines{"live #c <alice> !new"}));
}

TEST(IrcSession, ForgetsBatchesThatNeverEnd) {
    Driver driver = ready(config(), "batch");
    driver.after({":s BATCH +x chathistory #c"});
    driver.pass(seconds(61));
    EXPECT_EQ(driver.line("@batch=x :alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"}));
    for (int i = 0; i < 1000; ++i) driver.line(":s BATCH +" + std::to_string(i) + " chathistory #c");
    EXPECT_EQ(driver.line("@batch=0 :alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"}));
    EXPECT_EQ(driver.line("@batch=999 :alice!a@h PRIVMSG #c :x"), (Lines{"history #c <alice> x"}));
}

TEST(IrcSession, AnswersAFewCtcpQueriesPrivately) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :\x01VERSION\x01"),
              (Lines{"send NOTICE alice :\x01VERSION Confab\x01"}));
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG confab :\x01PING 12 34"),
              (Lines{"send NOTICE alice :\x01PING 12 34\x01"}));
    EXPECT_EQ(driver.line(":alice!a@h NOTICE confab :\x01VERSION mIRC\x01"), Lines{});
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG confab :\x01"
                          "DCC SEND x 1 2 3\x01"),
              Lines{});
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG confab :\x01"
                          "ACTION waves\x01"),
              (Lines{"live alice <alice> waves"}));
    EXPECT_EQ(driver.line(":bob!b@h PRIVMSG confab :\x01VERSION\x01").size(), 1U);
    EXPECT_EQ(driver.line(":eve!e@h PRIVMSG confab :\x01VERSION\x01"), Lines{})
        << "three a minute are enough";
    driver.pass(seconds(61));
    EXPECT_EQ(driver.line(":eve!e@h PRIVMSG confab :\x01VERSION\x01").size(), 1U);
}

TEST(IrcSession, IgnoresWhatServersSay) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":irc.example NOTICE confab :*** hi"), Lines{});
    EXPECT_EQ(driver.line(":irc.example 404 confab #c :Cannot send"), (Lines{"report message refused"}));
    EXPECT_EQ(driver.line(":irc.example 404 confab #c :Cannot send"), Lines{}) << "once is enough";
    EXPECT_EQ(driver.line(":irc.example 999 confab"), Lines{});
    EXPECT_EQ(driver.line("FAIL * ACCOUNT_REQUIRED"), (Lines{"report the server notes"}));
    EXPECT_EQ(driver.line("FAIL * ACCOUNT_REQUIRED :Log in"), Lines{});
}

TEST(IrcSession, DeliversNothingBeforeItIsRegistered) {
    Driver driver(config());
    driver.connect();
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG confab :!x"), Lines{});
}

}  // namespace
}  // namespace confab::irc::test
