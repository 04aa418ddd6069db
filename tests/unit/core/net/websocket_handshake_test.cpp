#include "core/net/websocket_handshake.hpp"

#include <gtest/gtest.h>

#include "core/crypto/crypto.hpp"

namespace confab::core {
namespace {

constexpr const char* kKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr const char* kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

HttpParser answer(const std::string& text) {
    HttpParser parser(HttpParser::Side::responses, 16 * 1024);
    parser.begin(1024);
    EXPECT_TRUE(parser.feed(text).has_value());
    return parser;
}

HttpServerRequest hello() {
    HttpServerRequest request;
    request.method = "GET";
    request.target = "/chat";
    request.headers.add("Upgrade", "websocket");
    request.headers.add("Connection", "keep-alive, Upgrade");
    request.headers.add("Sec-WebSocket-Key", kKey);
    request.headers.add("Sec-WebSocket-Version", "13");
    return request;
}

TEST(WebSocketHandshake, ComputesTheStandardsExample) {
    EXPECT_EQ(ws_accept(CoreCrypto(), kKey), kAccept);
}

TEST(WebSocketHandshake, AsksWithEverythingTheServerNeeds) {
    HttpHeaders headers;
    headers.add("Authorization", "Bot x");
    headers.add("Sec-WebSocket-Version", "8");
    const std::string text =
        ws_client_hello(Url::parse("wss://a.example:444/g?v=10").value(), headers, kKey).value();
    HttpParser parser(HttpParser::Side::requests, 16 * 1024);
    parser.begin(0);
    ASSERT_EQ(parser.feed(text).value(), text.size());
    EXPECT_EQ(parser.target(), "/g?v=10");
    EXPECT_EQ(parser.headers().get("Host"), "a.example:444");
    EXPECT_EQ(parser.headers().get("Authorization"), "Bot x");
    EXPECT_EQ(parser.headers().get("Sec-WebSocket-Version"), "13");
    EXPECT_EQ(parser.headers().get("Sec-WebSocket-Key"), kKey);
}

TEST(WebSocketHandshake, AcceptsOnlyTheRightAnswer) {
    const std::string start =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n";
    HttpParser good = answer(start + "Sec-WebSocket-Accept: " + kAccept + "\r\n\r\n");
    EXPECT_TRUE(ws_check_answer(good, kAccept).has_value());
    HttpParser wrong = answer(start + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOO=\r\n\r\n");
    EXPECT_EQ(ws_check_answer(wrong, kAccept).error().code(), Errc::protocol);
    HttpParser missing = answer("HTTP/1.1 101 Switching Protocols\r\n\r\n");
    EXPECT_EQ(ws_check_answer(missing, kAccept).error().code(), Errc::protocol);
    HttpParser extension = answer(start + "Sec-WebSocket-Accept: " + kAccept +
                                  "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    EXPECT_EQ(ws_check_answer(extension, kAccept).error().code(), Errc::protocol);
}

TEST(WebSocketHandshake, TellsRefusalsApart) {
    const std::pair<int, Errc> cases[] = {{200, Errc::protocol},     {401, Errc::unauthorized},
                                          {403, Errc::forbidden},    {404, Errc::not_found},
                                          {429, Errc::rate_limited}, {503, Errc::upstream}};
    for (const auto& [status, code] : cases) {
        HttpParser parser = answer("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: 0\r\n\r\n");
        EXPECT_EQ(ws_check_answer(parser, kAccept).error().code(), code) << status;
    }
}

TEST(WebSocketHandshake, ServerSwitchesForAProperRequest) {
    HttpHeaders extra;
    extra.add("Sec-WebSocket-Protocol", "v1");
    const WsServerAnswer reply = ws_server_answer(CoreCrypto(), hello(), extra);
    EXPECT_TRUE(reply.accepted);
    HttpParser parsed = answer(reply.bytes);
    EXPECT_TRUE(ws_check_answer(parsed, kAccept).has_value());
    EXPECT_EQ(parsed.headers().get("Sec-WebSocket-Protocol"), "v1");
}

TEST(WebSocketHandshake, ServerRefusesAnImproperRequest) {
    const std::tuple<const char*, const char*, int> cases[] = {{"Upgrade", "h2c", 400},
                                                               {"Connection", "keep-alive", 400},
                                                               {"Sec-WebSocket-Key", "short", 400},
                                                               {"Sec-WebSocket-Key", "AAAA", 400},
                                                               {"Sec-WebSocket-Version", "8", 426}};
    for (const auto& [field, value, status] : cases) {
        HttpServerRequest request = hello();
        request.headers.set(field, value);
        const WsServerAnswer reply = ws_server_answer(CoreCrypto(), request, HttpHeaders());
        EXPECT_FALSE(reply.accepted) << field;
        EXPECT_EQ(answer(reply.bytes).status(), status) << field;
    }
    HttpServerRequest post = hello();
    post.method = "POST";
    EXPECT_FALSE(ws_server_answer(CoreCrypto(), post, HttpHeaders()).accepted);
}

}  // namespace
}  // namespace confab::core
