#include "core/http/retry_policy.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

using std::chrono::seconds;

Error error(Errc code, Delivery delivery) {
    return Error(code, "").with(delivery);
}

TEST(RetryPolicy, RepeatsByStatus) {
    const RetryPolicy policy{HttpRetryConfig()};
    for (const int status : {429, 503}) {
        EXPECT_TRUE(policy.is_retryable(status, true));
        EXPECT_TRUE(policy.is_retryable(status, false)) << status << " says that nothing was done";
    }
    for (const int status : {500, 502, 504}) {
        EXPECT_TRUE(policy.is_retryable(status, true));
        EXPECT_FALSE(policy.is_retryable(status, false)) << status << " may hide an effect";
    }
    for (const int status : {200, 301, 400, 401, 404, 501, 505})
        EXPECT_FALSE(policy.is_retryable(status, true)) << status;
}

TEST(RetryPolicy, NeverRepeatsWhatMayHaveBeenReceivedUnlessIdempotent) {
    const RetryPolicy policy{HttpRetryConfig()};
    for (const Errc code : {Errc::unavailable, Errc::timeout, Errc::closed}) {
        EXPECT_TRUE(policy.is_retryable(error(code, Delivery::not_sent), false));
        EXPECT_FALSE(policy.is_retryable(error(code, Delivery::maybe_sent), false));
        EXPECT_FALSE(policy.is_retryable(error(code, Delivery::sent), false));
        EXPECT_TRUE(policy.is_retryable(error(code, Delivery::maybe_sent), true));
    }
}

TEST(RetryPolicy, DoesNotRepeatWhatCannotHelp) {
    const RetryPolicy policy{HttpRetryConfig()};
    for (const Errc code : {Errc::insecure, Errc::protocol, Errc::too_large, Errc::invalid_argument,
                            Errc::not_found, Errc::cancelled, Errc::overloaded})
        EXPECT_FALSE(policy.is_retryable(error(code, Delivery::not_sent), true)) << to_string(code);
}

TEST(RetryPolicy, BacksOffExponentiallyWithFullJitter) {
    HttpRetryConfig config;
    config.max = 10;
    const RetryPolicy policy(config);
    EXPECT_EQ(policy.delay(FailedAttempt(true, 0, seconds(60)), 0.0), Duration(0));
    EXPECT_EQ(policy.delay(FailedAttempt(true, 0, seconds(60)), 0.5), Duration(250));
    EXPECT_EQ(policy.delay(FailedAttempt(true, 1, seconds(60)), 0.5), Duration(500));
    EXPECT_EQ(policy.delay(FailedAttempt(true, 2, seconds(60)), 0.5), Duration(1'000));
    EXPECT_EQ(policy.delay(FailedAttempt(true, 9, seconds(60)), 0.5), Duration(10'000)) << "capped at 20 s";
}

TEST(RetryPolicy, StopsAfterTwoRetries) {
    const RetryPolicy policy{HttpRetryConfig()};
    EXPECT_TRUE(policy.delay(FailedAttempt(true, 1, seconds(60)), 0.1).has_value());
    EXPECT_FALSE(policy.delay(FailedAttempt(true, 2, seconds(60)), 0.1).has_value());
}

TEST(RetryPolicy, ObeysThePeersWaitUnlessItOutlastsTheTimeLeft) {
    const RetryPolicy policy{HttpRetryConfig()};
    FailedAttempt attempt(true, 0, seconds(10));
    attempt.retry_after = seconds(7);
    EXPECT_EQ(policy.delay(attempt, 0.9), Duration(7'000));
    attempt.retry_after = seconds(10);
    EXPECT_FALSE(policy.delay(attempt, 0.9).has_value());
    attempt.retry_after = std::nullopt;
    attempt.time_left = Duration(100);
    EXPECT_FALSE(policy.delay(attempt, 0.9).has_value());
}

TEST(RetryBudget, RunsOutAndIsEarnedBack) {
    RetryBudget budget{HttpRetryConfig()};
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(budget.spend("a", false)) << i;
    EXPECT_FALSE(budget.spend("a", false));
    EXPECT_TRUE(budget.spend("b", false)) << "one host does not pay for another";
    for (int i = 0; i < 5; ++i) budget.on_success("a");
    EXPECT_FALSE(budget.spend("a", true)) << "a retry after a timeout costs two";
    EXPECT_TRUE(budget.spend("a", false));
    EXPECT_FALSE(budget.spend("a", false));
}

}  // namespace
}  // namespace confab::core
