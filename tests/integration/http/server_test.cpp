// The server, seen by a client that sends bytes of its own choice.
#include "tests/integration/http/world.hpp"
#include "tests/unit/core/http/deflate.hpp"

namespace confab::test {
namespace {

/// Sends `bytes` and returns everything that comes until the server closes or is silent for 200 ms.
Task<std::string> talk(World& world, const HttpServerHandle& server, std::string bytes) {
    auto stream = co_await world.transport.connect(Endpoint("127.0.0.1", server.port(), false));
    const auto sent = co_await (*stream)->write(bytes);
    EXPECT_TRUE(sent.has_value());
    (*stream)->expires_after(Duration(200));
    std::string out;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto n = co_await (*stream)->read_some(buffer);
        if (!n) {
            if (n.error().code() == Errc::closed) out += "<closed>";
            co_return out;
        }
        out.append(buffer.data(), *n);
    }
}

HttpHandler echo_target() {
    return answering([](HttpServerRequest& request) {
        if (request.path() == "/drop") return HttpServerResponse::drop();
        if (request.path() == "/reset") return HttpServerResponse::reset();
        if (request.path() == "/raw") return HttpServerResponse::raw("not http");
        if (request.path() == "/close") {
            HttpServerResponse response(200, "bye");
            response.close = true;
            return response;
        }
        if (request.path() == "/throw") throw std::runtime_error("a defect");
        if (request.path() == "/inject") {
            HttpServerResponse response(200);
            response.headers.add("X", "a\r\nEvil: 1");
            return response;
        }
        return HttpServerResponse(200, request.target + request.body);
    });
}

std::size_t occurrences(const std::string& text, std::string_view what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

Task<void> expect_talk(TestRuntime& rt, std::string bytes, std::function<void(const std::string&)> check) {
    World world(rt);
    const auto server = world.serve(echo_target());
    check(co_await talk(world, *server, std::move(bytes)));
}

TEST(HttpServing, AnswersPipelinedRequestsInOrder) {
    TestRuntime rt;
    std::string bytes;
    for (const char* target : {"/1", "/2", "/3"})
        bytes += std::string("GET ") + target + " HTTP/1.1\r\nHost: h\r\n\r\n";
    bytes += "POST /4 HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";
    rt.run(expect_talk(rt, bytes, [](const std::string& out) {
        EXPECT_EQ(occurrences(out, "HTTP/1.1 200 OK\r\n"), 4u);
        EXPECT_LT(out.find("/1"), out.find("/2"));
        EXPECT_LT(out.find("/2"), out.find("/3"));
        EXPECT_TRUE(out.ends_with("/4body<closed>")) << out;
    }));
}

TEST(HttpServing, RefusesWhatIsNotHttpWithAStatus) {
    TestRuntime rt;
    rt.run(expect_talk(rt, "\x16\x03\x01 hello\r\n\r\n", [](const std::string& out) {
        EXPECT_TRUE(out.starts_with("HTTP/1.1 400 ")) << out;
        EXPECT_TRUE(out.ends_with("<closed>")) << out;
    }));
    rt.run(expect_talk(rt, "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x'),
                       [](const std::string& out) { EXPECT_TRUE(out.starts_with("HTTP/1.1 431 ")) << out; }));
    rt.run(expect_talk(rt, "POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
                       [](const std::string& out) { EXPECT_TRUE(out.starts_with("HTTP/1.1 413 ")) << out; }));
}

TEST(HttpServing, AnswersHeadWithoutBody) {
    TestRuntime rt;
    rt.run(expect_talk(rt, "HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                       [](const std::string& out) {
                           EXPECT_NE(out.find("Content-Length: 2\r\n"), std::string::npos);
                           EXPECT_TRUE(out.ends_with("\r\n\r\n<closed>")) << out;
                       }));
}

TEST(HttpServing, TellsAWaitingSenderToContinue) {
    TestRuntime rt;
    rt.run(expect_talk(rt, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                       [](const std::string& out) { EXPECT_EQ(out, "HTTP/1.1 100 Continue\r\n\r\n"); }));
}

TEST(HttpServing, StagesFaults) {
    TestRuntime rt;
    rt.run(expect_talk(rt, "GET /drop HTTP/1.1\r\nHost: h\r\n\r\n",
                       [](const std::string& out) { EXPECT_EQ(out, "<closed>"); }));
    rt.run(expect_talk(rt, "GET /raw HTTP/1.1\r\nHost: h\r\n\r\n",
                       [](const std::string& out) { EXPECT_EQ(out, "not http<closed>"); }));
    rt.run(expect_talk(rt, "GET /close HTTP/1.1\r\nHost: h\r\n\r\n", [](const std::string& out) {
        EXPECT_NE(out.find("Connection: close\r\n"), std::string::npos);
        EXPECT_TRUE(out.ends_with("bye<closed>"));
    }));
}

TEST(HttpServing, SurvivesADefectiveHandler) {
    TestRuntime rt;
    rt.run(expect_talk(rt, "GET /throw HTTP/1.1\r\nHost: h\r\n\r\n", [](const std::string& out) {
        EXPECT_TRUE(out.starts_with("HTTP/1.1 500 ")) << out;
        EXPECT_EQ(out.find("a defect"), std::string::npos) << "the reason is for the log";
    }));
    rt.run(expect_talk(rt, "GET /inject HTTP/1.1\r\nHost: h\r\n\r\n",
                       [](const std::string& out) { EXPECT_EQ(out, "<closed>"); }));
}

Task<void> codings(TestRuntime& rt) {
    World world(rt);
    const std::string text(5000, 'a');
    const auto server = world.serve(answering([&](HttpServerRequest& request) {
        EXPECT_NE(request.headers.get("Accept-Encoding").find("gzip"), std::string_view::npos);
        const bool gzip = request.path() == "/gzip";
        HttpServerResponse response(200, compressed(text, gzip ? kGzip : kZlib));
        response.headers.add("Content-Encoding", gzip ? "gzip" : "deflate");
        return response;
    }));
    for (const char* target : {"/gzip", "/deflate"}) {
        const auto response = co_await world.client.send(HttpRequest::get(World::url(*server, target)));
        EXPECT_TRUE(response && response->body == text) << target;
        if (response) {
            EXPECT_FALSE(response->headers.has("Content-Encoding"));
        }
    }
}

TEST(HttpServing, ClientDecodesWhatItAskedFor) {
    TestRuntime rt;
    rt.run(codings(rt));
}

Task<void> shuts(TestRuntime& rt) {
    World world(rt);
    auto server = world.serve(echo_target());
    const std::uint16_t port = server->port();
    auto stream = co_await world.transport.connect(Endpoint("127.0.0.1", port, false));
    co_await rt.clock().sleep(Duration(10));
    EXPECT_EQ(server->accepted(), 1u);
    server.reset();
    std::array<char, 64> buffer;
    (*stream)->expires_after(Duration(2'000));
    const auto end = co_await (*stream)->read_some(buffer);
    EXPECT_EQ(end.error().code(), Errc::closed);
    const auto refused = co_await world.transport.connect(Endpoint("127.0.0.1", port, false));
    EXPECT_EQ(refused.error().code(), Errc::unavailable);
}

Task<void> stops(TestRuntime& rt) {
    World world(rt);
    bool inside = false, left = false;
    struct Leaving {
        explicit Leaving(bool& flag_in) : flag(flag_in) {}
        ~Leaving() { flag = true; }
        bool& flag;
    };
    HttpHandler handler = [&](HttpServerRequest&) -> Task<HttpServerResponse> {
        inside = true;
        const Leaving leaving(left);
        co_await rt.clock().sleep(Duration(60'000));
        co_return HttpServerResponse(200);
    };
    const auto server = world.serve(std::move(handler));
    auto stream = co_await world.transport.connect(Endpoint("127.0.0.1", server->port(), false));
    const auto sent = co_await (*stream)->write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(sent.has_value());
    while (!inside) co_await rt.clock().sleep(Duration(1));
    EXPECT_FALSE(left);
    co_await server->stop();
    EXPECT_TRUE(left) << "no handler runs any more";
}

TEST(HttpServing, StopWaitsForItsHandlers) {
    TestRuntime rt;
    rt.run(stops(rt));
}

TEST(HttpServing, EndsWithItsHandle) {
    TestRuntime rt;
    rt.run(shuts(rt));
}

Task<void> resets(TestRuntime& rt) {
    World world(rt);
    const auto server = world.serve(echo_target());
    auto stream = co_await world.transport.connect(Endpoint("127.0.0.1", server->port(), false));
    const auto sent = co_await (*stream)->write("GET /reset HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(sent.has_value());
    std::array<char, 16> buffer;
    const auto n = co_await (*stream)->read_some(buffer);
    EXPECT_FALSE(n.has_value());
    if (!n) {
        EXPECT_EQ(n.error().cause().value(), ECONNRESET) << "a RST, not a FIN: " << n.error().message();
    }
}

TEST(HttpServer, ResetsAConnectionWhenAHandlerWantsThat) {
    TestRuntime rt;
    rt.run(resets(rt));
}

}  // namespace
}  // namespace confab::test
