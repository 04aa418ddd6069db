// Answers that are read piece by piece.
#include "confab/service/server_sent_events.hpp"
#include "tests/integration/http/script.hpp"
#include "tests/unit/core/http/deflate.hpp"

namespace confab::test {
namespace {

std::string chunk(std::string_view text) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    return size + std::string(text) + "\r\n";
}

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

Task<Result<std::unique_ptr<HttpStream>>> open(World& world, std::string url) {
    HttpRequest request = HttpRequest::get(std::move(url));
    co_return co_await world.client.open(std::move(request));
}

Task<Result<std::string>> rest_of(HttpStream& stream) {
    std::string all;
    for (;;) {
        Result<std::optional<std::string>> piece = co_await stream.read();
        if (!piece) co_return piece.error();
        if (!*piece) co_return all;
        all += **piece;
    }
}

Task<void> pieces(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(
        world, {{Step::read(), Step::write(kChunked + "\r\n"), Step::write(chunk("one ")), Step::pause(),
                 Step::write(chunk("two") + "0\r\n\r\n"), Step::read(), Step::answer("next"), Step::wait()}});
    auto stream = co_await open(world, server.url());
    EXPECT_TRUE(stream.has_value());
    if (!stream) co_return;
    EXPECT_EQ((*stream)->head().status, 200);
    const auto first = co_await (*stream)->read();
    EXPECT_TRUE(first && *first && **first == "one ") << "before the server sends the rest";
    server.go_on();
    const auto rest = co_await rest_of(**stream);
    EXPECT_TRUE(rest && *rest == "two");
    const auto end = co_await (*stream)->read();
    EXPECT_TRUE(end && !*end) << "and so it stays";
    auto again = co_await open(world, server.url());
    EXPECT_TRUE(again.has_value());
    EXPECT_EQ(server.connections, 1u) << "a stream read to its end gives its connection back";
}

TEST(HttpStreaming, GivesPiecesAsTheyCome) {
    TestRuntime rt;
    rt.run(pieces(rt));
}

Task<void> compressed_pieces(TestRuntime& rt) {
    World world(rt, without_retries());
    const std::string text(200'000, 'z');
    const std::string zipped = compressed(text);
    Script script{Step::read(), Step::write(kChunked + "Content-Encoding: gzip\r\n\r\n")};
    for (std::size_t at = 0; at < zipped.size(); at += 50)
        script.push_back(Step::write(chunk(zipped.substr(at, 50))));
    script.push_back(Step::write("0\r\n\r\n"));
    ScriptedServer server(world, {script});
    auto stream = co_await open(world, server.url());
    EXPECT_TRUE(stream.has_value());
    if (!stream) co_return;
    EXPECT_FALSE((*stream)->head().headers.has("Content-Encoding"));
    const auto all = co_await rest_of(**stream);
    EXPECT_TRUE(all && *all == text);
}

TEST(HttpStreaming, DecodesPieceByPiece) {
    TestRuntime rt;
    rt.run(compressed_pieces(rt));
}

Task<void> expect_broken(TestRuntime& rt, Script script, Errc code) {
    core::HttpConfig config = without_retries();
    config.stream_idle = Duration(150);
    World world(rt, config);
    ScriptedServer server(world, {std::move(script)});
    auto stream = co_await open(world, server.url());
    EXPECT_TRUE(stream.has_value());
    if (!stream) co_return;
    server.go_on();
    const auto all = co_await rest_of(**stream);
    EXPECT_FALSE(all.has_value());
    if (all) co_return;
    EXPECT_EQ(all.error().code(), code) << all.error().message();
    EXPECT_EQ(all.error().delivery(), Delivery::sent);
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0) << "a broken stream holds no place";
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0);
}

