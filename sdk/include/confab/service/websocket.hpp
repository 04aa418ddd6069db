#pragma once
/// Service: WebSocket connections (RFC 6455), client side. Pings are answered by the core.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class WebSocketMessage {
public:
    WebSocketMessage() = default;
    WebSocketMessage(std::string data_in, bool binary_in) : data(std::move(data_in)), binary(binary_in) {}
    std::string data;
    bool binary = false;
};

/// One connection. One task may receive while another sends; I/O thread.
class CONFAB_API WebSocket {
public:
    virtual ~WebSocket();  ///< Drops the connection without a close frame.
    /// Next whole message. Errc::closed when the peer closed: `close_code()` then has its code (1005 when it
    /// sent none, 1006 when the connection just broke).
    virtual Task<Result<WebSocketMessage>> receive() = 0;
    virtual Task<Result<void>> send_text(std::string text) = 0;
    virtual Task<Result<void>> send_binary(std::string bytes) = 0;
    /// Sends a close frame and waits up to two seconds for the peer's.
    virtual Task<void> close(std::uint16_t code, std::string reason) = 0;
    virtual std::uint16_t close_code() const noexcept = 0;
    virtual std::string close_reason() const = 0;
};

class CONFAB_API WebSocketClient {
public:
    static constexpr const char* kServiceId = "confab.websocket_client/1";
    virtual ~WebSocketClient();
    /// ws:// or wss://. `max_message` bounds a received message: beyond it the connection fails with
    /// too_large.
    virtual Task<Result<std::unique_ptr<WebSocket>>> connect(std::string url, HttpHeaders headers,
                                                             std::size_t max_message) = 0;
};

}  // namespace confab::inline v1
