// The pipeline against a stream that a test plays: no socket, no real time.
#include "core/redis/connection.hpp"

#include <gtest/gtest.h>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using core::encode_command;
using core::RedisConnection;
using core::RedisConnectionLimits;
using core::RedisReply;

/// What a server has said and heard.
class Wire {
public:
    std::string heard;
    std::string to_say;
    bool ended = false;
    bool deadline = false;
    Signal said;
    Signal heard_more;
    void say(std::string_view bytes) {
        to_say += bytes;
        said.notify();
    }
    void end() {
        ended = true;
        said.notify();
    }
};

class PlayedStream final : public Stream {
public:
    explicit PlayedStream(Wire& wire) : wire_(wire) {}
    Task<Result<std::size_t>> read_some(std::span<char> buffer) override {
        while (wire_.to_say.empty() && !wire_.ended) co_await wire_.said.wait();
        if (wire_.to_say.empty()) co_return Error(Errc::closed, "reading");
        const std::size_t n = wire_.to_say.copy(buffer.data(), buffer.size());
        wire_.to_say.erase(0, n);
        co_return n;
    }
    Task<Result<void>> write(std::string_view bytes) override {
        wire_.heard += bytes;
        wire_.heard_more.notify();
        co_return Result<void>();
    }
    void expires_after(Duration limit) override {
        wire_.deadline = true;
        if (limit == Duration(0)) wire_.end();
    }
    void expires_never() override { wire_.deadline = false; }
    Task<void> close() override { co_return; }
    std::string description() const override { return "played"; }

private:
    Wire& wire_;
};

std::string command(std::string name) {
    const std::vector<std::string> arguments{std::move(name)};
    return encode_command(arguments).value();
}

