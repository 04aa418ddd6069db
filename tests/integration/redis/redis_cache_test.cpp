#include "core/redis/redis_cache.hpp"

#include "tests/integration/redis/world.hpp"

namespace confab::test {
namespace {

constexpr Duration kLong{60'000};

Task<void> expect_value(core::SharedCache& cache, std::string key, std::optional<std::string> value) {
    const auto found = co_await cache.get(key);
    EXPECT_TRUE(found.has_value()) << key;
    if (found) EXPECT_TRUE(*found == value) << key;
}

Task<void> put(core::SharedCache& cache, std::string key, std::string value, Duration ttl) {
    const Result<void> stored = co_await cache.put(key, std::move(value), ttl);
    EXPECT_TRUE(stored.has_value()) << key;
}

Task<bool> leased(core::SharedCache& cache, std::string key, Duration ttl) {
    const Result<bool> ours = co_await cache.lease(std::move(key), ttl);
    EXPECT_TRUE(ours.has_value());
    co_return ours&&* ours;
}

/// Two processes' worth of caches, and a client that looks at what they store.
class Pair {
public:
    explicit Pair(TestRuntime& rt)
        : world(rt),
          a(world.cache(World::config(server.port()))),
          b(world.cache(World::config(server.port()))),
          raw(world.client(World::config(server.port()))) {}
    Task<void> ready() {
        co_await world.until_up(*a);
        co_await world.until_up(*b);
        co_await world.until_up(*raw);
    }
    Task<void> stop() {
        co_await a->stop();
        co_await b->stop();
        co_await raw->stop();
    }
    RedisServer server;
    World world;
    std::unique_ptr<core::RedisCache> a, b;
    std::unique_ptr<core::RedisClient> raw;
};

Task<void> shares(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    co_await expect_value(*pair.a, "key", std::nullopt);
    std::string binary("\0\r\n$-1\r\n\xff", 10);
    co_await put(*pair.a, "key", binary, kLong);
    co_await expect_value(*pair.b, "key", binary);
    co_await put(*pair.b, "key", "newer", kLong);
    co_await expect_value(*pair.a, "key", "newer");
    co_await put(*pair.a, "empty", "", kLong);
    co_await expect_value(*pair.b, "empty", "");
    std::string large(3'000'000, 'v');
    co_await put(*pair.a, "large", large, kLong);
    co_await expect_value(*pair.b, "large", large);
    const Result<void> removed = co_await pair.b->remove("key");
    EXPECT_TRUE(removed.has_value());
    co_await expect_value(*pair.a, "key", std::nullopt);
    std::string huge(5'000'000, 'v');
    const Result<void> refused = co_await pair.a->put("huge", std::move(huge), kLong);
    EXPECT_EQ(refused.error().code(), Errc::too_large);
    EXPECT_EQ(pair.world.counter("confab_shared_cache_hits_total"), 4u);
    EXPECT_EQ(pair.world.counter("confab_shared_cache_misses_total"), 2u);
    EXPECT_EQ(pair.world.counter("confab_shared_cache_errors_total"), 0u);
    EXPECT_EQ(pair.world.counter("confab_shared_cache_timeouts_total"), 0u);
    co_await pair.stop();
}

TEST(RedisCache, SharesValuesBetweenProcesses) {
    TestRuntime rt;
    rt.run(shares(rt));
}

Task<void> expires(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    co_await put(*pair.a, "brief", "value", Duration(30));
    co_await put(*pair.a, "never", "value", Duration(0));
    co_await expect_value(*pair.a, "never", std::nullopt);
    for (;;) {
        const auto found = co_await pair.b->get("brief");
        if (!found || !*found) break;
    }
    co_await put(*pair.a, "lasting", "value", kLong);
    const std::string keys = co_await ask(*pair.raw, "RANDOMKEY");
    std::string words = "PTTL " + keys;
    const std::string left = co_await ask(*pair.raw, std::move(words));
    EXPECT_GT(std::stol(left), 1'000);
    EXPECT_LE(std::stol(left), kLong.count());
    co_await pair.stop();
}

TEST(RedisCache, ForgetsValuesAfterTheirTime) {
    TestRuntime rt;
    rt.run(expires(rt));
}

Task<void> hides_keys(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    const std::string key = "https://api.example/secret-path?token=hunter2\nBearer hunter3";
    const bool ours = co_await leased(*pair.a, key, kLong);
    EXPECT_TRUE(ours);
    co_await put(*pair.b, key, "value", kLong);
    std::vector<std::string> list{"KEYS", "*"};
    const auto keys = co_await pair.raw->command(std::move(list));
    EXPECT_TRUE(keys && keys->elements.size() == 2);
    if (!keys) co_return;
    for (const core::RedisReply& name : keys->elements) {
        EXPECT_TRUE(name.text.starts_with("confab:cache:{")) << name.text;
        for (const char* word : {"hunter", "secret", "example"})
            EXPECT_EQ(name.text.find(word), std::string::npos) << name.text;
    }
    co_await pair.stop();
    EXPECT_EQ(pair.world.log.count("hunter"), 0u);
}

TEST(RedisCache, KeepsUrlsAndCredentialsOutOfRedis) {
    TestRuntime rt;
    rt.run(hides_keys(rt));
}

Task<void> one_holder(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    bool ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_TRUE(ours);
    ours = co_await leased(*pair.b, "key", kLong);
    EXPECT_FALSE(ours);
    ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_FALSE(ours) << "another flight of the same process";
    ours = co_await leased(*pair.b, "other", kLong);
    EXPECT_TRUE(ours);

    Result<void> done = co_await pair.b->release("key");
    EXPECT_TRUE(done.has_value());
    ours = co_await leased(*pair.b, "key", kLong);
    EXPECT_FALSE(ours) << "released by somebody who did not hold it";
    co_await put(*pair.b, "key", "by somebody else", kLong);
    ours = co_await leased(*pair.b, "key", kLong);
    EXPECT_FALSE(ours) << "a value of another ended it";

    done = co_await pair.a->release("key");
    EXPECT_TRUE(done.has_value());
    ours = co_await leased(*pair.b, "key", kLong);
    EXPECT_TRUE(ours);
    co_await put(*pair.b, "key", "value", kLong);
    ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_TRUE(ours) << "the holder's value ends the lease";
    EXPECT_EQ(pair.world.counter("confab_shared_cache_errors_total"), 0u);
    co_await pair.stop();
}

TEST(RedisCache, GivesALeaseToOneHolderAtATime) {
    TestRuntime rt;
    rt.run(one_holder(rt));
}

Task<void> overtaken(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    bool ours = co_await leased(*pair.a, "key", Duration(30));
    EXPECT_TRUE(ours);
    for (ours = false; !ours;) ours = co_await leased(*pair.b, "key", kLong);
    // The first holder is late: its value is welcome, the lease of the second stays.
    co_await put(*pair.a, "key", "late", kLong);
    ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_FALSE(ours);
    const Result<void> released = co_await pair.a->release("key");
    EXPECT_TRUE(released.has_value());
    ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_FALSE(ours);
    co_await pair.stop();
}

TEST(RedisCache, NeverEndsTheLeaseOfWhoCameAfter) {
    TestRuntime rt;
    rt.run(overtaken(rt));
}

Task<void> wait_and_note(core::SharedCache& cache, std::string key, Duration limit, std::string& out) {
    const Result<void> waited = co_await cache.wait(std::move(key), limit);
    out = waited ? "ended" : std::string(to_string(waited.error().code()));
}

Task<void> wakes(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    std::string outcome;
    co_await wait_and_note(*pair.b, "free", kLong, outcome);
    EXPECT_EQ(outcome, "ended");

    bool ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_TRUE(ours);
    co_await wait_and_note(*pair.b, "key", Duration(20), outcome);
    EXPECT_EQ(outcome, "timeout");

    core::TaskScope waiters(rt.executor(), rt.log());
    std::string first, second;
    waiters.spawn("waiter", wait_and_note(*pair.b, "key", kLong, first));
    waiters.spawn("waiter", wait_and_note(*pair.b, "key", kLong, second));
    co_await expect_value(*pair.b, "key", std::nullopt);
    EXPECT_EQ(first + second, "") << "the lease is still held";
    co_await put(*pair.a, "key", "value", kLong);
    co_await waiters.join();
    EXPECT_EQ(first + second, "endedended");
    co_await expect_value(*pair.b, "key", "value");

    ours = co_await leased(*pair.a, "failed", kLong);
    EXPECT_TRUE(ours);
    waiters.spawn("waiter", wait_and_note(*pair.b, "failed", kLong, outcome));
    const Result<void> released = co_await pair.a->release("failed");
    EXPECT_TRUE(released.has_value());
    co_await waiters.join();
    EXPECT_EQ(outcome, "ended");
    co_await pair.stop();
}

TEST(RedisCache, WakesWhoWaitsForAnothersAnswer) {
    TestRuntime rt;
    rt.run(wakes(rt));
}

Task<void> holder_dies(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    bool ours = co_await leased(*pair.a, "key", Duration(200));
    EXPECT_TRUE(ours);
    co_await pair.a->stop();
    std::string outcome;
    co_await wait_and_note(*pair.b, "key", kLong, outcome);
    EXPECT_EQ(outcome, "ended");
    ours = co_await leased(*pair.b, "key", kLong);
    EXPECT_TRUE(ours);
    co_await pair.stop();
}

TEST(RedisCache, EndsTheLeaseOfAHolderThatDied) {
    TestRuntime rt;
    rt.run(holder_dies(rt));
}

Task<void> cancelled(TestRuntime& rt) {
    Pair pair(rt);
    co_await pair.ready();
    const bool ours = co_await leased(*pair.a, "key", kLong);
    EXPECT_TRUE(ours);
    core::TaskScope leaving(rt.executor(), rt.log());
    std::string outcome;
    leaving.spawn("waiter", wait_and_note(*pair.b, "key", kLong, outcome));
    co_await expect_value(*pair.b, "key", std::nullopt);
    leaving.cancel();
    co_await leaving.join();
    EXPECT_EQ(outcome, "");
    co_await put(*pair.b, "other", "value", kLong);
    co_await expect_value(*pair.b, "other", "value");
    co_await pair.stop();
}

TEST(RedisCache, LetsAWaiterLeave) {
    TestRuntime rt;
    rt.run(cancelled(rt));
}

}  // namespace
}  // namespace confab::test
