#include "tests/integration/http/world.hpp"

namespace confab::test {
namespace {

HttpRequest cached(const HttpServerHandle& server, std::string_view target = "/") {
    HttpRequest request = HttpRequest::get(World::url(server, target));
    request.cache = HttpCache::allowed;
    return request;
}

Task<void> hits(TestRuntime& rt) {
    World world(rt);
    int asked = 0;
    const auto server = world.serve(answering([&](HttpServerRequest& request) {
        ++asked;
        HttpServerResponse response(200, request.target + " " + std::to_string(asked));
        if (request.path() == "/private") response.headers.add("Cache-Control", "no-store");
        return response;
    }));
    const auto one = co_await world.client.send(cached(*server));
    const auto two = co_await world.client.send(cached(*server));
    EXPECT_TRUE(one && !one->from_cache && one->body == "/ 1");
    EXPECT_TRUE(two && two->from_cache && two->body == "/ 1");
    EXPECT_EQ(world.count("confab_http_cache_hits_total"), 1u);
    EXPECT_EQ(world.count("confab_http_cache_misses_total"), 1u);
    EXPECT_EQ(world.gauge("confab_http_cache_entries"), 1);
    const auto not_allowed = co_await world.client.send(HttpRequest::get(World::url(*server)));
    EXPECT_TRUE(not_allowed && not_allowed->body == "/ 2") << "only who allows it gets a stored answer";
    HttpRequest demanding = cached(*server);
    demanding.headers.add("Cache-Control", "no-cache");
    const auto demanded = co_await world.client.send(std::move(demanding));
    EXPECT_TRUE(demanded && demanded->body == "/ 3");
    for (int i = 0; i < 2; ++i) {
        const auto secret = co_await world.client.send(cached(*server, "/private"));
        EXPECT_TRUE(secret && !secret->from_cache);
    }
}

TEST(HttpCaching, AnswersTheSecondGetItself) {
    TestRuntime rt;
    rt.run(hits(rt));
}

Task<void> invalidates(TestRuntime& rt) {
    World world(rt);
    std::string state = "old";
    const auto server = world.serve(answering([&](HttpServerRequest& request) {
        if (request.method == "POST") state = request.body;
        if (request.method == "PUT") return HttpServerResponse(403);
        return HttpServerResponse(200, state);
    }));
    const auto before = co_await world.client.send(cached(*server, "/x"));
    EXPECT_TRUE(before && before->body == "old");
    HttpRequest refused("PUT", World::url(*server, "/x"));
    const auto no = co_await world.client.send(std::move(refused));
    EXPECT_TRUE(no && no->status == 403);
    const auto still = co_await world.client.send(cached(*server, "/x"));
    EXPECT_TRUE(still && still->from_cache) << "what was refused changed nothing";
    HttpRequest change("POST", World::url(*server, "/x"));
    change.body = "new";
    const auto done = co_await world.client.send(std::move(change));
    EXPECT_TRUE(done.has_value());
    const auto after = co_await world.client.send(cached(*server, "/x"));
    EXPECT_TRUE(after && after->body == "new");
}

TEST(HttpCaching, ForgetsWhatAnUnsafeRequestChanged) {
    TestRuntime rt;
    rt.run(invalidates(rt));
}

Task<void> validates(TestRuntime& rt) {
    World world(rt);
    int full = 0, unchanged = 0;
    const auto server = world.serve(answering([&](HttpServerRequest& request) {
        const bool known = request.headers.get("If-None-Match") == "\"v1\"";
        HttpServerResponse response(known ? 304 : 200, known ? "" : "content");
        response.headers.add("ETag", "\"v1\"");
        response.headers.add("Cache-Control", "no-cache");
        ++(known ? unchanged : full);
        return response;
    }));
    for (int i = 0; i < 3; ++i) {
        const auto response = co_await world.client.send(cached(*server));
        EXPECT_TRUE(response && response->status == 200 && response->body == "content");
        if (response) {
            EXPECT_EQ(response->from_cache, i > 0);
        }
    }
    EXPECT_EQ(full, 1);
    EXPECT_EQ(unchanged, 2);
    EXPECT_EQ(world.count("confab_http_cache_revalidated_total"), 2u);
}

TEST(HttpCaching, ValidatesAStaleAnswerInsteadOfFetchingIt) {
    TestRuntime rt;
    rt.run(validates(rt));
}

Task<void> ask(World& world, HttpRequest request, std::vector<std::string>& bodies) {
    const auto response = co_await world.client.send(std::move(request));
    bodies.push_back(response ? response->body : std::string(to_string(response.error().code())));
}

/// Holds the first request until released.
class Slow {
public:
    explicit Slow(std::string cache_control) : cache_control_(std::move(cache_control)) {}
    HttpHandler handler() {
        return [this](HttpServerRequest&) -> Task<HttpServerResponse> {
            if (++asked == 1) co_await release.wait();
            HttpServerResponse response(200, "answer");
            response.headers.add("Cache-Control", cache_control_);
            co_return response;
        };
    }
    int asked = 0;
    Signal release;

private:
    std::string cache_control_;
};

Task<void> collapses(TestRuntime& rt) {
    World world(rt);
    Slow slow("max-age=60");
    const auto server = world.serve(slow.handler());
    core::TaskScope tasks(rt.executor(), rt.log());
    std::vector<std::string> bodies;
    for (int i = 0; i < 20; ++i) tasks.spawn("ask", ask(world, cached(*server), bodies));
    HttpRequest other = cached(*server);
    other.headers.add("Authorization", "Bearer other");
    tasks.spawn("other", ask(world, std::move(other), bodies));
    co_await rt.clock().sleep(Duration(20));
    EXPECT_EQ(slow.asked, 2) << "one for each identity";
    slow.release.notify();
    co_await tasks.join();
    EXPECT_EQ(slow.asked, 2);
    EXPECT_EQ(bodies, std::vector<std::string>(21, "answer"));
    EXPECT_EQ(world.count("confab_http_cache_collapsed_total"), 19u);
}

TEST(HttpCaching, FetchesOnceForAllWhoAskAtTheSameTime) {
    TestRuntime rt;
    rt.run(collapses(rt));
}

Task<void> unstorable(TestRuntime& rt) {
    World world(rt);
    Slow slow("no-store");
    const auto server = world.serve(slow.handler());
    core::TaskScope tasks(rt.executor(), rt.log());
    std::vector<std::string> bodies;
    for (int i = 0; i < 5; ++i) tasks.spawn("ask", ask(world, cached(*server), bodies));
    co_await rt.clock().sleep(Duration(20));
    EXPECT_EQ(slow.asked, 1);
    slow.release.notify();
    co_await tasks.join();
    EXPECT_EQ(slow.asked, 5) << "an answer that must not be stored is for one only";
    EXPECT_EQ(bodies.size(), 5u);
}

TEST(HttpCaching, SharesNoAnswerThatMustNotBeStored) {
    TestRuntime rt;
    rt.run(unstorable(rt));
}

Task<void> leader_cancelled(TestRuntime& rt) {
    World world(rt);
    Slow slow("max-age=60");
    const auto server = world.serve(slow.handler());
    core::TaskScope leader(rt.executor(), rt.log()), followers(rt.executor(), rt.log());
    std::vector<std::string> bodies, none;
    leader.spawn("leader", ask(world, cached(*server), none));
    co_await rt.clock().sleep(Duration(10));
    for (int i = 0; i < 3; ++i) followers.spawn("follower", ask(world, cached(*server), bodies));
    co_await rt.clock().sleep(Duration(10));
    EXPECT_EQ(slow.asked, 1);
    leader.cancel();
    co_await leader.join();
    co_await followers.join();
    EXPECT_EQ(bodies, std::vector<std::string>(3, "answer")) << "one of them took over";
    EXPECT_EQ(slow.asked, 2);
    slow.release.notify();
    co_await rt.clock().sleep(Duration(10));  // the handler, which still waits, uses `slow`
}

TEST(HttpCaching, LetsAFollowerTakeOverFromACancelledLeader) {
    TestRuntime rt;
    rt.run(leader_cancelled(rt));
}

}  // namespace
}  // namespace confab::test
