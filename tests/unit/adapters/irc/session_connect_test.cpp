#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

TEST(IrcSession, OpensWithCapabilitiesAndItsNames) {
    SessionConfig made = config();
    made.password = Secret("letmein");
    EXPECT_EQ(Driver(made).connect(), (Lines{"urgent CAP LS 302", "urgent PASS letmein", "urgent NICK confab",
                                             "urgent USER confab 0 * :Confab bot"}));
}

TEST(IrcSession, NegotiatesThenJoinsOnceTheServerHasIntroducedItself) {
    Driver driver(config());
    driver.connect();
    EXPECT_EQ(driver.line(":s CAP * LS :batch foo"), (Lines{"urgent CAP REQ :batch"}));
    EXPECT_EQ(driver.line(":s CAP * ACK :batch"), (Lines{"urgent CAP END"}));
    EXPECT_EQ(driver.line(":s 001 confab :Welcome"), Lines{});
    EXPECT_FALSE(driver.session().is_ready());
    EXPECT_EQ(driver.line(":s 005 confab BOT=B NETWORK=Test :x"), Lines{});
    EXPECT_EQ(driver.line(":s 422 confab :No MOTD"),
              (Lines{"send MODE confab +B", "send JOIN #c", "state ready"}));
    EXPECT_TRUE(driver.session().is_ready());
}

TEST(IrcSession, GetsAlongWithServersThatKnowNoCapabilities) {
    Driver unknown(config());
    unknown.connect();
    EXPECT_EQ(unknown.line(":s 421 * CAP :Unknown command"), Lines{});
    unknown.after({":s 001 confab :Welcome"});
    EXPECT_EQ(unknown.line(":s 376 confab :x"), (Lines{"send JOIN #c", "state ready"}));

    Driver silent(config());
    silent.connect();
    silent.after({":s 001 confab :Welcome"});
    EXPECT_EQ(silent.line(":s 376 confab :x"), (Lines{"send JOIN #c", "state ready"}));
}

TEST(IrcSession, AnswersPingBeforeAndAfterRegistration) {
    Driver driver(config());
    driver.connect();
    EXPECT_EQ(driver.line("PING :challenge"), (Lines{"urgent PONG challenge"}));
    EXPECT_EQ(driver.line("@time=x :s PING x :y z"), (Lines{"urgent PONG x :y z"}));
}

TEST(IrcSession, TakesAnotherNickWhileItsOwnIsInUse) {
    SessionConfig made = config();
    made.alternates = {"confab2"};
    Driver driver(made);
    driver.connect();
    EXPECT_EQ(driver.line(":s 433 * confab :Nickname is already in use"),
              (Lines{"report nick refused", "urgent NICK confab2"}));
    EXPECT_EQ(driver.line(":s 437 * confab2 :unavailable"),
              (Lines{"report nick refused", "urgent NICK confab_"}));
    driver.after({":s CAP * LS :", ":s 001 confab_ :Welcome", ":s 005 confab_ MONITOR=30 :x"});
    EXPECT_EQ(driver.line(":s 376 confab_ :x"),
              (Lines{"send MONITOR + confab", "send JOIN #c", "state ready"}));
}

TEST(IrcSession, GivesUpWhenEveryNickIsRefused) {
    Driver driver(config());
    driver.connect();
    Lines last;
    for (int i = 0; i < 5; ++i) last = driver.line(":s 432 * x :Erroneous nickname");
    EXPECT_EQ(last, (Lines{"close lost: every nick was refused: Erroneous nickname"}));
}

TEST(IrcSession, RegainsNickAfterCollision) {
    Driver driver(config());
    driver.connect();
    driver.after({":s 433 * confab :in use", ":s CAP * LS :", ":s 001 confab_ :x",
                  ":s 005 confab_ MONITOR :x", ":s 376 confab_ :x"});
    EXPECT_EQ(driver.line(":s 730 confab_ :confab!u@h"), Lines{});
    EXPECT_EQ(driver.line(":s 731 confab_ :confab"), (Lines{"urgent NICK confab"}));
    EXPECT_EQ(driver.line(":s 433 confab_ confab :in use"), Lines{}) << "somebody was faster";
    EXPECT_EQ(driver.line(":confab!u@h QUIT :bye"), (Lines{"urgent NICK confab"}));
    EXPECT_EQ(driver.line(":confab_!u@h NICK confab"), (Lines{"report renamed", "send MONITOR - confab"}));
    EXPECT_EQ(driver.session().nick(), "confab");
}

TEST(IrcSession, GivesUpOnAServerThatDoesNotAnswer) {
    Driver driver(config());
    driver.connect();
    driver.after({"garbage \x01\xFF\xFE", "HTTP/1.1 400 Bad Request", "\x16\x03\x01"});
    EXPECT_EQ(driver.pass(seconds(59)), Lines{});
    EXPECT_EQ(driver.pass(seconds(1)), (Lines{"close lost: no answer to the registration"}));
    EXPECT_EQ(driver.session().next_timeout(), TimePoint::max());
}

TEST(IrcSession, IsReadyEvenIfTheMotdNeverEnds) {
    Driver driver(config());
    driver.connect();
    driver.after({":s CAP * LS :", ":s 001 confab :x"});
    EXPECT_EQ(driver.pass(seconds(10)), (Lines{"send JOIN #c", "state ready"}));
}

TEST(IrcSession, TriesAgainWhenItsNickWasHeldBack) {
    Driver driver(config());
    driver.connect();
    driver.after({":s 432 confab :Erroneous Nickname", ":s CAP * LS :", ":s 001 confab_ :x",
                  ":s 005 confab_ MONITOR :x", ":s 376 confab_ :x", ":s 731 confab_ :confab"});
    for (const char* refusal :
         {":s 438 confab_ confab :Nick change too fast", ":s 437 confab_ confab :held back"}) {
        EXPECT_EQ(driver.line(refusal), Lines{}) << refusal;
        EXPECT_EQ(driver.due(), seconds(30));
        EXPECT_EQ(driver.pass(seconds(30)), (Lines{"urgent NICK confab"}));
    }
}

TEST(IrcSession, FollowsAForcedRenameAndWantsItsNickBack) {
    Driver driver = ready(config(), "", "MONITOR=30");
    EXPECT_EQ(driver.line(":confab!u@h NICK :Guest99"), (Lines{"report renamed", "send MONITOR + confab"}));
    EXPECT_EQ(driver.session().nick(), "Guest99");
    EXPECT_EQ(driver.line(":s 731 Guest99 :confab"), (Lines{"urgent NICK confab"}));
}

TEST(IrcSession, TakesABanAndTheErrorBehindItForOneEnding) {
    Driver driver(config());
    driver.connect();
    EXPECT_EQ(driver.line(":s 465 confab :You are banned from this server- spam"),
              (Lines{"close banned: banned from the server: You are banned from this server- spam"}));
    EXPECT_EQ(driver.line("ERROR :Closing Link: h (K-Lined)"), Lines{});
    Driver fast(config());
    fast.connect();
    EXPECT_EQ(fast.line(":s 465 * :Too many connections, throttled"),
              (Lines{"close throttled: banned from the server: Too many connections, throttled"}));
}

TEST(IrcSession, StopsAtAWrongServerPassword) {
    Driver driver(config());
    driver.connect();
    EXPECT_EQ(driver.line(":s 464 * :Password incorrect"),
              (Lines{"close rejected: the server refused the password: Password incorrect"}));
}

}  // namespace
}  // namespace confab::irc::test
