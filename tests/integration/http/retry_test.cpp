#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

std::string status(int code, const std::string& fields = {}) {
    return "HTTP/1.1 " + std::to_string(code) + " X\r\n" + fields + "Content-Length: 0\r\n\r\n";
}

Task<void> busy_then_fine(TestRuntime& rt) {
    World world(rt, impatient());
    ScriptedServer server(world, {{Step::read(), Step::write(status(503, "Retry-After: 0\r\n")), Step::read(),
                                   Step::write(status(429, "Retry-After: 0.01\r\n")), Step::read(),
                                   Step::answer("ok"), Step::wait()}});
    const auto response = co_await post(world, server.url());
    EXPECT_TRUE(response && response->body == "ok");
    if (response) {
        EXPECT_EQ(response->attempts, 3u);
    }
    EXPECT_EQ(world.count("confab_http_retries_total", "reason=\"5xx\""), 1u);
    EXPECT_EQ(world.count("confab_http_retries_total", "reason=\"429\""), 1u);
    EXPECT_EQ(server.connections, 1u) << "a refusal does not cost the connection";
}

TEST(HttpRetry, RepeatsWhatTheServerRefusedForNow) {
    TestRuntime rt;
    rt.run(busy_then_fine(rt));
}

Task<void> gives_up(TestRuntime& rt) {
    World world(rt, impatient());
    const auto server =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(503, "busy"); }));
    const auto response = co_await get(world, World::url(*server));
    EXPECT_TRUE(response && response->status == 503 && response->body == "busy")
        << "the last answer is the result";
    if (response) {
        EXPECT_EQ(response->attempts, 3u);
    }
}

TEST(HttpRetry, GivesUpAfterTwoRetries) {
    TestRuntime rt;
    rt.run(gives_up(rt));
}

Task<void> long_wait(TestRuntime& rt) {
    World world(rt, impatient());
    const auto server = world.serve(answering([](HttpServerRequest&) {
        HttpServerResponse response(429);
        response.headers.add("Retry-After", "3600");
        return response;
    }));
    const auto response = co_await get(world, World::url(*server));
    EXPECT_TRUE(response && response->status == 429);
    if (response) {
        EXPECT_EQ(response->attempts, 1u) << "an hour is longer than the time left: tell the caller now";
    }
}

TEST(HttpRetry, DoesNotWaitLongerThanItsTime) {
    TestRuntime rt;
    rt.run(long_wait(rt));
}

Task<void> count_attempts(TestRuntime& rt, std::string method, bool idempotent, bool retry, int code,
                          unsigned expected) {
    World world(rt, impatient());
    unsigned seen = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        ++seen;
        return HttpServerResponse(code);
    }));
    HttpRequest request(method, World::url(*server));
    request.idempotent = idempotent;
    request.retry = retry;
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response && response->status == code);
    EXPECT_EQ(seen, expected) << method << " answered with " << code;
}

TEST(HttpRetry, RepeatsOnlyWhatIsSafeToRepeat) {
    TestRuntime rt;
    rt.run(count_attempts(rt, "GET", false, true, 500, 3));
    rt.run(count_attempts(rt, "POST", false, true, 500, 1));
    rt.run(count_attempts(rt, "POST", true, true, 500, 3));
    rt.run(count_attempts(rt, "POST", false, true, 504, 1));
    rt.run(count_attempts(rt, "PUT", false, true, 502, 3));
    rt.run(count_attempts(rt, "GET", false, true, 404, 1));
    rt.run(count_attempts(rt, "GET", false, false, 503, 1));
}

Task<void> count_requests(TestRuntime& rt, bool idempotent, std::size_t expected) {
    World world(rt, impatient());
    ScriptedServer server(world, {{Step::read(), Step::abort()}});
    HttpRequest request("POST", server.url());
    request.idempotent = idempotent;
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_FALSE(response.has_value());
    if (!response) {
        EXPECT_EQ(response.error().delivery(), Delivery::maybe_sent);
    }
    EXPECT_EQ(server.requests.size(), expected);
}

TEST(HttpRetry, NeverRepeatsAPostThatMayHaveBeenReceived) {
    TestRuntime rt;
    rt.run(count_requests(rt, false, 1));
    rt.run(count_requests(rt, true, 3));
}

Task<void> total_time(TestRuntime& rt) {
    core::HttpConfig config;
    config.retry.base = Duration(400);
    config.retry.max = 50;
    World world(rt, std::move(config));
    const auto server = world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(503); }));
    HttpRequest request = HttpRequest::get(World::url(*server));
    request.timeout = Duration(150);
    const TimePoint start = rt.clock().now();
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response && response->status == 503);
    EXPECT_LT(rt.clock().now() - start, Duration(2'000)) << "all attempts share one deadline";
}

TEST(HttpRetry, KeepsOneDeadlineOverAllAttempts) {
    TestRuntime rt;
    rt.run(total_time(rt));
}

Task<void> redirects(TestRuntime& rt) {
    World world(rt);
    std::string other_saw = "nothing";
    const auto other = world.serve(answering([&](HttpServerRequest& request) {
        other_saw = std::string(request.headers.get("Authorization")) + "|" +
                    std::string(request.headers.get("Accept"));
        return HttpServerResponse(200, "other");
    }));
    std::string same_saw;
    const auto server = world.serve(answering([&](HttpServerRequest& request) {
        HttpServerResponse response(302);
        if (request.path() == "/away") response.headers.add("Location", World::url(*other, "/landed"));
        if (request.path() == "/here") response.headers.add("Location", "/final?x");
        if (request.path() == "/loop") response.headers.add("Location", "/loop");
        if (request.path() == "/odd") response.headers.add("Location", "gopher://x/");
        if (request.path() == "/final") {
            same_saw = std::string(request.headers.get("Authorization"));
            return HttpServerResponse(200, "final");
        }
        return response;
    }));
    const auto ask = [&](std::string method, std::string target) {
        HttpRequest request(std::move(method), World::url(*server, target));
        request.headers.add("Authorization", "Bearer secret");
        request.headers.add("Accept", "text/x");
        return world.client.send(std::move(request));
    };
    const auto here = co_await ask("GET", "/here");
    EXPECT_TRUE(here && here->body == "final");
    EXPECT_EQ(same_saw, "Bearer secret");
    const auto away = co_await ask("GET", "/away");
    EXPECT_TRUE(away && away->body == "other");
    EXPECT_EQ(other_saw, "|text/x") << "credentials stay with their origin";
    const auto loop = co_await ask("GET", "/loop");
    EXPECT_EQ(loop.error().code(), Errc::protocol);
    const auto odd = co_await ask("GET", "/odd");
    EXPECT_EQ(odd.error().code(), Errc::invalid_argument);
    const auto posted = co_await ask("POST", "/here");
    EXPECT_TRUE(posted && posted->status == 302) << "only GET and HEAD are followed";
}

TEST(HttpRetry, FollowsRedirectsWithoutCarryingCredentialsAway) {
    TestRuntime rt;
    rt.run(redirects(rt));
}

}  // namespace
}  // namespace confab::test
