// Servers that die, hang, come back, and connections that break off.
#include <limits>

#include "core/redis/client.hpp"
#include "tests/integration/redis/world.hpp"

namespace confab::test {
namespace {

using StreamPtr = std::unique_ptr<Stream>;

Task<void> killed(TestRuntime& rt) {
    RedisServer server;
    World world(rt);
    const auto cache = world.cache(World::config(server.port()));
    co_await world.until_up(*cache);
    EXPECT_EQ(world.gauge("confab_shared_cache_up"), 1);
    Result<void> done = co_await cache->put("key", "value", Duration(60'000));
    EXPECT_TRUE(done.has_value());

    server.kill();
    co_await world.until_down(*cache);
    std::function<bool()> noticed = [&world] {
        return world.gauge("confab_shared_cache_up") == 0;
    };
    co_await world.until("the gauge shows it", std::move(noticed));
    const std::uint64_t errors = world.counter("confab_shared_cache_errors_total");
    for (int i = 0; i < 100; ++i) {
        const auto found = co_await cache->get("key");
        EXPECT_EQ(found.error().code(), Errc::unavailable);
        EXPECT_EQ(found.error().delivery(), Delivery::not_sent);
    }
    EXPECT_EQ(world.counter("confab_shared_cache_errors_total"), errors) << "nothing was asked";
    EXPECT_EQ(world.log.count("redis is away"), 1u);

    server.start();
    co_await world.until_up(*cache);
    EXPECT_EQ(world.gauge("confab_shared_cache_up"), 1);
    EXPECT_EQ(world.log.count("redis is away"), 1u) << "every attempt was logged";
    EXPECT_EQ(world.log.count("redis is back"), 1u);
    EXPECT_EQ(world.counter("confab_redis_reconnects_total"), 1u);
    // The new server knows no script.
    const Result<bool> leased = co_await cache->lease("key", Duration(60'000));
    EXPECT_TRUE(leased && *leased);
    done = co_await cache->put("key", "again", Duration(60'000));
    EXPECT_TRUE(done.has_value());
    const auto found = co_await cache->get("key");
    EXPECT_TRUE(found && *found == "again");
    co_await cache->stop();
    EXPECT_EQ(world.gauge("confab_shared_cache_up"), 0);
}

TEST(RedisFaults, AKilledServerFailsFastAndComesBackByItself) {
    TestRuntime rt;
    rt.run(killed(rt));
}

Task<void> absent(TestRuntime& rt) {
    RedisServer server;
    server.kill();
    World world(rt);
    const auto client = world.client(World::config(server.port()));
    std::function<bool()> noticed = [&world] {
        return world.log.count("redis is away") == 1;
    };
    co_await world.until("its absence is logged", std::move(noticed));
    co_await expect(*client, "PING", "unavailable, not sent");
    server.start();
    co_await world.until_up(*client);
    co_await expect(*client, "PING", "PONG");
    co_await client->stop();
}

TEST(RedisFaults, AServerMayComeLater) {
    TestRuntime rt;
    rt.run(absent(rt));
}

Task<void> stopped(TestRuntime& rt) {
    RedisServer server;
    World world(rt);
    core::RedisConfig config = World::config(server.port());
    config.command_timeout = Duration(400);
    config.connect_timeout = Duration(400);
    config.stall = Duration(600);
    const auto cache = world.cache(std::move(config));
    co_await world.until_up(*cache);
    server.pause();
    const auto first = co_await cache->get("key");
    EXPECT_EQ(first.error().code(), Errc::timeout);
    EXPECT_EQ(first.error().delivery(), Delivery::maybe_sent);
    EXPECT_EQ(world.counter("confab_shared_cache_timeouts_total"), 1u);
    EXPECT_FALSE(cache->is_up()) << "only the first pays";
    const auto second = co_await cache->get("key");
    EXPECT_EQ(second.error().code(), Errc::unavailable);
    std::function<bool()> given_up = [&world] {
        return world.log.count("redis is away") == 1;
    };
    co_await world.until("it is treated as away", std::move(given_up));
    EXPECT_EQ(world.gauge("confab_shared_cache_up"), 0);
    server.resume();
    co_await world.until_up(*cache);
    const auto third = co_await cache->get("key");
    EXPECT_TRUE(third.has_value());
    co_await cache->stop();
}

TEST(RedisFaults, AStoppedServerIsTreatedAsAwayUntilItAnswersAgain) {
    TestRuntime rt;
    rt.run(stopped(rt));
}

/// Stands between client and server and cuts a connection after so many bytes of replies.
class Proxy {
public:
    static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

    Proxy(World& world, std::uint16_t server_port)
        : world_(world),
          server_port_(server_port),
          listener_(world.transport.listen(ListenOptions()).value()) {
        world_.runtime.tasks().spawn("proxy", serve(*this));
    }
    std::uint16_t port() const { return listener_->port(); }
    std::size_t cut_after = kNever;
    std::size_t cuts = 0;

private:
    static Task<void> serve(Proxy& proxy) {
        for (;;) {
            Result<StreamPtr> client = co_await proxy.listener_->accept();
            if (!client) co_return;
            Endpoint endpoint("127.0.0.1", proxy.server_port_, false);
            Result<StreamPtr> server = co_await proxy.world_.transport.connect(std::move(endpoint));
            if (!server) continue;
            const std::shared_ptr<Stream> front = std::move(*client);  // shared by the two directions
            const std::shared_ptr<Stream> back = std::move(*server);
            proxy.world_.runtime.tasks().spawn("up", pump(proxy, front, back, false));
            proxy.world_.runtime.tasks().spawn("down", pump(proxy, back, front, true));
        }
    }
    static Task<void> pump(Proxy& proxy, std::shared_ptr<Stream> from, std::shared_ptr<Stream> to,
                           bool replies) {
        std::vector<char> buffer(4096);
        std::size_t carried = 0;
        for (;;) {
            const Result<std::size_t> n = co_await from->read_some(buffer);
            if (!n) break;
            const std::size_t left = replies ? proxy.cut_after - carried : Proxy::kNever;
            const std::size_t count = std::min(*n, left);
            const Result<void> sent = co_await to->write(std::string_view(buffer.data(), count));
            if (!sent) break;
            carried += replies && proxy.cut_after != kNever ? count : 0;
            if (count < *n) {
                ++proxy.cuts;
                break;
            }
        }
        // Also ends the other direction.
        from->expires_after(Duration(0));
        to->expires_after(Duration(0));
    }

    World& world_;
    std::uint16_t server_port_;
    std::unique_ptr<Listener> listener_;
};

Task<void> cut(TestRuntime& rt) {
    const RedisServer server;
    World world(rt);
    Proxy proxy(world, server.port());
    const auto direct = world.client(World::config(server.port()));
    co_await world.until_up(*direct);
    const std::string value(50'000, 'v');
    std::string set = "SET k " + value;
    co_await expect(*direct, std::move(set), "OK");

    const auto client = world.client(World::config(proxy.port()));
    co_await world.until_up(*client);
    proxy.cut_after = 20'000;
    co_await expect(*client, "GET k", "unavailable, maybe sent");
    EXPECT_EQ(proxy.cuts, 1u);
    co_await world.until_down(*client);
    proxy.cut_after = Proxy::kNever;
    co_await world.until_up(*client);
    co_await expect(*client, "GET k", value);
    EXPECT_EQ(world.counter("confab_redis_reconnects_total"), 1u);

    // Within the greeting, in every place: never up, never stuck.
    for (std::size_t bytes = 0; bytes < std::string_view("+OK\r\n+PONG\r\n").size(); ++bytes) {
        proxy.cut_after = bytes;
        const std::size_t cuts = proxy.cuts;
        const auto unlucky = world.client(World::config(proxy.port()));
        std::function<bool()> was_cut = [&proxy, cuts] {
            return proxy.cuts > cuts;
        };
        co_await world.until("the greeting was cut", std::move(was_cut));
        EXPECT_FALSE(unlucky->is_up()) << bytes;
        proxy.cut_after = Proxy::kNever;
        co_await world.until_up(*unlucky);
        co_await expect(*unlucky, "PING", "PONG");
        co_await unlucky->stop();
    }
    co_await client->stop();
    co_await direct->stop();
}

TEST(RedisFaults, AConnectionCutWithinAReplyIsReplaced) {
    TestRuntime rt;
    rt.run(cut(rt));
}

/// Answers everything with the same bytes.
Task<void> say(StreamPtr stream, std::string bytes) {
    std::vector<char> buffer(4096);
    for (;;) {
        const Result<std::size_t> n = co_await stream->read_some(buffer);
        if (!n) break;
        const Result<void> said = co_await stream->write(bytes);
        if (!said) break;
    }
}

Task<void> serve(Listener& listener, core::TaskScope& tasks, std::string bytes, std::size_t& served) {
    for (;;) {
        Result<StreamPtr> stream = co_await listener.accept();
        if (!stream) co_return;
        ++served;
        tasks.spawn("stranger", say(std::move(*stream), bytes));
    }
}

Task<void> strangers(TestRuntime& rt) {
    for (const char* bytes : {"HTTP/1.1 400 Bad Request\r\n\r\n", "$99999999999\r\n", "*9\r\n*9\r\n*9\r\n",
                              "+OK\r\n", "+PONG\r\n+MORE\r\n", ":1\r\n", "-LOADING x\r\n", ":1\r"}) {
        World world(rt);
        const auto listener = world.transport.listen(ListenOptions()).value();
        std::size_t served = 0;
        core::TaskScope tasks(rt.executor(), rt.log());
        tasks.spawn("listener", serve(*listener, tasks, bytes, served));
        core::RedisConfig config = World::config(listener->port());
        config.connect_timeout = Duration(100);
        config.command_timeout = Duration(100);
        const auto client = world.client(std::move(config));
        bool was_up = false;
        client->on_state([&was_up](bool up) { was_up = was_up || up; });
        std::function<bool()> served_twice = [&served] {
            return served >= 2;
        };
        co_await world.until("it has tried again", std::move(served_twice));
        EXPECT_FALSE(was_up) << bytes;
        EXPECT_EQ(world.log.count("going on without it"), 1u) << bytes;
        co_await client->stop();
        tasks.cancel();
        co_await tasks.join();
    }
}

TEST(RedisFaults, AServerThatIsNoRedisIsNeverUsed) {
    TestRuntime rt;
    rt.run(strangers(rt));
}

Task<void> leaves(TestRuntime& rt) {
    RedisServer server;
    World world(rt);
    const auto client = world.client(World::config(server.port()));
    co_await world.until_up(*client);
    server.pause();
    core::TaskScope callers(rt.executor(), rt.log());
    std::string got;
    callers.spawn("caller", [](core::RedisClient& c, std::string& out) -> Task<void> {
        out = co_await ask(c, "PING");
    }(*client, got));
    std::function<bool()> sent = [&world, before = world.counter("confab_redis_bytes_out_total")] {
        return world.counter("confab_redis_bytes_out_total") > before;
    };
    co_await world.until("the command was sent", std::move(sent));
    co_await client->stop();
    co_await callers.join();
    EXPECT_EQ(got, "unavailable, maybe sent");
    EXPECT_EQ(world.log.count("redis is away"), 0u) << "our own wish is no news";
}

TEST(RedisFaults, StoppingTheClientEndsWhatWaits) {
    TestRuntime rt;
    rt.run(leaves(rt));
}

}  // namespace
}  // namespace confab::test
