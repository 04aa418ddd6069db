#pragma once
/// Opens WebSocket connections (RFC 6455 section 4.1).

#include "confab/service/crypto.hpp"
#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/websocket.hpp"
#include "core/net/proxy_rules.hpp"

namespace confab::core {

class CoreWebSocketClient final : public WebSocketClient {
public:
    CoreWebSocketClient(Transport& transport, const Crypto& crypto, Random& random, ProxyRules proxies = {})
        : transport_(transport), crypto_(crypto), random_(random), proxies_(std::move(proxies)) {}

    /// Ten seconds for the connection and ten for the handshake. An answer other than 101 is `unauthorized`,
    /// `forbidden`, `not_found`, `rate_limited`, `upstream` or `protocol` by its status.
    Task<Result<std::unique_ptr<WebSocket>>> connect(std::string url, HttpHeaders headers,
                                                     std::size_t max_message) override;

private:
    Transport& transport_;
    const Crypto& crypto_;
    Random& random_;
    ProxyRules proxies_;
};

}  // namespace confab::core