/// A connection, the wire under it, and callers that note what they got.
class World {
public:
    explicit World(TestRuntime& rt, RedisConnectionLimits limits = {})
        : connection(std::make_shared<RedisConnection>(std::make_unique<PlayedStream>(wire), rt.clock(),
                                                       limits, in, out)),
          tasks(rt.executor(), rt.log()) {
        tasks.spawn("reader", RedisConnection::read(connection));
        tasks.spawn("writer", RedisConnection::write(connection));
    }
    void call(core::TaskScope& scope, std::string name, Duration limit = Duration(20'000)) {
        scope.spawn("caller", caller(*this, std::move(name), limit));
    }
    static Task<void> caller(World& world, std::string name, Duration limit) {
        std::string bytes = command(name);
        const auto reply = co_await RedisConnection::exchange(world.connection, std::move(bytes), limit);
        world.got.push_back(name + "=" +
                            (reply ? reply->text : std::string(to_string(reply.error().code()))));
        world.answered.notify();
    }
    /// The last thing a test does: the tasks use what it owns.
    Task<void> finish() {
        connection->drop(Error(Errc::cancelled, "done"));
        co_await tasks.join();
    }
    Task<void> until_got(std::size_t count) {
        while (got.size() < count) co_await answered.wait();
    }
    /// Until the server has heard so many bytes.
    Task<void> until_heard(std::size_t bytes) {
        while (wire.heard.size() < bytes) co_await wire.heard_more.wait();
    }

    Wire wire;
    Counter in, out;
    std::shared_ptr<RedisConnection> connection;  // shared with its tasks
    std::vector<std::string> got;
    Signal answered;
    core::TaskScope tasks;
};

using Words = std::vector<std::string>;

Task<void> in_order(TestRuntime& rt) {
    World world(rt);
    for (const char* name : {"A", "B", "C"}) world.call(rt.tasks(), name);
    co_await world.until_heard(3 * command("A").size());
    EXPECT_EQ(world.wire.heard, command("A") + command("B") + command("C"));
    EXPECT_TRUE(world.wire.deadline);
    world.wire.say("+a\r\n+b\r");
    co_await world.until_got(1);
    world.wire.say("\n-ERR no\r\n");
    co_await world.until_got(3);
    EXPECT_EQ(world.got, (Words{"A=a", "B=b", "C=upstream failure"}));
    EXPECT_FALSE(world.wire.deadline) << "nothing is due";
    EXPECT_EQ(world.out.value(), world.wire.heard.size());
    EXPECT_EQ(world.in.value(), 17u);
    co_await world.finish();
}

TEST(RedisConnection, HandsOutRepliesInOrder) {
    TestRuntime rt;
    rt.run(in_order(rt));
}

Task<void> cancelled_caller(TestRuntime& rt) {
    World world(rt);
    core::TaskScope leaving(rt.executor(), rt.log());
    world.call(rt.tasks(), "A");
    co_await world.until_heard(command("A").size());
    world.call(leaving, "B");
    co_await world.until_heard(2 * command("A").size());
    world.call(rt.tasks(), "C");
    co_await world.until_heard(3 * command("A").size());
    leaving.cancel();
    co_await leaving.join();
    world.wire.say("+a\r\n+b\r\n+c\r\n");
    co_await world.until_got(2);
    EXPECT_EQ(world.got, (Words{"A=a", "C=c"}));
    co_await world.finish();
}

TEST(RedisConnection, KeepsTheOrderWhenACallerIsCancelled) {
    TestRuntime rt;
    rt.run(cancelled_caller(rt));
}

Task<void> timed_out_caller(TestRuntime& rt) {
    World world(rt);
    world.call(rt.tasks(), "A", Duration(1));
    co_await world.until_got(1);
    EXPECT_EQ(world.got, (Words{"A=timeout"}));
    EXPECT_TRUE(world.connection->is_suspect());
    world.call(rt.tasks(), "B");
    co_await world.until_heard(2 * command("A").size());
    world.wire.say("+late\r\n+b\r\n");
    co_await world.until_got(2);
    EXPECT_EQ(world.got.back(), "B=b");
    EXPECT_FALSE(world.connection->is_suspect());
    EXPECT_FALSE(world.connection->is_dropped());
    co_await world.finish();
}

TEST(RedisConnection, DiscardsTheReplyOfACallerThatTimedOut) {
    TestRuntime rt;
    rt.run(timed_out_caller(rt));
}

Task<void> counts_timeouts(TestRuntime& rt) {
    World world(rt);
    // Together: one hiccup, not three.
    for (const char* name : {"A", "B", "C"}) world.call(rt.tasks(), name, Duration(1));
    co_await world.until_got(3);
    EXPECT_FALSE(world.connection->is_dropped());
    for (const char* name : {"D", "E"}) {
        EXPECT_FALSE(world.connection->is_dropped()) << name;
        const std::size_t have = world.got.size();
        world.call(rt.tasks(), name, Duration(1));
        co_await world.until_got(have + 1);
    }
    EXPECT_TRUE(world.connection->is_dropped());
    EXPECT_EQ(world.connection->why().code(), Errc::timeout);
    co_await world.connection->ended();
    co_await world.finish();
}

TEST(RedisConnection, EndsAfterSeveralTimeoutsInARow) {
    TestRuntime rt;
    rt.run(counts_timeouts(rt));
}

Task<void> fails_all(TestRuntime& rt, std::string last_words, Errc why) {
    World world(rt);
    for (const char* name : {"A", "B"}) world.call(rt.tasks(), name);
    co_await world.until_heard(2 * command("A").size());
    world.wire.say(last_words);
    world.wire.end();
    co_await world.until_got(2);
    EXPECT_EQ(world.got, (Words{"A=a", "B=unavailable"})) << last_words;
    co_await world.connection->ended();
    EXPECT_EQ(world.connection->why().code(), why) << last_words;
    world.call(rt.tasks(), "C");
    co_await world.until_got(3);
    EXPECT_EQ(world.got.back(), "C=unavailable");
    co_await world.finish();
}

TEST(RedisConnection, FailsWhoWaitsWhenItEnds) {
    TestRuntime rt;
    rt.run(fails_all(rt, "+a\r\n", Errc::closed));
    rt.run(fails_all(rt, "+a\r\n$5\r\nhal", Errc::closed));
    rt.run(fails_all(rt, "+a\r\nHTTP\r\n", Errc::protocol));
    rt.run(fails_all(rt, "+a\r\n$99999999999\r\n", Errc::too_large));
}

Task<void> unasked(TestRuntime& rt) {
    World world(rt);
    world.wire.say("+surprise\r\n");
    co_await world.connection->ended();
    EXPECT_EQ(world.connection->why().code(), Errc::protocol);
    co_await world.finish();
}

TEST(RedisConnection, EndsOnAReplyThatNobodyAskedFor) {
    TestRuntime rt;
    rt.run(unasked(rt));
}

Task<void> bounded(TestRuntime& rt) {
    RedisConnectionLimits limits;
    limits.max_pending = 2;
    World world(rt, limits);
    for (const char* name : {"A", "B", "C"}) world.call(rt.tasks(), name);
    co_await world.until_got(1);
    EXPECT_EQ(world.got, (Words{"C=overloaded"}));
    world.wire.say("+a\r\n+b\r\n");
    co_await world.until_got(3);
    const std::string huge(limits.max_unsent + 1, 'x');
    const auto refused = co_await RedisConnection::exchange(world.connection, huge, Duration(1'000));
    EXPECT_EQ(refused.error().code(), Errc::overloaded);
    EXPECT_EQ(refused.error().delivery(), Delivery::not_sent);
    co_await world.finish();
}

TEST(RedisConnection, BoundsWhatWaits) {
    TestRuntime rt;
    rt.run(bounded(rt));
}

}  // namespace
}  // namespace confab::test
