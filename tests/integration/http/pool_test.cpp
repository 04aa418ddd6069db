#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

Task<void> loop_turns(TestRuntime& rt) {
    co_await rt.clock().sleep(Duration(20));
}

/// Two connections: the first answers once and then treats the second request as `then` says.
Task<void> stale(TestRuntime& rt, Script then, bool use_post, bool idempotent, bool replayed) {
    World world(rt, without_retries());
    Script first{Step::read(), Step::answer("one")};
    first.insert(first.end(), then.begin(), then.end());
    ScriptedServer server(world, {first, {Step::read(), Step::answer("two"), Step::wait()}});
    const auto one = co_await get(world, server.url("/1"));
    EXPECT_TRUE(one && one->body == "one");
    HttpRequest request(use_post ? "POST" : "GET", server.url("/2"));
    request.idempotent = idempotent;
    const auto two = co_await world.client.send(std::move(request));
    EXPECT_EQ(two.has_value(), replayed);
    EXPECT_EQ(server.connections, replayed ? 2u : 1u);
    EXPECT_EQ(world.count("confab_http_stale_replays_total"), replayed ? 1u : 0u);
    if (two) {
        EXPECT_EQ(two->attempts, 1u) << "the replay is no retry";
    }
    if (!two) {
        EXPECT_EQ(two.error().delivery(), Delivery::maybe_sent);
    }
}

TEST(HttpPool, ReplaysAnIdempotentRequestThatMetAClosingConnection) {
    TestRuntime closing, dropping, declared;
    closing.run(stale(closing, {Step::read(), Step::close()}, false, false, true));
    dropping.run(stale(dropping, {Step::read(), Step::abort()}, false, false, true));
    declared.run(stale(declared, {Step::read(), Step::close()}, true, true, true));
}

TEST(HttpPool, NeverReplaysAPlainPost) {
    TestRuntime rt;
    rt.run(stale(rt, {Step::read(), Step::close()}, true, false, false));
}

Task<void> half_answer(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(
        world, {{Step::read(), Step::answer("one"), Step::read(), Step::write("HTTP/1.1 2"), Step::close()},
                {Step::read(), Step::answer("two")}});
    const auto one = co_await get(world, server.url());
    const auto two = co_await get(world, server.url());
    EXPECT_TRUE(one.has_value());
    EXPECT_FALSE(two.has_value()) << "an answer had begun: this is not the race";
    EXPECT_EQ(server.connections, 1u);
}

TEST(HttpPool, DoesNotReplayOnceAnAnswerHasBegun) {
    TestRuntime rt;
    rt.run(half_answer(rt));
}

Task<void> closed_while_idle(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(world, {{Step::read(), Step::answer("one"), Step::close()},
                                  {Step::read(), Step::answer("two"), Step::wait()}});
    const auto one = co_await get(world, server.url());
    EXPECT_TRUE(one.has_value());
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 1);
    co_await loop_turns(rt);
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0) << "the watch saw the server's FIN";
    const auto two = co_await post(world, server.url());
    EXPECT_TRUE(two && two->body == "two");
    EXPECT_EQ(world.count("confab_http_stale_replays_total"), 0u);
}

TEST(HttpPool, NeverUsesAConnectionThatTheServerClosed) {
    TestRuntime rt;
    rt.run(closed_while_idle(rt));
}

/// A handler that holds every request until told.
class Gate {
public:
    HttpHandler handler() {
        return [this](HttpServerRequest&) -> Task<HttpServerResponse> {
            ++inside;
            most = std::max(most, inside);
            Signal here;
            waiting_.push_back(&here);
            if (!open_) co_await here.wait();
            --inside;
            co_return HttpServerResponse(200, "ok");
        };
    }
    void open() {
        open_ = true;
        for (Signal* signal : waiting_) signal->notify();
    }
    int inside = 0;
    int most = 0;

private:
    bool open_ = false;
    std::vector<Signal*> waiting_;
};

Task<void> one_of_many(World& world, std::string url, int& good, Errc& failure,
                       HttpLane lane = HttpLane::interactive) {
    HttpRequest request = HttpRequest::get(std::move(url));
    request.lane = lane;
    const auto response = co_await world.client.send(std::move(request));
    if (response && response->ok()) ++good;
    if (!response) failure = response.error().code();
}

