#include "adapters/discord/session.hpp"

#include <gmock/gmock.h>

#include "tests/unit/adapters/discord/session_driver.hpp"

namespace confab::discord::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(DiscordSession, IdentifiesAfterHelloAndIsReadyAfterReady) {
    SessionDriver driver;
    driver.open(0);
    EXPECT_THAT(driver.hello(0), ElementsAre(R"(send {"op":2,"d":{"token":"token","intents":33281,)"
                                             R"("large_threshold":50,"properties":{"os":"linux",)"
                                             R"("browser":"confab","device":"confab"}}})"));
    EXPECT_FALSE(driver.session().is_ready());
    EXPECT_THAT(driver.ready(10), ElementsAre("deliver READY 1", "ready"));
    EXPECT_TRUE(driver.session().is_ready());
}

TEST(DiscordSession, GivesUpWaitingForHello) {
    SessionDriver driver;
    driver.open(0);
    EXPECT_EQ(driver.due(), 30'000);
    EXPECT_THAT(driver.timeout(29'999), IsEmpty());
    EXPECT_THAT(driver.timeout(30'000), ElementsAre("close 4000"));
    EXPECT_EQ(describe(driver.closed(4000, 30'001)), "back off");
}

TEST(DiscordSession, SurvivesAReconnectRequestBeforeHello) {
    SessionDriver driver;
    driver.open(0);
    EXPECT_THAT(driver.frame(R"({"op":7,"d":null})", 1), ElementsAre("close 4000"));
    EXPECT_EQ(describe(driver.closed(4000, 2)), "back off");
    driver.open(100);
    EXPECT_THAT(driver.hello(100), ElementsAre(StartsWith(R"(send {"op":2)")));
}

TEST(DiscordSession, KeepsBeatingWhileReadyIsLateAndIdentifiesOnce) {
    SessionDriver driver(0);
    driver.open(0);
    driver.hello(0, 1000);
    for (int second = 0; second < 30; ++second) {
        EXPECT_THAT(driver.timeout(second * 1000), ElementsAre(R"(send {"op":1,"d":null})"));
        EXPECT_THAT(driver.ack(second * 1000 + 20), IsEmpty());
    }
    EXPECT_THAT(driver.ready(30'000), ElementsAre("deliver READY 1", "ready"));
}

TEST(DiscordSession, SpreadsTheFirstBeatOverTheInterval) {
    for (const double jitter : {0.0, 0.25, 0.999}) {
        SessionDriver driver(jitter);
        driver.open(0);
        driver.hello(0, 1000);
        EXPECT_EQ(driver.due(), static_cast<std::int64_t>(1000 * jitter));
    }
}

TEST(DiscordSession, BeatsAtTheIntervalWithTheLastSequenceNumber) {
    SessionDriver driver;
    driver.log_in(0, 1000);
    driver.message(7, 100);
    EXPECT_EQ(driver.due(), 500);
    EXPECT_THAT(driver.timeout(500), ElementsAre(R"(send {"op":1,"d":7})"));
    EXPECT_EQ(driver.due(), 1500);
    driver.ack(510);
    EXPECT_THAT(driver.timeout(1500), ElementsAre(R"(send {"op":1,"d":7})"));
}

TEST(DiscordSession, ResumesWhenABeatIsNotAcknowledged) {
    SessionDriver driver;
    driver.log_in(0, 10'000);
    driver.message(7, 100);
    driver.timeout(5'000);
    EXPECT_THAT(driver.timeout(15'000), ElementsAre("close 4000"));
    EXPECT_EQ(describe(driver.closed(1006, 15'001)), "reconnect now");
    driver.open(15'100);
    EXPECT_THAT(driver.hello(15'200), ElementsAre(std::string(kResume) + "7}}"));
}

TEST(DiscordSession, ANewHelloForgetsTheMissingAcknowledgement) {
    SessionDriver driver;
    driver.log_in(0, 1000);
    driver.timeout(500);
    driver.timeout(1500);
    driver.closed(4000, 1501);
    driver.open(2000);
    driver.hello(2000, 1000);
    EXPECT_THAT(driver.timeout(2500), ElementsAre(R"(send {"op":1,"d":1})"));
}

TEST(DiscordSession, AnswersABeatRequestAtOnceAndKeepsItsSchedule) {
    SessionDriver driver;
    driver.log_in(0, 1000);
    EXPECT_THAT(driver.frame(R"({"op":1,"d":null})", 499), ElementsAre(R"(send {"op":1,"d":1})"));
    EXPECT_EQ(driver.due(), 500);
    EXPECT_THAT(driver.timeout(500), ElementsAre(R"(send {"op":1,"d":1})"));
}

TEST(DiscordSession, DoesNotSendABurstOfBeatsAfterASleep) {
    SessionDriver driver;
    driver.log_in(0, 1000);
    EXPECT_THAT(driver.timeout(60'000), ElementsAre(R"(send {"op":1,"d":1})"));
    EXPECT_EQ(driver.due(), 61'000);
}

TEST(DiscordSession, NullSequenceNumbersDoNotOverwrite) {
    SessionDriver driver;
    driver.log_in(0);
    driver.message(9, 1);
    driver.frame(R"({"op":0,"t":"TYPING_START","s":null,"d":{}})", 2);
    driver.frame(R"({"op":11,"s":null})", 3);
    EXPECT_THAT(driver.timeout(500), ElementsAre(R"(send {"op":1,"d":9})"));
}

TEST(DiscordSession, ResumesFromTheLastHandledDispatchNotTheLastReceived) {
    SessionDriver driver;
    driver.log_in(0);
    driver.message(5, 1);
    const json::Document lost = json::Document::parse(R"({"op":0,"t":"X","s":6,"d":{}})").value();
    driver.session().on_frame(lost.root(), at(2));  // its delivery never happened
    driver.closed(1006, 10);
    driver.open(20);
    EXPECT_THAT(driver.hello(20), ElementsAre(std::string(kResume) + "5}}"));
}

TEST(DiscordSession, IgnoresOddFrames) {
    SessionDriver driver;
    driver.log_in(0);
    for (const char* odd : {"{}", "[]", "null", "3", R"({"op":"x"})", R"({"op":99,"d":{}})", R"({"op":0})",
                            R"({"op":0,"t":5,"s":"x","d":[]})", R"({"op":10,"d":{"heartbeat_interval":-1}})"})
        EXPECT_THAT(driver.frame(odd, 1), IsEmpty()) << odd;
    EXPECT_EQ(driver.due(), 500);
}

TEST(DiscordSession, BoundsAnAbsurdInterval) {
    SessionDriver driver(0.5);
    driver.open(0);
    driver.hello(0, 0);
    EXPECT_EQ(driver.due(), 25);
}

TEST(DiscordSession, RefusesPayloadsOver4096Bytes) {
    SessionDriver driver;
    driver.log_in(0);
    const auto sent = driver.session().send(std::string(4097, 'x'), at(1));
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code(), Errc::too_large);
    EXPECT_TRUE(driver.session().send(std::string(4096, 'x'), at(1)));
}

TEST(DiscordSession, PacesABurstAndStillBeats) {
    SessionDriver driver(0.5);
    driver.log_in(0, 40'000);
    int left = 0;
    for (int i = 0; i < 170; ++i) {
        const auto sent = driver.session().send("{}", at(10));
        ASSERT_TRUE(sent) << i;
        left += static_cast<int>(sent->size());
    }
    EXPECT_EQ(left, 109) << "120 minus the reserve of 10 minus the identify";
    EXPECT_THAT(driver.timeout(20'000), ElementsAre(R"(send {"op":1,"d":1})"));
    EXPECT_EQ(driver.due(), 60'000) << "the first beat's successor and the budget fall together";
    driver.ack(20'001);
    EXPECT_EQ(driver.timeout(60'011).size(), 62u) << "a beat and the 61 that waited";
}

TEST(DiscordSession, RefusesMoreThanItsQueueHolds) {
    SessionDriver driver;
    driver.log_in(0);
    Errc refused{};
    for (int i = 0; i < 200; ++i)
        if (const auto sent = driver.session().send("{}", at(1)); !sent) refused = sent.error().code();
    EXPECT_EQ(refused, Errc::overloaded);
}

TEST(DiscordSession, WritesItsAddressWhateverTheServersLooksLike) {
    const std::string want = "wss://gateway.test/?v=10&encoding=json";
    EXPECT_EQ(gateway_address("wss://gateway.test"), want);
    EXPECT_EQ(gateway_address("wss://gateway.test/"), want);
    EXPECT_EQ(gateway_address("wss://gateway.test/?v=6&compress=zlib-stream"), want);
    EXPECT_EQ(gateway_address("wss://gateway.test?v=6"), want);
    EXPECT_EQ(gateway_address("ws://127.0.0.1:80/gateway"), "ws://127.0.0.1:80/gateway?v=10&encoding=json");
}

}  // namespace
}  // namespace confab::discord::test
