#include "tests/integration/http/world.hpp"

namespace confab::test {
namespace {

Task<void> echo_round_trip(TestRuntime& rt) {
    World world(rt);
    const auto server = world.serve(answering([](HttpServerRequest& request) {
        HttpServerResponse response(201, request.method + " " + request.target + " " + request.body,
                                    "text/plain");
        response.headers.add("X-Seen", std::string(request.headers.get("X-Asked")));
        return response;
    }));
    HttpRequest request("POST", World::url(*server, "/path?q=1"));
    request.headers.add("X-Asked", "yes");
    request.body = "body";
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response.has_value()) << response.error().message();
    if (!response) co_return;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, "POST /path?q=1 body");
    EXPECT_EQ(response->headers.get("x-seen"), "yes");
    EXPECT_EQ(response->attempts, 1u);
}

TEST(HttpClient, SendsARequestAndReadsTheAnswer) {
    TestRuntime rt;
    rt.run(echo_round_trip(rt));
}

Task<void> many_in_a_row(TestRuntime& rt) {
    World world(rt);
    const auto server =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200, "ok"); }));
    for (int i = 0; i < 50; ++i) {
        const auto response = co_await world.client.send(HttpRequest::get(World::url(*server)));
        EXPECT_TRUE(response && response->body == "ok");
    }
    EXPECT_EQ(server->accepted(), 1u);
    EXPECT_EQ(world.count("confab_http_connections_opened_total"), 1u);
    EXPECT_EQ(world.count("confab_http_connections_reused_total"), 49u);
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 1);
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0);
}

TEST(HttpClient, KeepsOneConnectionForRequestsInARow) {
    TestRuntime rt;
    rt.run(many_in_a_row(rt));
}

}  // namespace
}  // namespace confab::test
