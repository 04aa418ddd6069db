#include <gmock/gmock.h>

#include "tests/unit/adapters/discord/session_driver.hpp"

namespace confab::discord::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr char kIdentify[] = R"(send {"op":2)";

TEST(DiscordSessionLifecycle, ResumesAtTheAddressOfReadyAndEndsWithResumed) {
    SessionDriver driver;
    driver.log_in(0);
    EXPECT_THAT(driver.frame(R"({"op":7})", 10'000), ElementsAre("close 4000"));
    EXPECT_THAT(driver.message(2, 10'001), IsEmpty()) << "what comes after our close is replayed";
    EXPECT_EQ(describe(driver.closed(4000, 10'010)), "reconnect now");
    EXPECT_TRUE(driver.session().can_resume());
    EXPECT_EQ(driver.session().resume_url(), "wss://resume.test");

    driver.open(10'100);
    EXPECT_THAT(driver.hello(10'100), ElementsAre(std::string(kResume) + "1}}"));
    EXPECT_THAT(driver.message(2, 10'110), ElementsAre("deliver MESSAGE_CREATE 2"));
    EXPECT_THAT(driver.frame(R"({"op":0,"t":"RESUMED","s":3,"d":{}})", 10'120),
                ElementsAre("deliver RESUMED 3", "resumed"));
    EXPECT_TRUE(driver.session().is_ready());
}

TEST(DiscordSessionLifecycle, InvalidSessionFalseMeansANewSessionAfterARandomWait) {
    SessionDriver driver;
    driver.log_in(0);
    driver.closed(1006, 20'000);
    driver.open(20'100);
    driver.hello(20'100);
    driver.set_jitter(0.25);
    EXPECT_THAT(driver.frame(R"({"op":9,"d":false})", 20'200), ElementsAre("close 4000"));
    EXPECT_EQ(describe(driver.closed(4000, 20'210)), "reconnect 2000ms");
    EXPECT_FALSE(driver.session().can_resume());
    EXPECT_EQ(driver.session().resume_url(), "");
    driver.open(22'300);
    EXPECT_THAT(driver.hello(22'300), ElementsAre(StartsWith(kIdentify)));
    EXPECT_THAT(driver.timeout(22'300 + 250), ElementsAre(R"(send {"op":1,"d":null})"));
}

TEST(DiscordSessionLifecycle, InvalidSessionTrueResumesTheSameSession) {
    SessionDriver driver(0);
    driver.log_in(0);
    driver.closed(1006, 20'000);
    driver.open(20'100);
    driver.hello(20'100);
    EXPECT_THAT(driver.frame(R"({"op":9,"d":true})", 20'200), ElementsAre("close 4000"));
    EXPECT_EQ(describe(driver.closed(4000, 20'210)), "reconnect 1000ms");
    driver.open(21'300);
    EXPECT_THAT(driver.hello(21'300), ElementsAre(std::string(kResume) + "1}}"));
}

TEST(DiscordSessionLifecycle, InvalidSessionAfterIdentifyKeepsFiveSecondsBetweenIdentifies) {
    SessionDriver driver(0);
    driver.open(0);
    driver.hello(0);
    driver.frame(R"({"op":9,"d":false})", 100);
    EXPECT_EQ(describe(driver.closed(4000, 150)), "reconnect 4850ms");
}

TEST(DiscordSessionLifecycle, GivesUpResumingAfterThreeAttempts) {
    SessionDriver driver;
    driver.log_in(0);
    driver.closed(1006, 60'000);
    for (int attempt = 0; attempt < 3; ++attempt) {
        EXPECT_TRUE(driver.session().can_resume()) << attempt;
        driver.open(61'000 + attempt);
        driver.hello(61'000 + attempt);
        EXPECT_EQ(describe(driver.closed(1006, 61'000 + attempt)), "back off");
    }
    EXPECT_FALSE(driver.session().can_resume());
    driver.open(62'000);
    EXPECT_THAT(driver.hello(62'000), ElementsAre(StartsWith(kIdentify)));
}

TEST(DiscordSessionLifecycle, AnUnreachableResumeAddressCountsAsAFailedResume) {
    SessionDriver driver;
    driver.log_in(0);
    driver.closed(1006, 60'000);
    for (int attempt = 0; attempt < 3; ++attempt)
        EXPECT_EQ(describe(driver.session().on_connect_failed("refused", at(60'000))), "back off");
    EXPECT_FALSE(driver.session().can_resume());
}

TEST(DiscordSessionLifecycle, ASuccessfulResumeStartsTheCountAnew) {
    SessionDriver driver;
    driver.log_in(0);
    for (int round = 0; round < 10; ++round) {
        const std::int64_t now = 10'000 * (round + 1);
        driver.closed(1006, now);
        driver.open(now);
        EXPECT_THAT(driver.hello(now), ElementsAre(StartsWith(kResume))) << round;
        driver.frame(R"({"op":0,"t":"RESUMED","s":2,"d":{}})", now);
    }
}

TEST(DiscordSessionLifecycle, FatalCloseCodesStopWithCauseAndCure) {
    const std::vector<std::pair<int, std::string>> cases = {
        {4004, "token"},       {4010, "shard"},       {4011, "too many guilds"},
        {4012, "API version"}, {4013, "unknown bit"}, {4014, "MESSAGE CONTENT"}};
    std::set<std::string> texts;
    for (const auto& [code, cure] : cases) {
        SessionDriver driver;
        driver.open(0);
        driver.hello(0);
        const std::string next = describe(driver.closed(static_cast<std::uint16_t>(code), 10));
        EXPECT_THAT(next, StartsWith("stop: ")) << code;
        EXPECT_THAT(next, HasSubstr(cure));
        texts.insert(next);
    }
    EXPECT_EQ(texts.size(), cases.size()) << "each is told apart";
}

TEST(DiscordSessionLifecycle, DisallowedIntentsAreNamed) {
    SessionDriver driver(0.5, (1 << 1) | (1 << 8) | (1 << 9));
    driver.open(0);
    const std::string next = describe(driver.closed(4014, 10));
    EXPECT_THAT(next, HasSubstr("SERVER MEMBERS, PRESENCE"));
    EXPECT_THAT(next, testing::Not(HasSubstr("MESSAGE CONTENT")));
}

TEST(DiscordSessionLifecycle, CloseCodesChooseBetweenResumeAndIdentify) {
    for (const std::uint16_t code : {1000, 1001, 1005, 1006, 4000, 4001, 4002, 4008, 4999}) {
        SessionDriver driver;
        driver.log_in(0);
        EXPECT_THAT(describe(driver.closed(code, 60'000)), testing::Not(StartsWith("stop"))) << code;
        EXPECT_TRUE(driver.session().can_resume()) << code;
    }
    for (const std::uint16_t code : {4003, 4005, 4007, 4009}) {
        SessionDriver driver;
        driver.log_in(0);
        EXPECT_EQ(describe(driver.closed(code, 60'000)), "reconnect now") << code;
        EXPECT_FALSE(driver.session().can_resume()) << code;
    }
}

TEST(DiscordSessionLifecycle, RateLimitedClosesBackOffEvenAfterAStableConnection) {
    SessionDriver driver;
    driver.log_in(0);
    EXPECT_EQ(describe(driver.closed(4008, 600'000)), "back off");
}

TEST(DiscordSessionLifecycle, AConnectionThatDiesAtOnceBacksOff) {
    SessionDriver driver;
    driver.log_in(0);
    EXPECT_EQ(describe(driver.closed(1006, 4'000)), "back off");
    SessionDriver stable;
    stable.log_in(0);
    EXPECT_EQ(describe(stable.closed(1006, 6'000)), "reconnect now");
}

}  // namespace
}  // namespace confab::discord::test
