// Hosts that fail: breaker, hedging, stale answers, retry storms.
#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

Task<void> ask_busy(World& world, std::string url, int times) {
    for (int i = 0; i < times; ++i) {
        const auto response = co_await get(world, url);
        EXPECT_TRUE(response && response->status == 503);
    }
}

Task<void> storm(TestRuntime& rt) {
    core::HttpConfig config = impatient();
    config.breaker.enabled = false;  // the budget alone
    World world(rt, config);
    std::uint64_t arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        ++arrived;
        return HttpServerResponse(503);
    }));
    co_await ask_busy(world, World::url(*server), 50);  // spends the budget
    EXPECT_LE(arrived, 50u + 20u);
    arrived = 0;
    co_await ask_busy(world, World::url(*server), 500);
    EXPECT_LE(arrived, 600u) << "20 % extra at most";
    EXPECT_GE(world.count("confab_http_retry_budget_exhausted_total"), 400u);
}

TEST(HttpResilience, ARetryStormCostsAtMostAFifthMore) {
    TestRuntime rt;
    rt.run(storm(rt));
}

Task<void> storm_against_breaker(TestRuntime& rt) {
    World world(rt, impatient());
    std::uint64_t arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        ++arrived;
        return HttpServerResponse(503);
    }));
    const auto healthy = world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200); }));
    std::optional<Error> refusal;
    for (int i = 0; i < 100; ++i) {
        const auto response = co_await post(world, World::url(*server));
        if (!response) refusal = response.error();
    }
    EXPECT_EQ(arrived, 5u);
    EXPECT_TRUE(refusal && refusal->code() == Errc::unavailable && refusal->delivery() == Delivery::not_sent);
    EXPECT_TRUE(refusal && refusal->retry_after() && *refusal->retry_after() > Duration(1'000));
    EXPECT_EQ(world.count("confab_http_breaker_opened_total"), 1u);
    EXPECT_EQ(world.gauge("confab_http_breakers_open"), 1);
    const auto other = co_await post(world, World::url(*healthy));
    EXPECT_TRUE(other && other->ok()) << "other hosts are unaffected";
}

TEST(HttpResilience, LeavesAHostAloneThatKeepsFailing) {
    TestRuntime rt;
    rt.run(storm_against_breaker(rt));
}

Task<void> recovery(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    config.breaker.open = Duration(30);
    World world(rt, config);
    bool well = false;
    const auto server =
        world.serve(answering([&](HttpServerRequest&) { return HttpServerResponse(well ? 200 : 500); }));
    for (int i = 0; i < 6; ++i) co_await get(world, World::url(*server));
    EXPECT_EQ(world.gauge("confab_http_breakers_open"), 1);
    well = true;
    for (bool answered = false; !answered;) {
        const auto response = co_await get(world, World::url(*server));
        answered = response.has_value();
        co_await rt.clock().sleep(Duration(10));
    }
    EXPECT_EQ(world.gauge("confab_http_breakers_open"), 0);
}

TEST(HttpResilience, ComesBackByItself) {
    TestRuntime rt;
    rt.run(recovery(rt));
}

/// Answers the first request never, the others at once.
Task<void> hedge(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(
        world, {{Step::read(), Step::wait()}, {Step::read(), Step::answer("second"), Step::wait()}});
    HttpRequest request = HttpRequest::get(server.url());
    request.hedge_after = Duration(30);
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response && response->body == "second");
    EXPECT_EQ(server.requests.size(), 2u);
    EXPECT_EQ(world.count("confab_http_hedges_total"), 1u);
    EXPECT_EQ(world.count("confab_http_hedges_won_total"), 1u);
    co_await rt.clock().sleep(Duration(20));
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0) << "the loser was cancelled";
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 1);
}

TEST(HttpResilience, HedgesASlowGet) {
    TestRuntime rt;
    rt.run(hedge(rt));
}

