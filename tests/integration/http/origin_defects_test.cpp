// What the Python bot that this service descends from got wrong, one test each. Those that need no network
// are in tests/unit/core/http; those of the Straico API itself in tests/integration/straico.
#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

HttpRequest cacheable(std::string method, std::string url) {
    HttpRequest request(std::move(method), std::move(url));
    request.cache = HttpCache::allowed;
    return request;
}

Task<void> only_gets(TestRuntime& rt) {
    World world(rt);
    int arrived = 0;
    const auto server = world.serve(
        answering([&](HttpServerRequest&) { return HttpServerResponse(200, std::to_string(++arrived)); }));
    for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "HEAD"}) {
        arrived = 0;
        for (int i = 0; i < 2; ++i) {
            HttpRequest request = cacheable(method, World::url(*server, "/v0/models"));
            const auto response = co_await world.client.send(std::move(request));
            EXPECT_TRUE(response && !response->from_cache) << method;
        }
        EXPECT_EQ(arrived, 2) << method;
    }
}

// `use_cache and GET or endpoint in [...]`: whatever the method, some paths were cached.
TEST(OriginBotDefect, N04_OnlyGetsThatOptedInAreServedFromTheCache) {
    TestRuntime rt;
    rt.run(only_gets(rt));
}

Task<void> status(TestRuntime& rt) {
    World world(rt);
    int arrived = 0;
    const auto server = world.serve(
        answering([&](HttpServerRequest&) { return HttpServerResponse(200, std::to_string(++arrived)); }));
    for (int i = 1; i <= 3; ++i) {
        const auto response = co_await get(world, World::url(*server, "/status/1"));
        EXPECT_TRUE(response && response->body == std::to_string(i));
    }
}

TEST(OriginBotDefect, N05_WhatDidNotOptInAlwaysReachesTheServer) {
    TestRuntime rt;
    rt.run(status(rt));
}

Task<void> retried_status(TestRuntime& rt, int code) {
    World world(rt, impatient());
    int arrived = 0;
    const auto server = world.serve(
        answering([&](HttpServerRequest&) { return HttpServerResponse(++arrived == 1 ? code : 200); }));
    const auto response = co_await get(world, World::url(*server));
    EXPECT_TRUE(response && response->ok()) << code;
    EXPECT_EQ(arrived, 2) << code;
}

Task<void> retry_after(TestRuntime& rt) {
    World world(rt, impatient());
    int arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        HttpServerResponse response(++arrived == 1 ? 429 : 200);
        response.headers.add("Retry-After", "0.2");
        return response;
    }));
    const TimePoint start = rt.clock().now();
    const auto response = co_await get(world, World::url(*server));
    EXPECT_TRUE(response && response->ok());
    EXPECT_GE(rt.clock().now() - start, Duration(200)) << "what the server asked for, not the back-off";
}

// It repeated status 500 only, though its document said 5xx. (Real jitter: RetryPolicy tests.)
TEST(OriginBotDefect, N07_EveryPassingFailureIsRepeatedAsTheServerAsks) {
    for (const int code : {429, 500, 502, 503, 504}) {
        TestRuntime rt;
        rt.run(retried_status(rt, code));
    }
    TestRuntime rt;
    rt.run(retry_after(rt));
}

Task<void> everything_counted(TestRuntime& rt) {
    World world(rt, impatient());
    int arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        HttpServerResponse response(++arrived == 2 ? 503 : 200, "x");
        response.headers.add("Retry-After", "0");
        return response;
    }));
    for (int i = 0; i < 3; ++i) {
        HttpRequest request = cacheable("GET", World::url(*server, i < 2 ? "/a" : "/b"));
        co_await world.client.send(std::move(request));
    }
    const std::string text = rt.metrics().prometheus_text();
    for (const char* line :
         {"confab_http_cache_hits_total 1\n", "confab_http_cache_misses_total 2\n",
          "confab_http_cache_evicted_total 0\n", "confab_http_cache_entries 2\n",
          "confab_http_pool_active 0\n", "confab_http_pool_idle 1\n", "confab_http_pool_waiting 0\n",
          "confab_http_timeouts_total{phase=\"connect\"} 0\n",
          "confab_http_retries_total{reason=\"5xx\"} 1\n", "confab_http_connections_reused_total 2\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << " is not in\n" << text;
}

TEST(OriginBotDefect, N11_HitsMissesPoolTimeoutsAndRetriesAreAllMetrics) {
    TestRuntime rt;
    rt.run(everything_counted(rt));
}

Task<void> ask(World& world, std::string url, int& answers) {
    HttpRequest request = cacheable("GET", std::move(url));
    const auto response = co_await world.client.send(std::move(request));
    if (response && response->body == "models") ++answers;
}

Task<void> cold_gets(TestRuntime& rt) {
    World world(rt);
    int arrived = 0, answers = 0;
    const auto server = world.serve([&](HttpServerRequest&) -> Task<HttpServerResponse> {
        ++arrived;
        co_await rt.clock().sleep(Duration(30));
        co_return HttpServerResponse(200, "models");
    });
    core::TaskScope tasks(rt.executor(), rt.log());
    for (int i = 0; i < 100; ++i) tasks.spawn("ask", ask(world, World::url(*server), answers));
    co_await tasks.join();
    EXPECT_EQ(arrived, 1);
    EXPECT_EQ(answers, 100);
}

TEST(OriginBotDefect, N12_ManyColdGetsMakeOneUpstreamCall) {
    TestRuntime rt;
    rt.run(cold_gets(rt));
}

}  // namespace
}  // namespace confab::test
