#pragma once
/// The opening handshake of RFC 6455 section 4, as text; no I/O.

#include <string>
#include <string_view>

#include "confab/result.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/http_server.hpp"
#include "core/net/http_codec.hpp"
#include "core/net/url.hpp"

namespace confab::core {

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string ws_accept(const Crypto& crypto, std::string_view key);

/// Errors: invalid_argument (a header that cannot be sent).
Result<std::string> ws_client_hello(const Url& url, const HttpHeaders& headers, std::string_view key);
/// Judges the complete answer. Errors: by its status, or protocol.
Result<void> ws_check_answer(HttpParser& answer, std::string_view expected_accept);

/// The bytes that switch protocols, or the refusal to send instead.
class WsServerAnswer {
public:
    std::string bytes;
    bool accepted = false;
};
WsServerAnswer ws_server_answer(const Crypto& crypto, const HttpServerRequest& request,
                                const HttpHeaders& headers);

}  // namespace confab::core
