// Where requests may go: the guard for URLs that users gave, proxies, settings of one host.
#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

/// A name server would be asked for "public.example"; here it leads to a server of the test, as if that were
/// outside. Everything else takes the real way.
class Detour final : public Transport {
public:
    Detour(Transport& real, std::uint16_t port) : real_(real), port_(port) {}
    Task<Result<std::unique_ptr<Stream>>> connect(Endpoint endpoint) override {
        guarded = endpoint.public_only;
        if (endpoint.host == "public.example") {
            endpoint.host = "127.0.0.1";
            endpoint.port = port_;
            endpoint.public_only = false;
        }
        return real_.connect(std::move(endpoint));
    }
    Result<std::unique_ptr<Listener>> listen(ListenOptions options) override {
        return real_.listen(std::move(options));
    }
    bool guarded = false;

private:
    Transport& real_;
    std::uint16_t port_;
};

HttpRequest from_a_user(std::string url) {
    HttpRequest request = HttpRequest::get(std::move(url));
    request.reach = HttpReach::public_internet;
    return request;
}

Task<void> expect_forbidden(World& world, HttpClient& client, std::string url) {
    HttpRequest request = from_a_user(url);
    const auto response = co_await client.send(std::move(request));
    EXPECT_FALSE(response.has_value()) << url;
    if (response) co_return;
    EXPECT_TRUE(response.error().code() == Errc::forbidden ||
                response.error().code() == Errc::invalid_argument)
        << url << ": " << response.error().message();
    EXPECT_EQ(world.count("confab_http_attempts_total"), 0u) << url;
}

Task<void> inside(TestRuntime& rt) {
    World world(rt, without_retries());
    const auto server =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200, "secret"); }));
    co_await expect_forbidden(world, world.client, World::url(*server));
    for (const char* url : {"http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/",
                            "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/",
                            "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/",
                            "http://127.1/", "http://1.1.1.1:22/", "https://8.8.8.8:8443/"})
        co_await expect_forbidden(world, world.client, url);
}

TEST(HttpReach, KeepsUsersUrlsOutOfThePrivateNetwork) {
    TestRuntime rt;
    rt.run(inside(rt));
}

Task<void> redirected_inside(TestRuntime& rt) {
    World world(rt, without_retries());
    int arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        ++arrived;
        HttpServerResponse response(302);
        response.headers.add("Location", "http://127.0.0.1/admin");
        return response;
    }));
    Detour detour(world.transport, server->port());
    core::CoreHttpClient client(rt.executor(), detour, rt.clock(), world.random, rt.metrics(), rt.log());
    HttpRequest request = from_a_user("http://public.example/");
    const auto response = co_await client.send(std::move(request));
    EXPECT_TRUE(!response && response.error().code() == Errc::forbidden);
    EXPECT_TRUE(detour.guarded) << "the second hop as well";
    EXPECT_EQ(arrived, 1);
    EXPECT_EQ(world.count("confab_http_reach_refused_total"), 1u);
}

TEST(HttpReach, ChecksEveryRedirect) {
    TestRuntime rt;
    rt.run(redirected_inside(rt));
}

Task<void> nothing_shared(TestRuntime& rt) {
    World world(rt, without_retries());
    int arrived = 0;
    const auto server = world.serve(answering([&](HttpServerRequest&) {
        ++arrived;
        return HttpServerResponse(200, "answer");
    }));
    Detour detour(world.transport, server->port());
    core::CoreHttpClient client(rt.executor(), detour, rt.clock(), world.random, rt.metrics(), rt.log());
    for (const HttpReach reach : {HttpReach::anywhere, HttpReach::public_internet}) {
        HttpRequest request = HttpRequest::get("http://public.example/");
        request.cache = HttpCache::allowed;
        request.reach = reach;
        const auto response = co_await client.send(std::move(request));
        EXPECT_TRUE(response && !response->from_cache);
    }
    EXPECT_EQ(arrived, 2) << "an answer fetched without the guard is not handed out with it";
    EXPECT_EQ(server->accepted(), 2u) << "nor is a connection";
}

TEST(HttpReach, SharesNeitherAnswersNorConnectionsWithTheUnguarded) {
    TestRuntime rt;
    rt.run(nothing_shared(rt));
}

Task<void> proxied(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    {
        World closed(rt);
        const auto listener = closed.transport.listen(ListenOptions()).value();
        const std::string nobody = "http://user:hunter2@127.0.0.1:" + std::to_string(listener->port());
        config.proxy = [nobody](bool, const std::string& host, std::uint16_t) {
            return host == "127.0.0.1" ? std::string() : nobody;
        };
    }
    core::HttpHostConfig direct;
    direct.proxy = "";
    config.hosts.emplace("localhost", direct);
    World world(rt, std::move(config));
    const auto server =
        world.serve(answering([](HttpServerRequest&) { return HttpServerResponse(200, "direct"); }));
    const auto through = co_await get(world, "http://elsewhere.example/");
    EXPECT_FALSE(through.has_value());
    if (!through) {
        EXPECT_EQ(through.error().code(), Errc::unavailable) << through.error().message();
        EXPECT_EQ(through.error().message().find("hunter2"), std::string::npos);
    }
    const auto around = co_await get(world, World::url(*server));
    EXPECT_TRUE(around && around->body == "direct");
    const auto excepted = co_await get(world, "http://localhost:" + std::to_string(server->port()) + "/");
    EXPECT_TRUE(excepted && excepted->body == "direct") << "the host's own setting comes first";
}

TEST(HttpReach, TakesTheProxyThatIsConfigured) {
    TestRuntime rt;
    rt.run(proxied(rt));
}

Task<void> one_host(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    core::HttpHostConfig cached;
    cached.cache = true;
    config.hosts.emplace("localhost", cached);
    core::HttpHostConfig hasty;
    hasty.timeout = Duration(50);
    config.hosts.emplace("127.0.0.1", hasty);
    World world(rt, std::move(config));
    int arrived = 0;
    const auto server = world.serve(
        answering([&](HttpServerRequest&) { return HttpServerResponse(200, std::to_string(++arrived)); }));
    const std::string url = "http://localhost:" + std::to_string(server->port()) + "/";
    co_await get(world, url);
    const auto again = co_await get(world, url);
    EXPECT_TRUE(again && again->from_cache) << "by the host's rule, not the caller's";
    ScriptedServer silent(world, {{Step::read(), Step::wait()}});
    const auto late = co_await get(world, silent.url());
    EXPECT_TRUE(!late && late.error().code() == Errc::timeout);
}

TEST(HttpReach, FollowsTheSettingsOfOneHost) {
    TestRuntime rt;
    rt.run(one_host(rt));
}

}  // namespace
}  // namespace confab::test
