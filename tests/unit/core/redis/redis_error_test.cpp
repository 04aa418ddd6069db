#include "core/redis/redis_error.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

Errc code_of(std::string_view text) {
    return core::to_redis_error(text).code();
}

TEST(RedisError, TellsWhatACallerCanActOn) {
    EXPECT_EQ(code_of("LOADING Redis is loading the dataset in memory"), Errc::unavailable);
    EXPECT_EQ(code_of("READONLY You can't write against a read only replica."), Errc::unavailable);
    EXPECT_EQ(code_of("MASTERDOWN Link with MASTER is down"), Errc::unavailable);
    EXPECT_EQ(code_of("NOAUTH Authentication required."), Errc::unauthorized);
    EXPECT_EQ(code_of("WRONGPASS invalid username-password pair or user is disabled."), Errc::unauthorized);
    EXPECT_EQ(code_of("ERR AUTH <password> called without any password configured"), Errc::unauthorized);
    EXPECT_EQ(code_of("NOPERM this user has no permissions"), Errc::forbidden);
    EXPECT_EQ(code_of("OOM command not allowed when used memory > 'maxmemory'."), Errc::overloaded);
    EXPECT_EQ(code_of("ERR max number of clients reached"), Errc::overloaded);
    EXPECT_EQ(code_of("NOSCRIPT No matching script. Please use EVAL."), Errc::not_found);
    EXPECT_EQ(code_of("MOVED 3999 127.0.0.1:6381"), Errc::unsupported);
    EXPECT_EQ(code_of("WRONGTYPE Operation against a key"), Errc::upstream);
    EXPECT_EQ(code_of("ERR syntax error"), Errc::upstream);
    EXPECT_EQ(code_of(""), Errc::upstream);
    EXPECT_EQ(code_of("LOADING"), Errc::unavailable);
}

TEST(RedisError, SaysThatTheServerAnswered) {
    EXPECT_EQ(core::to_redis_error("OOM x").delivery(), Delivery::sent);
}

TEST(RedisError, QuotesNothingButTheFirstWord) {
    const Error unknown =
        core::to_redis_error("ERR unknown command 'hunter2', with args beginning with: 'hunter2'");
    EXPECT_EQ(unknown.context(), "Redis answered ERR");
    EXPECT_EQ(core::to_redis_error("hunter2 is wrong").context(), "Redis answered an error");
    EXPECT_EQ(core::to_redis_error("HUNTER\r\nTWO").context(), "Redis answered an error");
    EXPECT_EQ(core::to_redis_error(std::string(1000, 'A')).context(), "Redis answered an error");
}

}  // namespace
}  // namespace confab::test
