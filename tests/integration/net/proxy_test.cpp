#include <gtest/gtest.h>

#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/net/http_server.hpp"
#include "core/net/websocket_client.hpp"
#include "tests/integration/net/net.hpp"

namespace confab::test {
namespace {

/// Accepts tunnels, answers as told, and relays to 127.0.0.1 at `target`, whatever host was asked for.
class Proxy {
public:
    explicit Proxy(Net& net) : net_(net), port_(net.listen()), listener_(*net.listeners.back()) {
        net.runtime.tasks().spawn("proxy", serve(*this));
    }
    std::string url(const std::string& credentials = "") const {
        return "http://" + credentials + "127.0.0.1:" + std::to_string(port_);
    }

    std::vector<std::string> pieces{"HTTP/1.1 200 Connection established\r\n\r\n"};
    std::uint16_t target = 0;  // 0: no relaying; the connection ends after the pieces
    bool silent = false;
    std::string request;

private:
    static Task<void> serve(Proxy& proxy) {
        for (;;) {
            auto stream = co_await proxy.listener_.accept();
            if (!stream) co_return;
            proxy.net_.runtime.tasks().spawn("tunnel", converse(proxy, std::move(*stream)));
        }
    }
    static Task<void> pump(std::shared_ptr<Stream> from, std::shared_ptr<Stream> to) {
        std::array<char, 4096> buffer;
        for (;;) {
            const auto n = co_await from->read_some(buffer);
            if (!n) break;
            const auto sent = co_await to->write(std::string_view(buffer.data(), *n));
            if (!sent) break;
        }
        co_await to->close();
    }
    static Task<void> converse(Proxy& proxy, std::shared_ptr<Stream> client) {
        std::string request;
        std::array<char, 1> byte;
        while (!request.ends_with("\r\n\r\n")) {
            const auto n = co_await client->read_some(byte);
            if (!n) co_return;
            request += byte[0];
        }
        proxy.request = request;
        if (proxy.silent) {
            const auto end = co_await client->read_some(byte);
            EXPECT_FALSE(end.has_value());
            co_return;
        }
        for (const std::string& piece : proxy.pieces) {
            const auto sent = co_await client->write(piece);
            if (!sent) co_return;
        }
        if (proxy.target == 0) {
            co_await client->close();
            co_return;
        }
        auto connected = co_await proxy.net_.transport.connect(Endpoint("127.0.0.1", proxy.target, false));
        if (!connected) co_return;
        const std::shared_ptr<Stream> server = std::move(*connected);
        proxy.net_.runtime.tasks().spawn("down", pump(server, client));
        co_await pump(client, server);
    }

