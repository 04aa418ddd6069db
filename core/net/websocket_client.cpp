#include "core/net/websocket_client.hpp"

#include <array>

#include "core/net/read_buffer.hpp"
#include "core/net/websocket_connection.hpp"
#include "core/net/websocket_handshake.hpp"

namespace confab::core {
namespace {

constexpr Duration kHandshakeLimit{10'000};
constexpr std::size_t kMaxHeader = 16 * 1024;
constexpr std::size_t kMaxRefusal = 64 * 1024;  // body of an answer that is not 101

Task<Result<void>> read_answer(Stream& stream, ReadBuffer& buffer, HttpParser& answer) {
    answer.begin(kMaxRefusal);
    while (!answer.done() && !(answer.header_done() && answer.status() != 101)) {
        const auto received = co_await stream.read_some(buffer.prepare());
        if (!received) co_return received.error();
        buffer.commit(*received);
        const auto used = answer.feed(buffer.data());
        if (!used) co_return used.error();
        buffer.consume(*used);
    }
    co_return Result<void>();
}

Error in_context(const Error& error, const Url& url) {
    return Error(error.code(), url.origin() + ": " + error.context(), error.cause());
}

}  // namespace

Task<Result<std::unique_ptr<WebSocket>>> CoreWebSocketClient::connect(std::string text, HttpHeaders headers,
                                                                      std::size_t max_message) {
    const Result<Url> url = Url::parse(text);
    if (!url) co_return url.error();
    std::array<std::byte, 16> nonce;
    random_.fill(nonce);
    const std::string key =
        crypto_.base64(std::string_view(reinterpret_cast<const char*>(nonce.data()), nonce.size()));
    const Result<std::string> hello = ws_client_hello(*url, headers, key);
    if (!hello) co_return hello.error();

    Endpoint endpoint(url->host, url->port, url->tls());
    endpoint.proxy = proxies_.for_target(url->tls(), url->host, url->port);
    auto stream = co_await transport_.connect(std::move(endpoint));
    if (!stream) co_return stream.error();
    (*stream)->expires_after(kHandshakeLimit);
    if (auto sent = co_await (*stream)->write(*hello); !sent) co_return in_context(sent.error(), *url);
    ReadBuffer buffer;
    HttpParser answer(HttpParser::Side::responses, kMaxHeader);
    if (auto read = co_await read_answer(**stream, buffer, answer); !read)
        co_return in_context(read.error(), *url);
    if (auto good = ws_check_answer(answer, ws_accept(crypto_, key)); !good)
        co_return in_context(good.error(), *url);
    (*stream)->expires_never();
    co_return std::make_unique<WebSocketConnection>(std::move(*stream), &random_, max_message, buffer.data());
}

}  // namespace confab::core
