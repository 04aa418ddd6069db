#include "adapters/irc/talk/conversation.hpp"

#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

TEST(IrcRecentIds, KnowAnIdOnceInEachChannel) {
    RecentIds ids;
    EXPECT_TRUE(ids.remember("#c", "1"));
    EXPECT_FALSE(ids.remember("#c", "1"));
    EXPECT_TRUE(ids.remember("#d", "1"));
}

TEST(IrcRecentIds, ForgetTheOldest) {
    RecentIds ids;
    for (std::size_t i = 0; i <= RecentIds::kCapacity; ++i)
        EXPECT_TRUE(ids.remember("#c", std::to_string(i)));
    EXPECT_FALSE(ids.remember("#c", "1"));
    EXPECT_TRUE(ids.remember("#c", "0"));
}

TEST(IrcConversation, DeliversNoMessageTwice) {
    Driver driver = ready(config(), "batch message-tags");
    EXPECT_EQ(driver.line("@msgid=1 :alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"}));
    EXPECT_EQ(driver.line("@msgid=1 :alice!a@h PRIVMSG #c :x"), Lines{});
    EXPECT_EQ(driver.line("@msgid=1 :alice!a@h PRIVMSG #C :x"), Lines{});
    driver.after({":s BATCH +h chathistory #c"});
    EXPECT_EQ(driver.line("@batch=h;msgid=1 :alice!a@h PRIVMSG #c :x"), Lines{})
        << "a playback that reaches into the present";
    EXPECT_EQ(driver.line("@msgid=1 :alice!a@h PRIVMSG confab :x"), (Lines{"live alice <alice> x"}));
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"}));
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :x"), (Lines{"live #c <alice> x"})) << "without an id";
}

TEST(IrcConversation, TellsOfReactions) {
    Driver driver = ready(config(), "batch message-tags", "CHANTYPES=# STATUSMSG=@+");
    EXPECT_EQ(driver.line("@+draft/react=👍;+reply=m1 :alice!a@h TAGMSG #c"),
              (Lines{"reacted #c m1 <alice> 👍"}));
    EXPECT_EQ(driver.line("@+draft/unreact=👍;+draft/reply=m1 :alice!a@h TAGMSG confab"),
              (Lines{"unreacted alice m1 <alice> 👍"}));
    EXPECT_EQ(driver.line("@+draft/react=x\\sy;+reply=m1 :alice!a@h TAGMSG @#c"),
              (Lines{"reacted #c m1 <alice> x y"}));
    for (const char* nothing :
         {"@+draft/react=x :alice!a@h TAGMSG #c", "@+draft/react;+reply=m1 :alice!a@h TAGMSG #c",
          "@+draft/react=x;+draft/unreact=x;+reply=m1 :alice!a@h TAGMSG #c",
          "@+reply=m1 :alice!a@h TAGMSG #c", "@+draft/react=x;+reply=m1 TAGMSG #c",
          "@+draft/react=x;+reply=m1 :alice!a@h TAGMSG"})
        EXPECT_EQ(driver.line(nothing), Lines{}) << nothing;
    driver.after({":s BATCH +h chathistory #c"});
    EXPECT_EQ(driver.line("@batch=h;+draft/react=x;+reply=m1 :alice!a@h TAGMSG #c"), Lines{}) << "old";
}

TEST(IrcConversation, TellsOfMessagesTakenBack) {
    Driver driver = ready(config(), "batch draft/message-redaction message-tags");
    EXPECT_EQ(driver.line(":alice!a@h REDACT #C m1 :typo"), (Lines{"deleted #c m1"}));
    EXPECT_EQ(driver.line(":alice!a@h REDACT confab m2"), (Lines{"deleted alice m2"}));
    EXPECT_EQ(driver.line(":confab!~confab@host.example REDACT alice m3"), (Lines{"deleted alice m3"}));
    EXPECT_EQ(driver.line(":alice!a@h REDACT #c"), Lines{});
}

TEST(IrcConversation, KnowsWhatAMessageAnswers) {
    Driver driver = ready(config(), "message-tags");
    const auto replied = [&](std::string_view line) {
        const Actions actions = driver.actions(line);
        const auto& event = std::get<MessageReceived>(std::get<Deliver>(actions.at(0)).event);
        return event.message.replied_to() ? event.message.replied_to()->str() : "none";
    };
    EXPECT_EQ(replied("@+reply=m1 :alice!a@h PRIVMSG #c :x"), "m1");
    EXPECT_EQ(replied("@+draft/reply=m2 :alice!a@h PRIVMSG #c :x"), "m2");
    EXPECT_EQ(replied("@+draft/reply=m2;+reply=m1 :alice!a@h PRIVMSG #c :x"), "m1");
    EXPECT_EQ(replied("@+reply= :alice!a@h PRIVMSG #c :x"), "none");
}

// Hard case 41: CTCP flood is limited, in a NOTICE it is met with silence, a missing \x01 is accepted, and
// the reply to a query in a channel is private.
TEST(IrcCtcp, IsNeverAnsweredInANotice) {
    Driver driver = ready(config());
    for (const char* verb : {"VERSION", "TIME", "SOURCE", "PING 1", "CLIENTINFO", "UNKNOWN"}) {
        EXPECT_EQ(driver.line(":alice!a@h NOTICE confab :\x01" + std::string(verb) + "\x01"), Lines{});
        EXPECT_EQ(driver.line(":alice!a@h NOTICE #c :\x01" + std::string(verb)), Lines{});
    }
}

TEST(IrcCtcp, IsAnsweredWithoutItsLastByteAndPrivately) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :\x01source"),
              (Lines{"send NOTICE alice :\x01SOURCE Confab\x01"}));
}

TEST(IrcCtcp, TellsTheTimeInUtc) {
    Driver driver = ready(config());  // 480 000 hours after the epoch
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG confab :\x01TIME\x01"),
              (Lines{"send NOTICE alice :\x01TIME Fri, 04 Oct 2024 00:00:00 +0000\x01"}));
}

TEST(IrcCtcp, IsAnsweredThreeTimesAMinuteWhoeverAsks) {
    Driver driver = ready(config());
    std::size_t answers = 0;
    for (int i = 0; i < 100; ++i)
        answers += driver.line(":nick" + std::to_string(i) + "!a@h PRIVMSG #c :\x01VERSION\x01").size();
    EXPECT_EQ(answers, CtcpReplies::kBurst);
}

TEST(IrcCtcp, GivesNobodysBytesBackRaw) {
    Driver driver = ready(config());
    const Lines lines = driver.line(":alice!a@h PRIVMSG confab :\x01PING \x02\xFF" + std::string(300, 'x'));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_LT(lines.front().size(), 140U);
    EXPECT_EQ(lines.front().find('\xFF'), std::string::npos);
    EXPECT_EQ(lines.front().find('\x02'), std::string::npos);
    EXPECT_EQ(driver.line(":confab!~confab@host.example PRIVMSG confab :\x01VERSION\x01"), Lines{})
        << "our own question";
}

}  // namespace
}  // namespace confab::irc::test
