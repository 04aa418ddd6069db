#include <gtest/gtest.h>

#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "core/net/websocket_client.hpp"
#include "core/net/websocket_codec.hpp"
#include "core/net/websocket_handshake.hpp"
#include "tests/integration/net/certificates.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using WebSocketPtr = std::unique_ptr<WebSocket>;
using Session = std::function<Task<void>(WebSocketPtr)>;

class Net {
public:
    explicit Net(TestRuntime& rt, core::TransportConfig config = {})
        : transport(rt.executor(), rt.metrics(), rt.log(), std::move(config)),
          server(rt.executor(), transport, crypto, rt.log()),
          client(transport, crypto, random) {}

    std::unique_ptr<HttpServerHandle> serve(Session session, ListenOptions options = {}) {
        HttpHandler handler = [session](HttpServerRequest& request) -> Task<HttpServerResponse> {
            if (request.path() != "/ws") co_return HttpServerResponse(404);
            co_return HttpServerResponse::upgrade(session);
        };
        return server.listen(std::move(options), std::move(handler)).value();
    }
    Task<WebSocketPtr> open(const HttpServerHandle& handle, std::size_t max_message = 1 << 20) {
        auto socket = co_await client.connect("ws://127.0.0.1:" + std::to_string(handle.port()) + "/ws",
                                              HttpHeaders(), max_message);
        EXPECT_TRUE(socket.has_value()) << socket.error().message();
        if (!socket) co_return nullptr;
        co_return std::move(*socket);
    }

    core::CoreCrypto crypto;
    core::CoreRandom random;
    core::CoreTransport transport;
    core::CoreHttpServer server;
    core::CoreWebSocketClient client;
};

Task<void> echo(WebSocketPtr socket) {
    for (;;) {
        auto message = co_await socket->receive();
        if (!message) co_return;
        if (message->binary)
            co_await socket->send_binary(std::move(message->data));
        else
            co_await socket->send_text(std::move(message->data));
    }
}