TEST(HttpStreaming, EndsWithAnErrorWhenTheServerDoes) {
    const std::string head = kChunked + "\r\n" + chunk("half");
    TestRuntime closing, pausing, lying, damaged;
    closing.run(expect_broken(closing, {Step::read(), Step::write(head), Step::close()}, Errc::closed));
    pausing.run(expect_broken(pausing, {Step::read(), Step::write(head), Step::wait()}, Errc::timeout));
    lying.run(expect_broken(
        lying, {Step::read(), Step::write(head), Step::pause(), Step::write("zz\r\n"), Step::wait()},
        Errc::protocol));
    const std::string zipped = compressed(std::string(100, 'x'));
    Script script{Step::read(), Step::write(kChunked + "Content-Encoding: gzip\r\n\r\n" +
                                            chunk(zipped.substr(0, 15)) + "0\r\n\r\n")};
    damaged.run(expect_broken(damaged, script, Errc::protocol));
}

Task<void> dropped(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(world,
                          {{Step::read(), Step::write(kChunked + "\r\n" + chunk("half")), Step::wait()}});
    {
        const auto stream = co_await open(world, server.url());
        EXPECT_TRUE(stream.has_value());
        EXPECT_EQ(world.gauge("confab_http_pool_active"), 1);
    }
    EXPECT_EQ(world.gauge("confab_http_pool_active"), 0);
    EXPECT_EQ(world.gauge("confab_http_pool_idle"), 0) << "what is unread belongs to nobody else";
}

TEST(HttpStreaming, DroppingAStreamClosesItsConnection) {
    TestRuntime rt;
    rt.run(dropped(rt));
}

Task<void> slow_reader(TestRuntime& rt) {
    core::HttpConfig config = without_retries();
    config.stream_idle = Duration(50);
    config.timeout = Duration(100);
    World world(rt, config);
    ScriptedServer server(
        world, {{Step::read(), Step::write(kChunked + "\r\n" + chunk("a") + chunk("b") + "0\r\n\r\n"),
                 Step::wait()}});
    auto stream = co_await open(world, server.url());
    EXPECT_TRUE(stream.has_value());
    if (!stream) co_return;
    co_await rt.clock().sleep(Duration(200));
    const auto all = co_await rest_of(**stream);
    EXPECT_TRUE(all && *all == "ab") << "the limits are for the server, not for the reader";
}

TEST(HttpStreaming, LetsItsReaderTakeItsTime) {
    TestRuntime rt;
    rt.run(slow_reader(rt));
}

Task<void> retried(TestRuntime& rt) {
    World world(rt, impatient());
    ScriptedServer server(
        world, {{Step::read(), Step::write("HTTP/1.1 503 X\r\nContent-Length: 2\r\n\r\nno"), Step::wait()},
                {Step::read(), Step::answer("yes"), Step::wait()}});
    auto stream = co_await open(world, server.url());
    EXPECT_TRUE(stream.has_value());
    if (!stream) co_return;
    EXPECT_EQ((*stream)->head().attempts, 2u);
    const auto all = co_await rest_of(**stream);
    EXPECT_TRUE(all && *all == "yes");
}

TEST(HttpStreaming, RepeatsUntilAHeaderCame) {
    TestRuntime rt;
    rt.run(retried(rt));
}

Task<void> events(TestRuntime& rt) {
    World world(rt, without_retries());
    ScriptedServer server(
        world, {{Step::read(),
                 Step::write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n"),
                 Step::write("retry: 250\nid: 7\nevent: token\ndata: Hel"), Step::pause(),
                 Step::write("lo\ndata: world\r\n\r\n: a comment\n\ndata:[DONE]\n\ndata: cut short"),
                 Step::close()}});
    auto stream = co_await open(world, server.url());
    EXPECT_TRUE(stream && ServerSentEvents::is_event_stream((*stream)->head()));
    if (!stream) co_return;
    ServerSentEvents reader(std::move(*stream));
    server.go_on();
    const auto first = co_await reader.next();
    EXPECT_TRUE(first && *first && (*first)->data == "Hello\nworld" && (*first)->type == "token" &&
                (*first)->id == "7");
    EXPECT_EQ(reader.reconnect_delay(), Duration(250));
    const auto second = co_await reader.next();
    EXPECT_TRUE(second && *second && (*second)->data == "[DONE]" && (*second)->type == "message");
    const auto end = co_await reader.next();
    EXPECT_TRUE(end && !*end);
}

TEST(HttpStreaming, ReadsServerSentEvents) {
    TestRuntime rt;
    rt.run(events(rt));
}

}  // namespace
}  // namespace confab::test
