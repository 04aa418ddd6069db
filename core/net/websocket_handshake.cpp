#include "core/net/websocket_handshake.hpp"

#include "core/net/http_wire.hpp"

namespace confab::core {
namespace {

Errc by_status(int status) {
    switch (status) {
        case 401:
            return Errc::unauthorized;
        case 402:
            return Errc::payment_required;
        case 403:
            return Errc::forbidden;
        case 404:
            return Errc::not_found;
        case 429:
            return Errc::rate_limited;
        default:
            return status >= 500 ? Errc::upstream : Errc::protocol;
    }
}

}  // namespace

std::string ws_accept(const Crypto& crypto, std::string_view key) {
    std::string text(key);
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    return crypto.base64(crypto.sha1(text));
}

Result<std::string> ws_client_hello(const Url& url, const HttpHeaders& headers, std::string_view key) {
    std::string out = "GET " + url.target + " HTTP/1.1\r\nHost: " + url.authority() +
                      "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: ";
    out.append(key).append("\r\n");
    auto done = append_fields(out, headers,
                              {"Host", "Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key",
                               "Sec-WebSocket-Extensions", "Content-Length"});
    if (!done) return done.error();
    return out + "\r\n";
}

Result<void> ws_check_answer(HttpParser& answer, std::string_view expected_accept) {
    if (answer.status() != 101)
        return Error(by_status(answer.status()),
                     "the WebSocket handshake was answered with status " + std::to_string(answer.status()));
    const HttpHeaders& headers = answer.headers();
    if (!has_token(headers.get("Upgrade"), "websocket") || !has_token(headers.get("Connection"), "upgrade") ||
        headers.get("Sec-WebSocket-Accept") != expected_accept)
        return Error(Errc::protocol, "the WebSocket handshake was answered wrongly");
    if (headers.has("Sec-WebSocket-Extensions"))
        return Error(Errc::protocol, "the server chose a WebSocket extension that was not offered");
    return {};
}

WsServerAnswer ws_server_answer(const Crypto& crypto, const HttpServerRequest& request,
                                const HttpHeaders& headers) {
    const HttpHeaders& asked = request.headers;
    const std::string key(asked.get("Sec-WebSocket-Key"));
    const auto raw_key = crypto.from_base64(key);
    WsServerAnswer answer;
    if (request.method != "GET" || !has_token(asked.get("Upgrade"), "websocket") ||
        !has_token(asked.get("Connection"), "upgrade") || !raw_key || raw_key->size() != 16) {
        answer.bytes = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    } else if (asked.get("Sec-WebSocket-Version") != "13") {
        answer.bytes =
            "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n"
            "Connection: close\r\n\r\n";
    } else {
        answer.bytes =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " +
            ws_accept(crypto, key) + "\r\n";
        answer.accepted =
            append_fields(answer.bytes, headers, {"Content-Length", "Connection", "Upgrade"}).has_value();
        answer.bytes += "\r\n";
        if (!answer.accepted)
            answer.bytes =
                "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }
    return answer;
}

}  // namespace confab::core