Task<void> echoes(TestRuntime& rt) {
    Net net(rt);
    const auto server = net.serve(echo);
    const WebSocketPtr socket = co_await net.open(*server);
    for (const std::size_t size : {0u, 5u, 125u, 126u, 65535u, 65536u, 500'000u}) {
        const std::string text(size, 'x');
        const auto sent = co_await socket->send_text(text);
        EXPECT_TRUE(sent.has_value());
        const auto back = co_await socket->receive();
        EXPECT_TRUE(back && !back->binary && back->data == text) << size;
    }
    std::string bytes("\xff\x00\xfe", 3);
    co_await socket->send_binary(bytes);
    const auto back = co_await socket->receive();
    EXPECT_TRUE(back && back->binary && back->data == bytes);
    const auto refused = co_await socket->send_text("\xff");
    EXPECT_EQ(refused.error().code(), Errc::invalid_argument);
    co_await socket->close(1000, "done");
    EXPECT_EQ(socket->close_code(), 1000);
}

TEST(WebSocketOverLoopback, CarriesMessagesBothWays) {
    TestRuntime rt;
    rt.run(echoes(rt));
}

Task<void> over_tls(TestRuntime& rt) {
    Authority authority;
    core::TransportConfig config;
    config.ca_file = authority.root();
    Net net(rt, config);
    const CertificateFiles files = authority.issue("127.0.0.1");
    ListenOptions options;
    options.certificate = files.certificate;
    options.private_key = files.private_key;
    const auto server = net.serve(echo, options);
    auto socket = co_await net.client.connect("wss://127.0.0.1:" + std::to_string(server->port()) + "/ws",
                                              HttpHeaders(), 1000);
    EXPECT_TRUE(socket.has_value()) << socket.error().message();
    if (!socket) co_return;
    co_await (*socket)->send_text("secret");
    const auto back = co_await (*socket)->receive();
    EXPECT_TRUE(back && back->data == "secret");
}

TEST(WebSocketOverLoopback, WorksOverTls) {
    TestRuntime rt;
    rt.run(over_tls(rt));
}

Task<void> closed_by_server(TestRuntime& rt) {
    Net net(rt);
    const auto server =
        net.serve([](WebSocketPtr socket) -> Task<void> { co_await socket->close(4004, "bad token"); });
    const WebSocketPtr socket = co_await net.open(*server);
    const auto end = co_await socket->receive();
    EXPECT_EQ(end.error().code(), Errc::closed);
    EXPECT_EQ(socket->close_code(), 4004);
    EXPECT_EQ(socket->close_reason(), "bad token");
    const auto late = co_await socket->send_text("x");
    EXPECT_EQ(late.error().code(), Errc::closed);
    const auto again = co_await socket->receive();
    EXPECT_EQ(again.error().code(), Errc::closed);
}

TEST(WebSocketOverLoopback, TellsThePeersCloseCodeAndReason) {
    TestRuntime rt;
    rt.run(closed_by_server(rt));
}

Task<void> dropped_by_server(TestRuntime& rt) {
    Net net(rt);
    const auto server = net.serve([](WebSocketPtr) -> Task<void> { co_return; });
    const WebSocketPtr socket = co_await net.open(*server);
    const auto end = co_await socket->receive();
    EXPECT_EQ(end.error().code(), Errc::closed);
    EXPECT_EQ(socket->close_code(), 1006);
}

TEST(WebSocketOverLoopback, CallsABrokenConnection1006) {
    TestRuntime rt;
    rt.run(dropped_by_server(rt));
}

Task<void> receive_only(WebSocket& socket, Errc& seen) {
    const auto message = co_await socket.receive();
    if (!message) seen = message.error().code();
}

Task<void> closes_while_receiving(TestRuntime& rt) {
    Net net(rt);
    const auto server = net.serve(echo);
    const WebSocketPtr socket = co_await net.open(*server);
    core::TaskScope tasks(rt.executor(), rt.log());
    Errc seen = Errc::internal;
    tasks.spawn("receiver", receive_only(*socket, seen));
    co_await rt.clock().sleep(Duration(5));
    co_await socket->close(1000, "");
    co_await tasks.join();
    EXPECT_EQ(seen, Errc::closed);
    EXPECT_EQ(socket->close_code(), 1000);
}

TEST(WebSocketOverLoopback, ClosesWhileAnotherTaskReceives) {
    TestRuntime rt;
    rt.run(closes_while_receiving(rt));
}

Task<void> too_large(TestRuntime& rt) {
    Net net(rt);
    std::uint16_t code_at_server = 0;
    core::TaskScope tasks(rt.executor(), rt.log());
    Signal done;
    const auto server = net.serve([&](WebSocketPtr socket) -> Task<void> {
        co_await socket->send_text(std::string(1001, 'x'));
        const auto end = co_await socket->receive();
        EXPECT_FALSE(end.has_value());
        code_at_server = socket->close_code();
        done.notify();
    });
    const WebSocketPtr socket = co_await net.open(*server, 1000);
    const auto message = co_await socket->receive();
    EXPECT_EQ(message.error().code(), Errc::too_large);
    EXPECT_TRUE(co_await done.wait_for(Duration(5'000)));
    EXPECT_EQ(code_at_server, 1009);
}

TEST(WebSocketOverLoopback, FailsTheConnectionOverAMessageThatIsTooLarge) {
    TestRuntime rt;
    rt.run(too_large(rt));
}

/// A server that shakes hands properly and then sends `bytes` and records what comes back.
Task<void> scripted(Listener& listener, const Crypto& crypto, std::string bytes, std::string& back,
                    Signal& ended) {
    auto stream = co_await listener.accept();
    core::HttpParser parser(core::HttpParser::Side::requests, 16 * 1024);
    parser.begin(0);
    std::array<char, 4096> buffer;
    std::string pending;
    while (!parser.done()) {
        const auto n = co_await (*stream)->read_some(buffer);
        if (!n) co_return;
        pending.append(buffer.data(), *n);
        pending.erase(0, parser.feed(pending).value());
    }
    const std::string accept = core::ws_accept(crypto, parser.headers().get("Sec-WebSocket-Key"));
    const auto sent = co_await (*stream)->write(
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept + "\r\n\r\n" + bytes);
    EXPECT_TRUE(sent.has_value());
    for (;;) {
        const auto n = co_await (*stream)->read_some(buffer);
        if (!n) break;
        back.append(buffer.data(), *n);
    }
    ended.notify();
}

Task<void> against_script(TestRuntime& rt, std::string bytes, std::function<Task<void>(WebSocket&)> with,
                          std::function<void(core::WsDecoder&)> check) {
    Net net(rt);
    const auto listener = net.transport.listen(ListenOptions()).value();
    std::string back;
    Signal ended;
    rt.tasks().spawn("script", scripted(*listener, net.crypto, std::move(bytes), back, ended));
    {
        auto socket = co_await net.client.connect("ws://127.0.0.1:" + std::to_string(listener->port()) + "/",
                                                  HttpHeaders(), 100'000);
        EXPECT_TRUE(socket.has_value()) << socket.error().message();
        if (socket) co_await with(**socket);
    }
    EXPECT_TRUE(co_await ended.wait_for(Duration(5'000)));
    core::WsDecoder decoder(core::WsRole::server, 100'000);
    decoder.append(back);
    check(decoder);
}

TEST(WebSocketOverLoopback, AnswersPingsWhileReceiving) {
    TestRuntime rt;
    const std::string bytes = core::ws_frame(core::WsOpcode::ping, "are you there", std::nullopt) +
                              core::ws_frame(core::WsOpcode::text, "hello", std::nullopt);
    rt.run(against_script(
        rt, bytes,
        [](WebSocket& socket) -> Task<void> {
            const auto message = co_await socket.receive();
            EXPECT_TRUE(message && message->data == "hello");
        },
        [](core::WsDecoder& decoder) {
            const auto pong = decoder.next().value();
            EXPECT_TRUE(pong && pong->kind == core::WsOpcode::pong && pong->payload == "are you there");
        }));
}

TEST(WebSocketOverLoopback, RefusesAMaskedFrameFromTheServer) {
    TestRuntime rt;
    rt.run(against_script(
        rt, core::ws_frame(core::WsOpcode::text, "hello", 0x01020304u),
        [](WebSocket& socket) -> Task<void> {
            const auto message = co_await socket.receive();
            EXPECT_EQ(message.error().code(), Errc::protocol);
        },
        [](core::WsDecoder& decoder) {
            const auto close = decoder.next().value();
            EXPECT_TRUE(close && close->kind == core::WsOpcode::close && close->close_code == 1002);
        }));
}

Task<void> refusals(TestRuntime& rt) {
    Net net(rt);
    const auto server = net.serve(echo);
    const std::string base = "127.0.0.1:" + std::to_string(server->port());
    const auto missing = co_await net.client.connect("ws://" + base + "/other", HttpHeaders(), 100);
    EXPECT_EQ(missing.error().code(), Errc::not_found) << missing.error().message();
    const auto bad = co_await net.client.connect("gopher://x/", HttpHeaders(), 100);
    EXPECT_EQ(bad.error().code(), Errc::invalid_argument);
    HttpHeaders evil;
    evil.add("X", "a\r\nb: c");
    const auto injected = co_await net.client.connect("ws://" + base + "/ws", evil, 100);
    EXPECT_EQ(injected.error().code(), Errc::invalid_argument);
}

TEST(WebSocketOverLoopback, SaysWhyTheHandshakeFailed) {
    TestRuntime rt;
    rt.run(refusals(rt));
}

Task<void> many_senders(TestRuntime& rt) {
    Net net(rt);
    const auto server = net.serve(echo);
    const WebSocketPtr socket = co_await net.open(*server);
    core::TaskScope tasks(rt.executor(), rt.log());
    for (char c = 'a'; c <= 'j'; ++c)
        tasks.spawn("sender", [](WebSocket& to, char letter) -> Task<void> {
            co_await to.send_text(std::string(200'000, letter));
        }(*socket, c));
    for (int i = 0; i < 10; ++i) {
        const auto message = co_await socket->receive();
        EXPECT_TRUE(message && message->data.size() == 200'000 &&
                    message->data.find_first_not_of(message->data[0]) == std::string::npos);
    }
    co_await tasks.join();
}

TEST(WebSocketOverLoopback, KeepsFramesOfSeveralSendersWhole) {
    TestRuntime rt;
    rt.run(many_senders(rt));
}

}  // namespace
}  // namespace confab::test
