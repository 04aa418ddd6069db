#include "adapters/discord/rate_limiter.hpp"

#include <gmock/gmock.h>

namespace confab::discord::test {
namespace {

using testing::ElementsAre;
using Verdict = RateLimiter::Verdict;

TimePoint at(std::int64_t milliseconds) {
    return TimePoint(std::chrono::hours(1)) + Duration(milliseconds);
}

Route post(std::string channel = "1") {
    return Route("POST", "/channels/" + channel + "/messages", "/channels/{}/messages", channel);
}
Route rename(std::string channel = "1") {
    Route route("PATCH", "/channels/" + channel, "/channels/{}", channel);
    route.sublimit = "name";
    return route;
}
Route change_topic(std::string channel = "1") {
    return Route("PATCH", "/channels/" + channel, "/channels/{}", channel);
}

LimitReport ok(std::string bucket, int remaining, int reset_after, int limit = 5) {
    LimitReport report;
    report.status = 200;
    report.bucket = std::move(bucket);
    report.limit = limit;
    report.remaining = remaining;
    report.reset_after = Duration(reset_after);
    return report;
}
LimitReport refused(int retry_after, int remaining = 0) {
    LimitReport report = ok("b", remaining, 10);
    report.status = 429;
    report.retry_after = Duration(retry_after);
    return report;
}

/// The earliest time at which the ticket may go; -1: only another call's end helps.
std::int64_t waits_until(RateLimiter& limiter, RateLimiter::Ticket ticket, std::int64_t now) {
    const auto admission = limiter.admit(ticket, at(now));
    if (admission.go) return now;
    if (admission.retry_at == TimePoint::max()) return -1;
    return std::chrono::duration_cast<Duration>(admission.retry_at - at(0)).count();
}

HttpResponse response(int status, std::string body,
                      std::vector<std::pair<std::string, std::string>> headers) {
    HttpResponse out;
    out.status = status;
    out.body = std::move(body);
    for (auto& [name, value] : headers) out.headers.add(name, value);
    return out;
}

class DiscordRateLimiter : public testing::Test {
protected:
    RateLimiter::Ticket enter(const Route& route, std::int64_t now = 0) {
        return limiter.enter(route, at(now)).value();
    }
    bool goes(RateLimiter::Ticket ticket, std::int64_t now) { return limiter.admit(ticket, at(now)).go; }
    /// Sends one call to its end.
    void call(const Route& route, const LimitReport& report, std::int64_t now) {
        const auto ticket = enter(route, now);
        ASSERT_TRUE(goes(ticket, now));
        limiter.settle(ticket, report, at(now));
        limiter.leave(ticket);
    }
    RateLimiter limiter;
};

TEST_F(DiscordRateLimiter, WaitsExactlyAsLongAsAFractionalRetryAfter) {
    const auto ticket = enter(post());
    ASSERT_TRUE(goes(ticket, 0));
    EXPECT_EQ(limiter.settle(ticket, refused(350), at(0)), Verdict::repeat);
    EXPECT_EQ(waits_until(limiter, ticket, 1), 350);
    EXPECT_FALSE(goes(ticket, 349));
    EXPECT_TRUE(goes(ticket, 350));
}

TEST_F(DiscordRateLimiter, KeepsTheOrderOfABucketAcrossARefusal) {
    const auto first = enter(post());
    const auto second = enter(post());
    ASSERT_TRUE(goes(first, 0));
    EXPECT_EQ(waits_until(limiter, second, 0), -1);
    limiter.settle(first, refused(100), at(0));
    EXPECT_EQ(waits_until(limiter, second, 200), -1) << "even when the wait is over, the first goes first";
    EXPECT_TRUE(goes(first, 200));
    limiter.settle(first, ok("b", 4, 5000), at(210));
    limiter.leave(first);
    EXPECT_THAT(limiter.heads(), ElementsAre(second));
    EXPECT_TRUE(goes(second, 211));
}

TEST_F(DiscordRateLimiter, ASharedLimitBlocksByItsBodyAndIsNotInvalid) {
    for (int i = 0; i < 10'000; ++i) {
        const auto ticket = enter(post(), i * 25);
        ASSERT_TRUE(goes(ticket, i * 25));
        LimitReport report = refused(5, 9);
        report.shared = true;
        limiter.settle(ticket, report, at(i * 25));
        limiter.leave(ticket);
    }
    const auto last = enter(post(), 249'976);
    EXPECT_EQ(waits_until(limiter, last, 249'976), 249'980);
}

TEST_F(DiscordRateLimiter, AGlobalLimitStopsAllButExemptCalls) {
    const auto first = enter(post("1"));
    const auto other = enter(post("2"));
    Route callback("POST", "/interactions/1/t/callback", "/interactions/{}/{}/callback", "1");
    callback.bot_token = false;
    const auto exempt = enter(callback);
    ASSERT_TRUE(goes(first, 0));
    LimitReport report = refused(800);
    report.global = true;
    limiter.settle(first, report, at(0));
    EXPECT_EQ(waits_until(limiter, other, 1), 800);
    EXPECT_TRUE(goes(exempt, 1));
    EXPECT_TRUE(goes(first, 800));
    EXPECT_TRUE(goes(other, 800));
}

TEST_F(DiscordRateLimiter, ABanStopsEverythingForLong) {
    const auto first = enter(post("1"));
    ASSERT_TRUE(goes(first, 0));
    const LimitReport ban(response(429, "<html>error code: 1015</html>", {}));
    EXPECT_TRUE(ban.banned);
    limiter.settle(first, ban, at(0));
    const auto other = enter(change_topic("2"));
    EXPECT_EQ(waits_until(limiter, other, 1), 600'000);
}

TEST_F(DiscordRateLimiter, CallsFollowTheirBucketWhenItsHashAppearsAndChanges) {
    const auto first = enter(post());
    const auto second = enter(post());
    const auto third = enter(post());
    ASSERT_TRUE(goes(first, 0));
    limiter.settle(first, ok("hash1", 1, 5000), at(10));
    limiter.leave(first);
    EXPECT_EQ(waits_until(limiter, third, 10), -1);
    ASSERT_TRUE(goes(second, 10));
    limiter.settle(second, ok("hash2", 0, 3000), at(20));
    limiter.leave(second);
    EXPECT_THAT(limiter.heads(), ElementsAre(third));
    EXPECT_EQ(waits_until(limiter, third, 20), 3020);
}

TEST_F(DiscordRateLimiter, TwoRoutesOfOneHashShareAQueueAndChannelsDoNot) {
    call(post("1"), ok("same", 4, 1000), 0);
    call(change_topic("1"), ok("same", 3, 1000), 1);
    const auto posting = enter(post("1"), 2);
    const auto changing = enter(change_topic("1"), 2);
    const auto elsewhere = enter(post("2"), 2);
    EXPECT_TRUE(goes(posting, 2));
    EXPECT_EQ(waits_until(limiter, changing, 2), -1);
    EXPECT_TRUE(goes(elsewhere, 2));
}

TEST_F(DiscordRateLimiter, ARouteWithoutHeadersOnlyKeepsItsOrder) {
    LimitReport bare;
    bare.status = 204;
    for (int i = 0; i < 40; ++i) call(post(), bare, i);
    const auto a = enter(post(), 40);
    const auto b = enter(post(), 40);
    EXPECT_TRUE(goes(a, 40));
    EXPECT_EQ(waits_until(limiter, b, 40), -1);
}

TEST_F(DiscordRateLimiter, AClockThatIsWrongDoesNotMatter) {
    const LimitReport report(response(200, "{}",
                                      {{"X-RateLimit-Limit", "5"},
                                       {"X-RateLimit-Remaining", "0"},
                                       {"X-RateLimit-Reset", "1.5"},
                                       {"X-RateLimit-Reset-After", "2.001"},
                                       {"X-RateLimit-Bucket", "abc"}}));
    call(post(), report, 0);
    EXPECT_EQ(waits_until(limiter, enter(post()), 1), 2001);
}

TEST_F(DiscordRateLimiter, FiftyCallsAtFiveInFiveSecondsMeetNoRefusal) {
    std::int64_t now = 0, window_end = 0;
    int used = 0;
    for (int i = 0; i < 50; ++i) {
        const auto ticket = enter(post(), now);
        now = std::max(now, waits_until(limiter, ticket, now));
        ASSERT_TRUE(goes(ticket, now) || i == 0 || used > 0);
        if (now >= window_end) {
            window_end = now + 5000;
            used = 0;
        }
        ASSERT_LE(++used, 5) << "the server would have refused call " << i;
        limiter.settle(ticket, ok("b", 5 - used, static_cast<int>(window_end - now)), at(now));
        limiter.leave(ticket);
    }
    EXPECT_EQ(now, 45'000) << "(50 / 5 - 1) windows of 5 seconds";
}

TEST_F(DiscordRateLimiter, ASublimitHoldsOnlyItsOwnKindOfCall) {
    call(change_topic(), ok("b", 4, 1000), 0);
    const auto renaming = enter(rename(), 1);
    ASSERT_TRUE(goes(renaming, 1));
    limiter.settle(renaming, refused(600'000, 3), at(1));
    const auto next = enter(change_topic(), 2);
    EXPECT_EQ(waits_until(limiter, renaming, 2), 600'001);
    EXPECT_TRUE(goes(next, 2)) << "other edits pass";
}

TEST_F(DiscordRateLimiter, FiftyCallsASecondInAll) {
    int gone = 0;
    std::vector<RateLimiter::Ticket> waiting;
    for (int i = 0; i < 100; ++i) {
        const auto ticket = enter(post(std::to_string(i)));
        goes(ticket, 0) ? static_cast<void>(++gone) : waiting.push_back(ticket);
    }
    EXPECT_EQ(gone, 50);
    EXPECT_EQ(waits_until(limiter, waiting.front(), 10), 1000);
    for (const auto ticket : waiting) EXPECT_TRUE(goes(ticket, 1000));
}

TEST_F(DiscordRateLimiter, ARefusedTokenStopsAllCalls) {
    const auto ticket = enter(post());
    ASSERT_TRUE(goes(ticket, 0));
    LimitReport report;
    report.status = 401;
    EXPECT_EQ(limiter.settle(ticket, report, at(0)), Verdict::done);
    EXPECT_TRUE(limiter.is_refused());
    EXPECT_EQ(limiter.enter(post(), at(1)).error().code(), Errc::unauthorized);
}

TEST_F(DiscordRateLimiter, ARefusedTokenOfAnInteractionIsNotTheBots) {
    Route answer("PATCH", "/webhooks/1/t/messages/@original", "/webhooks/{}/{}/messages/@original", "t");
    answer.bot_token = false;
    const auto ticket = enter(answer);
    ASSERT_TRUE(goes(ticket, 0));
    LimitReport report;
    report.status = 401;
    EXPECT_EQ(limiter.settle(ticket, report, at(0)), Verdict::done);
    EXPECT_FALSE(limiter.is_refused());
}

TEST_F(DiscordRateLimiter, ManyInvalidCallsStopBeforeTheBan) {
    LimitReport forbidden;
    forbidden.status = 403;
    for (unsigned i = 0; i < RateLimiter::kMaxInvalid; ++i) call(post(), forbidden, i * 20);
    const auto refusal = limiter.enter(post(), at(180'000));
    ASSERT_FALSE(refusal);
    EXPECT_EQ(refusal.error().code(), Errc::rate_limited);
    EXPECT_EQ(refusal.error().retry_after(), Duration(420'000));
    EXPECT_TRUE(limiter.enter(post(), at(600'000)));
}

TEST_F(DiscordRateLimiter, GivesUpAfterFiveRefusalsOfOneCall) {
    const auto ticket = enter(post());
    std::int64_t now = 0;
    for (int i = 0; i < 4; ++i, now += 100) {
        ASSERT_TRUE(goes(ticket, now));
        EXPECT_EQ(limiter.settle(ticket, refused(100), at(now)), Verdict::repeat);
    }
    ASSERT_TRUE(goes(ticket, now));
    EXPECT_EQ(limiter.settle(ticket, refused(100), at(now)), Verdict::done);
}

TEST_F(DiscordRateLimiter, RefusesMoreCallsThanItsQueueHolds) {
    for (std::size_t i = 0; i < RateLimiter::kMaxWaiting; ++i) enter(post());
    EXPECT_EQ(limiter.enter(post(), at(0)).error().code(), Errc::overloaded);
}

TEST_F(DiscordRateLimiter, ForgetsIdleBuckets) {
    for (int i = 0; i < 10'000; ++i) call(post(std::to_string(i)), ok("b", 4, 5), i * 30);
    EXPECT_LE(limiter.bucket_count(), RateLimiter::kMaxBuckets + 1);
}

TEST_F(DiscordRateLimiter, AnAbandonedCallLetsTheNextGo) {
    const auto first = enter(post());
    const auto second = enter(post());
    ASSERT_TRUE(goes(first, 0));
    limiter.leave(first);
    EXPECT_TRUE(goes(second, 1));
}

TEST(DiscordLimitReport, ReadsTheBodyOfARefusalAndIgnoresOddHeaders) {
    const LimitReport user(response(429, R"({"message":"x","retry_after":0.3501,"global":false})",
                                    {{"Retry-After", "1"}, {"X-RateLimit-Scope", "user"}}));
    EXPECT_EQ(user.retry_after, Duration(351)) << "rounded up to the millisecond, not to the second";
    EXPECT_FALSE(user.banned || user.global || user.shared);
    const LimitReport odd(response(200, "",
                                   {{"X-RateLimit-Remaining", "many"},
                                    {"X-RateLimit-Reset-After", "nan"},
                                    {"X-RateLimit-Limit", "99999999999999999999"}}));
    EXPECT_FALSE(odd.remaining || odd.reset_after || odd.limit);
    const LimitReport absurd(response(429, R"({"retry_after":1e300})", {}));
    EXPECT_LE(absurd.retry_after.value(), std::chrono::hours(24 * 7));
}

}  // namespace
}  // namespace confab::discord::test