    Net& net_;
    std::uint16_t port_;
    Listener& listener_;
};

Endpoint through(const Proxy& proxy, const std::string& credentials = "") {
    Endpoint endpoint("irc.example", 6697, false);
    endpoint.proxy = proxy.url(credentials);
    return endpoint;
}

Task<void> tunnels(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    for (const bool tls : {false, true}) {
        CertificateFiles files;
        if (tls) files = net.authority.issue("irc.example");
        proxy.target = net.echo_server(files);
        Endpoint endpoint = through(proxy, "user:p%40ss@");
        endpoint.tls = tls;
        endpoint.ca_file = net.authority.root();
        auto stream = co_await net.transport.connect(std::move(endpoint));
        EXPECT_TRUE(stream.has_value()) << stream.error().message();
        if (!stream) co_return;
        EXPECT_EQ(proxy.request,
                  "CONNECT irc.example:6697 HTTP/1.1\r\nHost: irc.example:6697\r\n"
                  "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n");
        const std::string payload(300'000, 'x');
        rt.tasks().spawn("writer", [](Stream& s, const std::string& bytes) -> Task<void> {
            const auto sent = co_await s.write(bytes);
            EXPECT_TRUE(sent.has_value());
        }(**stream, payload));
        EXPECT_TRUE(co_await read_exactly(**stream, payload.size()) == payload);
        co_await (*stream)->close();
    }
}

TEST(HttpProxy, CarriesBytesToANameThatOnlyItKnows) {
    TestRuntime rt;
    rt.run(tunnels(rt));
}

Task<void> exact_header(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    const std::string header = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\n";
    std::vector<std::string> drip;
    for (const char c : header + "220 ready\r\n") drip.push_back(std::string(1, c));
    for (const auto& pieces : {std::vector{header + "220 ready\r\n"}, drip}) {
        proxy.pieces = pieces;
        auto stream = co_await net.transport.connect(through(proxy));
        EXPECT_TRUE(stream.has_value()) << stream.error().message();
        if (!stream) co_return;
        EXPECT_EQ(co_await read_exactly(**stream, 11), "220 ready\r\n") << "the server spoke first";
    }
}

TEST(HttpProxy, LeavesWhatFollowsTheHeaderToTheStream) {
    TestRuntime rt;
    rt.run(exact_header(rt));
}

Task<void> refusals(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    const std::string where = proxy.url().substr(7);
    struct Case {
        std::string answer;
        Errc code;
        std::string words;
    };
    const std::vector<Case> cases = {
        {"HTTP/1.1 403 No\r\n\r\n", Errc::unavailable, where + " refused: 403 Forbidden"},
        {"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", Errc::unavailable, "refused: 502"},
        {"HTTP/1.1 407 Who\r\n\r\n", Errc::unauthorized, where + " wants other credentials"},
        {"220 mail.example ESMTP\r\n\r\n", Errc::protocol, "does not answer as an HTTP proxy"},
        {std::string("\0\xff\n\n", 4), Errc::protocol, "does not answer as an HTTP proxy"},
        {"HTTP/1.1 200 OK\r\n", Errc::unavailable, "ended the connection"},
        {"", Errc::unavailable, "ended the connection"},
        {"HTTP/1.1 200 OK\r\nX: " + std::string(1'000'000, 'x'), Errc::too_large, where},
    };
    for (const Case& refusal : cases) {
        proxy.pieces = {refusal.answer};
        Endpoint endpoint = through(proxy, "user:secret@");
        const auto stream = co_await net.transport.connect(std::move(endpoint));
        EXPECT_FALSE(stream.has_value()) << refusal.words;
        if (stream) continue;
        const std::string message = stream.error().message();
        EXPECT_EQ(stream.error().code(), refusal.code) << message;
        EXPECT_NE(message.find(refusal.words), std::string::npos) << message;
        EXPECT_EQ(message.find("secret"), std::string::npos) << message;
        EXPECT_EQ(stream.error().delivery(), Delivery::not_sent);
    }
}

TEST(HttpProxy, SaysWhyThereIsNoTunnel) {
    TestRuntime rt;
    rt.run(refusals(rt));
}

Task<void> endless_interim(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    proxy.pieces.assign(5'000, "HTTP/1.1 100 Continue\r\n\r\n");
    co_await expect_failure(net, through(proxy), Errc::too_large, "the answer of the proxy");
}

TEST(HttpProxy, BoundsInterimAnswers) {
    TestRuntime rt;
    rt.run(endless_interim(rt));
}

Task<void> unreachable(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    proxy.silent = true;
    Endpoint impatient = through(proxy);
    impatient.timeout = Duration(100);
    co_await expect_failure(net, std::move(impatient), Errc::timeout, "waiting for the proxy 127.0.0.1:");
    const std::uint16_t unused = net.listen();
    net.listeners.pop_back();
    Endpoint nobody("irc.example", 6697, false);
    nobody.proxy = "http://u:secret@127.0.0.1:" + std::to_string(unused);
    co_await expect_failure(net, nobody, Errc::unavailable, "the proxy 127.0.0.1:" + std::to_string(unused));
    nobody.proxy = "socks5://127.0.0.1:1080";
    co_await expect_failure(net, nobody, Errc::invalid_argument, "only plain HTTP proxies");
    Endpoint injecting("irc.example\r\nX: y", 6697, false);
    injecting.proxy = proxy.url();
    co_await expect_failure(net, injecting, Errc::invalid_argument, "not a host name");
}

TEST(HttpProxy, MustBeThereAndAnswerInTime) {
    TestRuntime rt;
    rt.run(unreachable(rt));
}

Task<void> guarded(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    for (const char* host : {"irc.example", "127.0.0.1", "10.0.0.1", "2130706433"}) {
        Endpoint endpoint = through(proxy);
        endpoint.host = host;
        endpoint.public_only = true;
        co_await expect_failure(net, std::move(endpoint), Errc::forbidden, "cannot be known to be public");
    }
    EXPECT_EQ(proxy.request, "");
    Endpoint literal = through(proxy);
    literal.host = "2606:4700::1111";
    literal.public_only = true;
    const auto stream = co_await net.transport.connect(std::move(literal));
    EXPECT_TRUE(stream.has_value());
    EXPECT_TRUE(proxy.request.starts_with("CONNECT [2606:4700::1111]:6697 "));
}

TEST(HttpProxy, ReachesNamesOnlyWithoutTheGuardForPublicAddresses) {
    TestRuntime rt;
    rt.run(guarded(rt));
}

Task<void> cancelled(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    proxy.silent = true;  // and expects the end of the connection
    core::TaskScope tasks(rt.executor(), rt.log());
    Endpoint patient = through(proxy);
    patient.timeout = Duration(600'000);
    tasks.spawn("connect", [](Net& n, Endpoint endpoint) -> Task<void> {
        const auto stream = co_await n.transport.connect(std::move(endpoint));
        EXPECT_EQ(stream.error().code(), Errc::cancelled);
    }(net, std::move(patient)));
    while (proxy.request.empty()) co_await rt.clock().sleep(Duration(1));
    const std::size_t with_tunnel = rt.tasks().size();
    tasks.cancel();
    co_await tasks.join();
    while (rt.tasks().size() == with_tunnel) co_await rt.clock().sleep(Duration(1));
}

TEST(HttpProxy, IsLeftAtOnceWhenTheCallerIsCancelled) {
    TestRuntime rt;
    rt.run(cancelled(rt));
}

Task<void> websocket(TestRuntime& rt) {
    Net net(rt);
    Proxy proxy(net);
    core::CoreCrypto crypto;
    core::CoreRandom random;
    core::CoreHttpServer server(rt.executor(), net.transport, crypto, rt.log());
    auto greet = [](std::unique_ptr<WebSocket> socket) -> Task<void> {
        const auto sent = co_await socket->send_text("welcome");
        EXPECT_TRUE(sent.has_value());
        co_await socket->close(1000, "");
    };
    HttpHandler handler = [&](HttpServerRequest&) -> Task<HttpServerResponse> {
        co_return HttpServerResponse::upgrade(greet);
    };
    const auto handle = server.listen(ListenOptions(), std::move(handler)).value();
    proxy.target = handle->port();
    core::ProxyRules rules = core::ProxyRules::from_config(proxy.url(), "").value();
    core::CoreWebSocketClient client(net.transport, crypto, random, std::move(rules));
    auto socket = co_await client.connect("ws://gateway.example/", HttpHeaders(), 1024);
    EXPECT_TRUE(socket.has_value()) << socket.error().message();
    if (!socket) co_return;
    const auto message = co_await (*socket)->receive();
    EXPECT_TRUE(message && message->data == "welcome");
    EXPECT_TRUE(proxy.request.starts_with("CONNECT gateway.example:80 "));
    co_await (*socket)->close(1000, "");
}

TEST(HttpProxy, CarriesWebSockets) {
    TestRuntime rt;
    rt.run(websocket(rt));
}

}  // namespace
}  // namespace confab::test