Task<void> limits(TestRuntime& rt) {
    World world(rt, without_retries());
    Gate a, b, c;
    const auto server_a = world.serve(a.handler()), server_b = world.serve(b.handler()),
               server_c = world.serve(c.handler());
    core::TaskScope tasks(rt.executor(), rt.log());
    int good = 0;
    Errc failure = Errc::internal;
    for (int i = 0; i < 8; ++i)
        for (const auto* server : {&server_a, &server_b, &server_c})
            tasks.spawn("request", one_of_many(world, World::url(**server), good, failure));
    co_await loop_turns(rt);
    EXPECT_LE(a.inside, 5);
    EXPECT_LE(b.inside, 5);
    EXPECT_EQ(a.inside + b.inside + c.inside, 10);
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 10);
    EXPECT_EQ(world.gauge("confab_http_pool_waiting"), 14);
    for (int i = 0; i < 3; ++i)
        tasks.spawn("stream", one_of_many(world, World::url(*server_a), good, failure, HttpLane::stream));
    co_await loop_turns(rt);
    EXPECT_EQ(a.inside + b.inside + c.inside, 13) << "the stream lane is counted apart";
    a.open();
    b.open();
    c.open();
    co_await tasks.join();
    EXPECT_EQ(good, 27);
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0);
    EXPECT_EQ(world.gauge("confab_http_pool_waiting"), 0);
}

TEST(HttpPool, OpensTenConnectionsAndFivePerHost) {
    TestRuntime rt;
    rt.run(limits(rt));
}

Task<void> overload(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    config.pool.max_per_host = 1;
    config.pool.queue_limit = 2;
    config.pool.queue_timeout = Duration(50);
    World world(rt, std::move(config));
    Gate gate;
    const auto server = world.serve(gate.handler());
    core::TaskScope tasks(rt.executor(), rt.log());
    int good = 0;
    Errc failure = Errc::internal;
    for (int i = 0; i < 3; ++i)
        tasks.spawn("request", one_of_many(world, World::url(*server), good, failure));
    co_await rt.clock().sleep(Duration(10));
    Errc full = Errc::internal;
    co_await one_of_many(world, World::url(*server), good, full);
    EXPECT_EQ(full, Errc::overloaded) << "the queue is full";
    co_await rt.clock().sleep(Duration(100));
    EXPECT_EQ(failure, Errc::overloaded) << "they waited too long";
    gate.open();
    co_await tasks.join();
    EXPECT_EQ(good, 1);
    EXPECT_EQ(world.count("confab_http_overloaded_total"), 3u);
}

TEST(HttpPool, RefusesWhatItCannotQueue) {
    TestRuntime rt;
    rt.run(overload(rt));
}

Task<void> cancelled(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    config.pool.max_per_host = 1;
    World world(rt, std::move(config));
    ScriptedServer server(world,
                          {{Step::read(), Step::wait()}, {Step::read(), Step::answer("two"), Step::wait()}});
    int good = 0;
    Errc failure = Errc::internal;
    {
        core::TaskScope tasks(rt.executor(), rt.log());
        tasks.spawn("request", one_of_many(world, server.url(), good, failure));
        tasks.spawn("waiting", one_of_many(world, server.url(), good, failure));
        co_await loop_turns(rt);
        EXPECT_EQ(world.gauge("confab_http_pool_active"), 1);
        EXPECT_EQ(world.gauge("confab_http_pool_waiting"), 1);
        tasks.cancel();
        co_await tasks.join();
    }
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0);
    EXPECT_EQ(world.gauge("confab_http_pool_waiting"), 0);
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0) << "its answer might still come: closed, not kept";
    const auto next = co_await get(world, server.url());
    EXPECT_TRUE(next && next->body == "two");
}

TEST(HttpPool, FreesTheConnectionOfACancelledTask) {
    TestRuntime rt;
    rt.run(cancelled(rt));
}

Task<void> idle_sweep(TestRuntime& rt) {
    core::HttpConfig config;
    config.pool.idle_timeout = Duration(30);
    World world(rt, std::move(config));
    const auto server =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200, "ok"); }));
    for (int round = 0; round < 2; ++round) {
        const auto response = co_await get(world, World::url(*server));
        EXPECT_TRUE(response.has_value());
        EXPECT_EQ(world.gauge("confab_http_pool_idle"), 1);
        co_await rt.clock().sleep(Duration(100));
        EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0) << "round " << round;
    }
    EXPECT_EQ(server->accepted(), 2u);
}

