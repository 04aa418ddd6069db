#include "core/redis/client.hpp"

#include "tests/integration/net/certificates.hpp"
#include "tests/integration/redis/world.hpp"

namespace confab::test {
namespace {

Task<void> talks(TestRuntime& rt) {
    const RedisServer server;
    World world(rt);
    core::RedisConfig config = World::config(server.port());
    config.db = 3;
    config.client_name = "confab-test";
    const auto client = world.client(std::move(config));
    co_await expect(*client, "PING", "unavailable, not sent");
    co_await world.until_up(*client);
    co_await expect(*client, "SET k v", "OK");
    co_await expect(*client, "GET k", "v");
    co_await expect(*client, "GET other", "nil");
    co_await expect(*client, "INCR n", "1");
    co_await expect(*client, "INCR k", "upstream failure, sent");
    co_await expect(*client, "NONSENSE", "upstream failure, sent");
    co_await expect(*client, "CLIENT GETNAME", "confab-test");
    const std::string info = co_await ask(*client, "CLIENT INFO");
    EXPECT_NE(info.find(" db=3 "), std::string::npos) << info;
    std::vector<std::string> set{"SET", "binary", std::string("\0\r\n\xff", 4)};
    const auto stored = co_await client->command(std::move(set));
    EXPECT_EQ(show(stored), "OK");
    co_await expect(*client, "GET binary", std::string("\0\r\n\xff", 4));
    EXPECT_GT(world.counter("confab_redis_bytes_in_total"), 0u);
    EXPECT_GT(world.counter("confab_redis_bytes_out_total"), 0u);
    EXPECT_EQ(world.counter("confab_redis_reconnects_total"), 0u);
    co_await client->stop();
    co_await expect(*client, "PING", "unavailable, not sent");
}

TEST(RedisClient, TalksToARealServer) {
    TestRuntime rt;
    rt.run(talks(rt));
}

Task<void> echo(core::RedisClient& client, std::string word, std::size_t& right) {
    std::string words = "ECHO " + word;
    const std::string got = co_await ask(client, std::move(words));
    EXPECT_EQ(got, word);
    if (got == word) ++right;
}

Task<void> pipelines(TestRuntime& rt) {
    const RedisServer server;
    World world(rt);
    const auto client = world.client(World::config(server.port()));
    co_await world.until_up(*client);
    core::TaskScope callers(rt.executor(), rt.log());
    std::size_t right = 0;
    for (int i = 0; i < 1000; ++i)
        callers.spawn(
            "caller",
            echo(*client, std::to_string(i) + std::string(static_cast<std::size_t>(i), 'x'), right));
    co_await callers.join();
    EXPECT_EQ(right, 1000u);
    co_await client->stop();
}

TEST(RedisClient, PipelinesAThousandCommandsInOrder) {
    TestRuntime rt;
    rt.run(pipelines(rt));
}

Task<void> note(core::RedisClient& client, std::string words, std::string& out) {
    out = co_await ask(client, std::move(words));
}

// BLPOP holds up the connection until another client pushes: so the test decides when the replies come.
Task<void> cancels(TestRuntime& rt) {
    const RedisServer server;
    World world(rt);
    const auto client = world.client(World::config(server.port()));
    const auto other = world.client(World::config(server.port()));
    co_await world.until_up(*client);
    co_await world.until_up(*other);
    core::TaskScope leaving(rt.executor(), rt.log()), staying(rt.executor(), rt.log());
    std::string left, left_too;
    leaving.spawn("blocked", note(*client, "BLPOP queue 0", left));
    std::size_t right = 0;
    staying.spawn("caller", echo(*client, "first", right));
    leaving.spawn("caller", note(*client, "ECHO second", left_too));
    staying.spawn("caller", echo(*client, "third", right));
    // The other client's answer shows that a turn of the loop has passed since.
    for (;;) {
        const std::string info = co_await ask(*other, "CLIENT LIST");
        if (info.find("cmd=blpop") != std::string::npos) break;
    }
    leaving.cancel();
    co_await leaving.join();
    co_await expect(*other, "RPUSH queue item", "1");
    co_await staying.join();
    EXPECT_EQ(right, 2u);
    EXPECT_EQ(left + left_too, "") << "a cancelled caller got an answer";
    co_await expect(*client, "ECHO after", "after");
    co_await client->stop();
    co_await other->stop();
}

TEST(RedisClient, KeepsTheOrderWhenCallersAreCancelled) {
    TestRuntime rt;
    rt.run(cancels(rt));
}

Task<void> times_out(TestRuntime& rt) {
    const RedisServer server;
    World world(rt);
    const auto client = world.client(World::config(server.port()));
    const auto other = world.client(World::config(server.port()));
    co_await world.until_up(*client);
    co_await world.until_up(*other);
    std::vector<std::string> blocking{"BLPOP", "queue", "0"};
    const auto reply = co_await client->command(std::move(blocking), Duration(50));
    EXPECT_EQ(show(reply), "timeout, maybe sent");
    EXPECT_FALSE(client->is_up()) << "a reply is late";
    EXPECT_TRUE(client->is_connected());
    co_await expect(*client, "PING", "unavailable, not sent");
    co_await expect(*other, "RPUSH queue item", "1");
    co_await world.until_up(*client);
    co_await expect(*client, "ECHO after", "after");
    EXPECT_EQ(world.counter("confab_redis_reconnects_total"), 0u) << "the same connection";
    co_await client->stop();
    co_await other->stop();
}

TEST(RedisClient, AsksNothingMoreUntilALateReplyHasCome) {
    TestRuntime rt;
    rt.run(times_out(rt));
}

Task<void> passwords(TestRuntime& rt) {
    RedisServerOptions options;
    options.password = "right-horse";
    options.arguments = {"--user", "bot", "on", ">staple-of-bot", "~confab:*", "+@all"};
    const RedisServer server(std::move(options));
    World world(rt);
    core::RedisConfig config = World::config(server.port());
    config.password = Secret("right-horse");
    const auto right = world.client(config);
    config.username = "bot";
    config.password = Secret("staple-of-bot");
    const auto named = world.client(config);
    co_await world.until_up(*right);
    co_await world.until_up(*named);
    co_await expect(*right, "SET k v", "OK");
    co_await expect(*named, "SET confab:k v", "OK");
    co_await expect(*named, "SET k v", "forbidden, sent");

    config.password = Secret("battery-wrong");
    const auto wrong = world.client(config);
    config.username.clear();
    config.password = Secret();
    const auto none = world.client(config);
    std::function<bool()> both_refused = [&world] {
        return world.log.count("redis refused us") == 2;
    };
    co_await world.until("both were refused", std::move(both_refused));
    EXPECT_FALSE(wrong->is_up());
    EXPECT_FALSE(none->is_up());
    EXPECT_EQ(world.log.count("unauthorized"), 2u);
    for (const char* secret : {"right-horse", "staple-of-bot", "battery-wrong"})
        EXPECT_EQ(world.log.count(secret), 0u) << secret;
    for (const auto& client : {right.get(), named.get(), wrong.get(), none.get()}) co_await client->stop();
}

TEST(RedisClient, AuthenticatesAndSaysOnceWhenItIsRefused) {
    TestRuntime rt;
    rt.run(passwords(rt));
}

Task<void> secured(TestRuntime& rt) {
    Authority authority;
    const CertificateFiles files = authority.issue("redis.example");
    RedisServerOptions options;
    options.certificate = files.certificate;
    options.private_key = files.private_key;
    options.ca_file = authority.root();
    options.password = "over-tls";
    const RedisServer server(std::move(options));
    World world(rt);
    core::RedisConfig config = World::config(server.port());
    config.tls = true;
    config.ca_file = authority.root();
    config.server_name = "redis.example";
    config.password = Secret("over-tls");
    const auto client = world.client(config);
    co_await world.until_up(*client);
    core::TaskScope callers(rt.executor(), rt.log());
    std::size_t right = 0;
    for (int i = 0; i < 200; ++i) {
        const auto length = static_cast<std::size_t>(i) * 200;
        callers.spawn("caller", echo(*client, std::string(length, 'x') + std::to_string(i), right));
    }
    co_await callers.join();
    EXPECT_EQ(right, 200u);

    config.server_name = "other.example";
    const auto misled = world.client(config);
    std::function<bool()> refused = [&world] {
        return world.log.count("redis refused us") == 1;
    };
    co_await world.until("the certificate was refused", std::move(refused));
    EXPECT_EQ(world.log.count("another name than other.example"), 1u);
    co_await client->stop();
    co_await misled->stop();
}

TEST(RedisClient, SpeaksTlsAndVerifiesTheServer) {
    TestRuntime rt;
    rt.run(secured(rt));
}

Task<void> refusals(TestRuntime& rt) {
    RedisServerOptions full;
    full.arguments = {"--maxmemory", "1mb", "--maxmemory-policy", "noeviction"};
    const RedisServer full_server(std::move(full));
    RedisServerOptions replica;
    replica.arguments = {"--replicaof", "127.0.0.1", "1"};
    const RedisServer replica_server(std::move(replica));
    World world(rt);
    const auto client = world.client(World::config(full_server.port()));
    const auto reader = world.client(World::config(replica_server.port()));
    co_await world.until_up(*client);
    co_await world.until_up(*reader);
    std::vector<std::string> set{"SET", "k", std::string(2'000'000, 'x')};
    std::vector<std::string> more = set;
    const auto first = co_await client->command(std::move(set));
    const auto second = co_await client->command(std::move(more));
    EXPECT_FALSE(first && second);
    EXPECT_EQ(show(second), "overloaded, sent");
    EXPECT_TRUE(client->is_up()) << "a refusal is an answer";
    co_await expect(*reader, "SET k v", "unavailable, sent");
    co_await expect(*reader, "GET k", "nil");
    co_await client->stop();
    co_await reader->stop();
}

TEST(RedisClient, TellsAFullServerAndAReplicaApart) {
    TestRuntime rt;
    rt.run(refusals(rt));
}

}  // namespace
}  // namespace confab::test
