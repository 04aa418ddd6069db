#include "adapters/irc/login/ending.hpp"

#include <gtest/gtest.h>

#include "adapters/irc/login/retry.hpp"

namespace confab::irc {
namespace {

/// An attempt that took so long that the next may follow at once.
constexpr Duration kLong{3'600'000};

TEST(IrcEnding, KnowsThrottlesOfCommonServers) {
    for (const char* text : {"Reconnecting too fast, throttled.", "Trying to reconnect too fast.",
                             "Connection refused, too many connections from your IP address", "Excess Flood",
                             "Closing link: (x@127.0.0.1) [No more connections allowed from your host via "
                             "this connect class (local)]"})
        EXPECT_EQ(classify_error(text), EndingKind::throttled) << text;
}

TEST(IrcEnding, KnowsBansOfCommonServers) {
    for (const char* text :
         {"Closing Link: h (*** Banned (cache))", "You have been D-lined.", "Closing Link: (K-Lined)",
          "Access denied: \"no\" (G-Line)", "Closing link: (x@h) [Z-lined: abuse]"})
        EXPECT_EQ(classify_error(text), EndingKind::banned) << text;
}

TEST(IrcEnding, TakesEverythingElseForALostConnection) {
    for (const char* text : {"", "Closing link: (x@h) [Ping timeout: 120 seconds]", "Server shutting down"})
        EXPECT_EQ(classify_error(text), EndingKind::lost) << text;
}

TEST(IrcRetry, BacksOffAndStartsAnewAfterAStableMinute) {
    Retry retry(Duration(5'000), Duration(300'000));
    EXPECT_EQ(retry.next(EndingKind::lost, kLong, Duration(0), 0.5), Duration(2'500));
    EXPECT_EQ(retry.next(EndingKind::lost, kLong, Duration(0), 0.5), Duration(5'000));
    EXPECT_EQ(retry.next(EndingKind::lost, kLong, Duration(60'000), 0.5), Duration(2'500));
    for (int i = 0; i < 40; ++i)
        EXPECT_LE(retry.next(EndingKind::lost, kLong, Duration(0), 0.99), Duration(300'000));
}

TEST(IrcRetry, WaitsAMinuteWhenThrottled) {
    Retry retry(Duration(5'000), Duration(300'000));
    EXPECT_EQ(retry.next(EndingKind::throttled, Duration(0), Duration(0), 0.1), Duration(60'000));
}

TEST(IrcRetry, GivesUpAfterTheSecondBanOrAtOnceWhenRejected) {
    Retry retry(Duration(5'000), Duration(300'000));
    EXPECT_EQ(retry.next(EndingKind::banned, Duration(0), Duration(0), 0.1), std::chrono::minutes(15));
    EXPECT_EQ(retry.next(EndingKind::banned, Duration(0), Duration(0), 0.1), std::chrono::hours(1));
    EXPECT_EQ(retry.next(EndingKind::banned, Duration(0), Duration(0), 0.1), std::nullopt);
    EXPECT_EQ(retry.next(EndingKind::rejected, Duration(0), Duration(0), 0.1), std::nullopt);
    EXPECT_EQ(retry.next(EndingKind::quit, Duration(0), Duration(0), 0.1), std::nullopt);
}

TEST(IrcEnding, StaysAwayForAWhileAfterAKillButNotAfterACollision) {
    EXPECT_EQ(classify_error("Closing link: (x@h) [Killed (oper (go away))]"), EndingKind::throttled);
    EXPECT_EQ(classify_error("Closing link: (x@h) [Killed (irc2 (Nick collision))]"), EndingKind::lost);
}

TEST(IrcRetry, KeepsAttemptsApartThoughJitterMaySayOtherwise) {
    Retry retry(Duration(5'000), Duration(300'000));
    EXPECT_EQ(retry.next(EndingKind::lost, Duration(0), Duration(0), 0.0), Duration(15'000));
    EXPECT_EQ(retry.next(EndingKind::lost, Duration(10'000), Duration(0), 0.0), Duration(5'000));
    EXPECT_EQ(retry.next(EndingKind::lost, Duration(20'000), Duration(0), 0.0), Duration(100));
}

TEST(IrcRetry, FollowsAnUpgradeToTlsAtOnce) {
    Retry retry(Duration(5'000), Duration(300'000));
    EXPECT_EQ(retry.next(EndingKind::upgrade, Duration(0), Duration(0), 0.9), Duration(0));
}

}  // namespace
}  // namespace confab::irc
