#include "core/redis/config.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::parse_redis_url;
using core::RedisConfig;

std::string parts(std::string_view url) {
    const Result<RedisConfig> config = parse_redis_url(url);
    if (!config) return std::string(to_string(config.error().code()));
    return config->username + "|" + config->password.reveal() + "|" + config->host + "|" +
           std::to_string(config->port) + "|" + std::to_string(config->db) + (config->tls ? "|tls" : "");
}

TEST(RedisUrl, IsReadInParts) {
    EXPECT_EQ(parts("redis://localhost"), "||localhost|6379|0");
    EXPECT_EQ(parts("redis://127.0.0.1:6380/"), "||127.0.0.1|6380|0");
    EXPECT_EQ(parts("rediss://cache.example:7000/3"), "||cache.example|7000|3|tls");
    EXPECT_EQ(parts("redis://:secret@host"), "|secret|host|6379|0");
    EXPECT_EQ(parts("redis://bot:p%40ss%3a%25@host/1"), "bot|p@ss:%|host|6379|1");
    EXPECT_EQ(parts("redis://bot:a@b:c@host"), "bot|a@b:c|host|6379|0");
    EXPECT_EQ(parts("redis://[::1]:6380/2"), "||::1|6380|2");
    EXPECT_EQ(parts("redis://[::1]"), "||::1|6379|0");
}

TEST(RedisUrl, IsRefusedWhenAPartIsWrong) {
    for (const char* url : {"",
                            "redis:",
                            "redis://",
                            "http://host",
                            "redis:///1",
                            "redis://host:0",
                            "redis://host:65536",
                            "redis://host:",
                            "redis://host:1x",
                            "redis://host/x",
                            "redis://host/1/2",
                            "redis://host/-1",
                            "redis://host?a=b",
                            "redis://user@host",
                            "redis://:%zz@host",
                            "redis://:%4@host",
                            "redis://[::1",
                            "redis://[::1]x",
                            "redis://ho st",
                            "redis://:pw@",
                            "redis://host/99999999999"})
        EXPECT_EQ(parts(url), to_string(Errc::invalid_argument)) << url;
}

TEST(RedisUrl, IsNeverQuotedInAnError) {
    const Result<RedisConfig> config = parse_redis_url("redis://:hunter2@host:x");
    ASSERT_FALSE(config.has_value());
    EXPECT_EQ(config.error().message().find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace confab::test
