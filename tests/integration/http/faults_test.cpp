// What the client makes of servers that misbehave.
#include "tests/integration/http/script.hpp"

namespace confab::test {
namespace {

Task<void> expect_error(TestRuntime& rt, Script script, Errc code, Delivery delivery) {
    World world(rt, without_retries());
    ScriptedServer server(world, {std::move(script)});
    HttpRequest request = HttpRequest::get(server.url());
    request.timeout = Duration(300);
    request.max_body = 1000;
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_FALSE(response.has_value());
    if (response) co_return;
    EXPECT_EQ(response.error().code(), code) << response.error().message();
    EXPECT_EQ(response.error().delivery(), delivery) << response.error().message();
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0) << "a broken connection must not be kept";
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0);
}

TEST(HttpFaults, ServerThatIsNotHttp) {
    TestRuntime rt;
    Script script{Step::write("SSH-2.0-OpenSSH_9.2p1\r\n\r\n"), Step::wait()};
    rt.run(expect_error(rt, script, Errc::protocol, Delivery::sent));
}

TEST(HttpFaults, ServerThatClosesAtOnce) {
    TestRuntime rt;
    rt.run(expect_error(rt, {Step::close()}, Errc::closed, Delivery::maybe_sent));
}

TEST(HttpFaults, ServerThatReadsAndDrops) {
    TestRuntime rt;
    rt.run(expect_error(rt, {Step::read(), Step::abort()}, Errc::closed, Delivery::maybe_sent));
}

TEST(HttpFaults, ServerThatClosesWithinTheHeader) {
    TestRuntime rt;
    Script script{Step::read(), Step::write("HTTP/1.1 200 OK\r\nContent-Le"), Step::close()};
    rt.run(expect_error(rt, script, Errc::closed, Delivery::sent));
}

TEST(HttpFaults, ServerThatClosesWithinTheBody) {
    TestRuntime rt;
    Script script{Step::read(), Step::write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
                  Step::close()};
    rt.run(expect_error(rt, script, Errc::closed, Delivery::sent));
}

TEST(HttpFaults, ServerThatNeverAnswers) {
    TestRuntime rt;
    rt.run(expect_error(rt, {Step::read(), Step::wait()}, Errc::timeout, Delivery::maybe_sent));
}

TEST(HttpFaults, ServerThatNeverFinishes) {
    TestRuntime rt;
    Script script{Step::read(), Step::write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
                  Step::wait()};
    rt.run(expect_error(rt, script, Errc::timeout, Delivery::sent));
}

TEST(HttpFaults, BodyOverTheLimit) {
    TestRuntime rt;
    Script script{Step::read(), Step::answer(std::string(1001, 'x')), Step::wait()};
    rt.run(expect_error(rt, script, Errc::too_large, Delivery::sent));
}

TEST(HttpFaults, EndlessHeader) {
    TestRuntime rt;
    Script script{Step::read(), Step::write("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')),
                  Step::wait()};
    rt.run(expect_error(rt, script, Errc::too_large, Delivery::sent));
}

TEST(HttpFaults, BrokenGzip) {
    TestRuntime rt;
    Script script{Step::read(),
                  Step::write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n"
                              "Connection: close\r\n\r\n\x1f\x8b!!"),
                  Step::wait()};
    rt.run(expect_error(rt, script, Errc::protocol, Delivery::sent));
}

Task<void> nobody_there(TestRuntime& rt) {
    World world(rt, impatient());
    std::string url;
    {
        const auto listener = world.transport.listen(ListenOptions()).value();
        url = "http://127.0.0.1:" + std::to_string(listener->port()) + "/secret?token=hunter2";
    }
    const auto response = co_await post(world, url);
    EXPECT_FALSE(response.has_value());
    if (response) co_return;
    EXPECT_EQ(response.error().code(), Errc::unavailable);
    EXPECT_EQ(response.error().delivery(), Delivery::not_sent);
    EXPECT_EQ(response.error().message().find("hunter2"), std::string::npos) << "URLs may hold secrets";
    EXPECT_EQ(world.count("confab_http_retries_total", "reason=\"connect\""), 2u)
        << "nothing was sent, so even a POST is repeated";
}

TEST(HttpFaults, NobodyThere) {
    TestRuntime rt;
    rt.run(nobody_there(rt));
}

Task<void> unfinished_but_complete(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(
        world, {{Step::read(), Step::write("HTTP/1.1 200 OK\r\n\r\nuntil the end"), Step::close()}});
    const auto response = co_await get(world, server.url());
    EXPECT_TRUE(response && response->body == "until the end");
}

TEST(HttpFaults, ABodyWithoutLengthEndsWithTheConnection) {
    TestRuntime rt;
    rt.run(unfinished_but_complete(rt));
}

Task<void> unsolicited(TestRuntime& rt) {
    World world(rt, without_retries());
    Script script{Step::read(),
                  Step::write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n"
                              "Content-Length: 4\r\n\r\nevil"),
                  Step::wait()};
    ScriptedServer server(world, {script, {Step::read(), Step::answer("good"), Step::wait()}});
    const auto first = co_await get(world, server.url());
    EXPECT_TRUE(first && first->body == "ok");
    const auto second = co_await get(world, server.url());
    EXPECT_TRUE(second && second->body == "good") << "bytes beyond an answer belong to no request";
    EXPECT_EQ(server.connections, 2u);
}

TEST(HttpFaults, BytesBeyondAnAnswerPoisonNothing) {
    TestRuntime rt;
    rt.run(unsolicited(rt));
}

Task<void> early_refusal(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(world, {{Step::write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n"
                                               "Connection: close\r\n\r\n"),
                                   Step::close()}});
    HttpRequest request("POST", server.url());
    request.body = std::string(100'000, 'x');
    const auto response = co_await world.client.send(std::move(request));
    EXPECT_TRUE(response && response->status == 413) << response.error().message();
}

TEST(HttpFaults, AnAnswerBeforeTheRequestIsOutStillCounts) {
    TestRuntime rt;
    rt.run(early_refusal(rt));
}

}  // namespace
}  // namespace confab::test