TEST(HttpPool, ClosesIdleConnectionsByItself) {
    TestRuntime rt;
    rt.run(idle_sweep(rt));
}

Task<void> ask_as(World& world, std::string url, std::string caller, std::vector<std::string>& served,
                  HttpLane lane = HttpLane::interactive) {
    HttpRequest request = HttpRequest::get(std::move(url));
    request.caller = caller;
    request.lane = lane;
    const auto response = co_await world.client.send(std::move(request));
    served.push_back(response ? caller : caller + " failed");
}

Task<void> fair(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    config.pool.max_per_host = 2;
    World world(rt, std::move(config));
    const auto server = world.serve([&](HttpServerRequest&) -> Task<HttpServerResponse> {
        co_await rt.clock().sleep(Duration(5));
        co_return HttpServerResponse(200, "ok");
    });
    std::vector<std::string> served;
    core::TaskScope tasks(rt.executor(), rt.log());
    for (int i = 0; i < 20; ++i) tasks.spawn("greedy", ask_as(world, World::url(*server), "greedy", served));
    tasks.spawn("bulk", ask_as(world, World::url(*server), "bulk", served, HttpLane::bulk));
    tasks.spawn("modest", ask_as(world, World::url(*server), "modest", served));
    co_await tasks.join();
    EXPECT_EQ(served.size(), 22u);
    const auto place = [&](const char* who) {
        return std::find(served.begin(), served.end(), who) - served.begin();
    };
    EXPECT_LE(place("modest"), 4) << "came last and is served next";
    EXPECT_EQ(place("bulk"), 21) << "and bulk after all others";
}

TEST(HttpPool, IsFairBetweenCallersAndPutsBulkLast) {
    TestRuntime rt;
    rt.run(fair(rt));
}

Task<void> fair_queue(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    config.pool.max_per_host = 1;
    config.pool.queue_limit = 4;
    World world(rt, std::move(config));
    Gate gate;
    const auto server = world.serve(gate.handler());
    std::vector<std::string> served;
    core::TaskScope tasks(rt.executor(), rt.log());
    for (int i = 0; i < 5; ++i) tasks.spawn("greedy", ask_as(world, World::url(*server), "greedy", served));
    co_await loop_turns(rt);
    EXPECT_EQ(world.gauge("confab_http_pool_waiting"), 4);
    tasks.spawn("modest", ask_as(world, World::url(*server), "modest", served));
    co_await loop_turns(rt);
    EXPECT_EQ(served, std::vector<std::string>{"greedy failed"}) << "its latest made room";
    gate.open();
    co_await tasks.join();
    EXPECT_EQ(std::count(served.begin(), served.end(), "modest"), 1);
    EXPECT_EQ(std::count(served.begin(), served.end(), "greedy"), 4);
}

TEST(HttpPool, SharesItsQueueBetweenCallers) {
    TestRuntime rt;
    rt.run(fair_queue(rt));
}

Task<void> bulk(TestRuntime& rt) {
    World world(rt, without_retries());
    Gate gate;
    const auto server = world.serve(gate.handler());
    std::vector<HttpRequest> requests;
    for (int i = 0; i < 12; ++i) requests.push_back(HttpRequest::get(World::url(*server)));
    requests.push_back(HttpRequest::get("nonsense"));
    std::vector<std::size_t> done;
    std::size_t failed = 0;
    std::vector<Result<HttpResponse>> outcomes;
    const auto on_progress = [&](const HttpBulkProgress& progress) {
        done.push_back(progress.done);
        failed = progress.failed;
        EXPECT_EQ(progress.total, 13u);
    };
    const auto run = [&]() -> Task<void> {
        outcomes = co_await world.client.send_all(std::move(requests), on_progress);
    };
    core::TaskScope tasks(rt.executor(), rt.log());
    tasks.spawn("bulk", run());
    co_await loop_turns(rt);
    EXPECT_EQ(gate.inside, 4) << "one place of the host is left to whoever waits for an answer";
    gate.open();
    co_await tasks.join();
    EXPECT_EQ(outcomes.size(), 13u);
    EXPECT_EQ(failed, 1u);
    EXPECT_EQ(done.back(), 13u);
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    if (outcomes.size() == 13) {
        EXPECT_TRUE(outcomes[0] && outcomes[11] && !outcomes[12]);
    }
}

TEST(HttpPool, SendsManyWithinItsLimits) {
    TestRuntime rt;
    rt.run(bulk(rt));
}

}  // namespace
}  // namespace confab::test