Task<void> no_hedge(TestRuntime& rt) {
    World world(rt, without_retries());
    int arrived = 0;
    const auto server = world.serve([&](HttpServerRequest&) -> Task<HttpServerResponse> {
        ++arrived;
        co_await rt.clock().sleep(Duration(60));
        co_return HttpServerResponse(200, "late");
    });
    HttpRequest slow("POST", World::url(*server));
    slow.hedge_after = Duration(10);
    const auto posted = co_await world.client.send(std::move(slow));
    EXPECT_TRUE(posted.has_value());
    EXPECT_EQ(arrived, 1) << "never a POST";
    HttpRequest quick = HttpRequest::get(World::url(*server));
    quick.hedge_after = Duration(10'000);
    const auto got = co_await world.client.send(std::move(quick));
    EXPECT_TRUE(got.has_value());
    EXPECT_EQ(arrived, 2) << "nor what answers in time";
}

TEST(HttpResilience, HedgesNothingElse) {
    TestRuntime rt;
    rt.run(no_hedge(rt));
}

HttpRequest cacheable(std::string url) {
    HttpRequest request = HttpRequest::get(std::move(url));
    request.cache = HttpCache::allowed;
    return request;
}

Task<void> ask_stale(World& world, std::string url, int& stale) {
    HttpRequest request = cacheable(std::move(url));
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response && response->body == "good" && response->stale && response->from_cache);
    if (response && response->stale) ++stale;
}

Task<void> stale_if_error(TestRuntime& rt) {
    World world(rt, without_retries());
    int arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        if (++arrived > 1) return HttpServerResponse(500, "bad");
        HttpServerResponse response(200, "good");
        response.headers.add("Cache-Control", "max-age=0, stale-if-error=60");
        response.headers.add("ETag", "\"1\"");
        return response;
    }));
    HttpRequest first = cacheable(World::url(*server));
    const auto fresh = co_await world.client.send(std::move(first));
    EXPECT_TRUE(fresh && fresh->body == "good" && !fresh->stale);
    int stale = 0;
    core::TaskScope tasks(rt.executor(), rt.log());
    for (int i = 0; i < 10; ++i) tasks.spawn("ask", ask_stale(world, World::url(*server), stale));
    co_await tasks.join();
    EXPECT_EQ(stale, 10);
    EXPECT_EQ(arrived, 2) << "one asked for all";
    EXPECT_EQ(world.count("confab_http_cache_stale_total"), 10u);
}

TEST(HttpResilience, ServesWhatItHasWhenTheOriginFails) {
    TestRuntime rt;
    rt.run(stale_if_error(rt));
}

Task<void> stale_while_revalidating(TestRuntime& rt) {
    World world(rt, without_retries());
    int arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        HttpServerResponse response(200, "version " + std::to_string(++arrived));
        response.headers.add("Cache-Control",
                             arrived == 1 ? "max-age=0, stale-while-revalidate=60" : "max-age=60");
        return response;
    }));
    HttpRequest first = cacheable(World::url(*server)), second = first, third = first;
    co_await world.client.send(std::move(first));
    const auto stale = co_await world.client.send(std::move(second));
    EXPECT_TRUE(stale && stale->body == "version 1" && stale->stale) << "at once";
    while (world.gauge("confab_http_pool_active") > 0 || arrived < 2) co_await rt.clock().sleep(Duration(5));
    const auto renewed = co_await world.client.send(std::move(third));
    EXPECT_TRUE(renewed && renewed->body == "version 2" && !renewed->stale);
    EXPECT_EQ(arrived, 2);
    co_await world.client.stop();
}

TEST(HttpResilience, ServesWhatItHasWhileFetchingAnew) {
    TestRuntime rt;
    rt.run(stale_while_revalidating(rt));
}

Task<void> attempt_limit(TestRuntime& rt) {
    core::HttpConfig config = impatient();
    config.retry.attempt_timeout = Duration(50);
    World world(rt, config);
    ScriptedServer server(
        world, {{Step::read(), Step::wait()}, {Step::read(), Step::answer("second"), Step::wait()}});
    const auto response = co_await get(world, server.url());
    EXPECT_TRUE(response && response->body == "second");
    EXPECT_EQ(world.count("confab_http_timeouts_total", "phase=\"first_byte\""), 1u);
    EXPECT_EQ(world.count("confab_http_retries_total", "reason=\"timeout\""), 1u);
}

TEST(HttpResilience, ALostAnswerLeavesTimeForAnotherAttempt) {
    TestRuntime rt;
    rt.run(attempt_limit(rt));
}

}  // namespace
}  // namespace confab::test
