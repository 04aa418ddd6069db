#pragma once
/// What the tests with a real Redis share: clients and caches on a test's runtime, and a log that can be
/// read.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/net/transport.hpp"
#include "core/redis/redis_cache.hpp"
#include "tests/integration/redis/redis_server.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class NotingLogger final : public Logger {
public:
    bool enabled(LogLevel) const noexcept override { return true; }
    void write(LogLevel, std::string_view event, const LogField* first, std::size_t count) override {
        lines.push_back(core::format_fields(event, first, count));
    }
    std::size_t count(std::string_view words) const {
        std::size_t n = 0;
        for (const std::string& line : lines) n += line.find(words) != std::string::npos ? 1 : 0;
        return n;
    }
    std::vector<std::string> lines;
};

class World {
public:
    explicit World(TestRuntime& rt)
        : runtime(rt), transport(rt.executor(), rt.metrics(), rt.log(), core::TransportConfig()) {}

    /// Patient enough for a machine that is busy with other tests; quick to come back.
    static core::RedisConfig config(std::uint16_t port) {
        core::RedisConfig config;
        config.port = port;
        config.command_timeout = Duration(10'000);
        config.connect_timeout = Duration(10'000);
        config.stall = Duration(10'000);
        config.reconnect_base = Duration(20);
        config.reconnect_cap = Duration(150);
        return config;
    }
    std::unique_ptr<core::RedisClient> client(core::RedisConfig config) {
        auto made = std::make_unique<core::RedisClient>(runtime.executor(), transport, runtime.clock(),
                                                        random, runtime.metrics(), log, std::move(config));
        made->start();
        return made;
    }
    std::unique_ptr<core::RedisCache> cache(core::RedisConfig config) {
        core::RedisCacheConfig cache_config;
        cache_config.server = std::move(config);
        auto made =
            std::make_unique<core::RedisCache>(runtime.executor(), transport, runtime.clock(), random, crypto,
                                               runtime.metrics(), log, std::move(cache_config));
        made->start();
        return made;
    }
    Task<void> until(std::string what, std::function<bool()> holds) {
        const TimePoint deadline = runtime.clock().now() + Duration(20'000);
        while (!holds()) {
            if (runtime.clock().now() > deadline) {
                ADD_FAILURE() << "waited in vain until " << what;
                co_return;
            }
            co_await runtime.clock().sleep(Duration(2));
        }
    }
    template <class T>
    Task<void> until_up(T& tier) {
        std::function<bool()> up = [&tier] {
            return tier.is_up();
        };
        co_await until("it is up", std::move(up));
    }
    template <class T>
    Task<void> until_down(T& tier) {
        std::function<bool()> down = [&tier] {
            return !tier.is_up();
        };
        co_await until("it is down", std::move(down));
    }
    std::uint64_t counter(std::string_view name) { return runtime.metrics().counter(name).value(); }
    std::int64_t gauge(std::string_view name) { return runtime.metrics().gauge(name).value(); }

    TestRuntime& runtime;
    NotingLogger log;
    core::CoreTransport transport;
    core::CoreRandom random;
    core::CoreCrypto crypto;
};

/// "OK", "-42", or the error's words and how far it got.
inline std::string show(const Result<core::RedisReply>& reply) {
    if (!reply)
        return std::string(to_string(reply.error().code())) + ", " +
               std::string(to_string(reply.error().delivery()));
    if (reply->is(core::RedisReply::Type::integer)) return std::to_string(reply->integer);
    if (reply->is(core::RedisReply::Type::nil)) return "nil";
    return reply->text;
}

/// `words` are separated by single spaces.
inline Task<std::string> ask(core::RedisClient& client, std::string words) {
    std::vector<std::string> arguments(1);
    for (const char c : words) {
        if (c == ' ')
            arguments.emplace_back();
        else
            arguments.back() += c;
    }
    const Result<core::RedisReply> reply = co_await client.command(std::move(arguments));
    co_return show(reply);
}

inline Task<void> expect(core::RedisClient& client, std::string words, std::string answer) {
    const std::string got = co_await ask(client, words);
    EXPECT_EQ(got, answer) << words;
}

}  // namespace confab::test
