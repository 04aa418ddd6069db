#pragma once
/// A WebSocket over an open stream, either side, after the handshake.

#include <list>
#include <memory>
#include <string>

#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/websocket.hpp"
#include "core/net/websocket_codec.hpp"

namespace confab::core {

/// Answers pings while somebody receives. Several tasks may send; each frame goes out whole.
class WebSocketConnection final : public WebSocket {
public:
    /// `random` makes the masking keys of a client; null on the server side. `early` are bytes already
    /// received.
    WebSocketConnection(std::unique_ptr<Stream> stream, Random* random, std::size_t max_message,
                        std::string_view early);

    Task<Result<WebSocketMessage>> receive() override;
    Task<Result<void>> send_text(std::string text) override;
    Task<Result<void>> send_binary(std::string bytes) override;
    Task<void> close(std::uint16_t code, std::string reason) override;
    std::uint16_t close_code() const noexcept override { return close_code_; }
    std::string close_reason() const override { return close_reason_; }

private:
    class Turn;
    std::string frame(WsOpcode opcode, std::string_view payload);
    Task<Result<void>> send(WsOpcode opcode, std::string payload);
    Task<Result<void>> write(std::string bytes);
    Task<void> answer_ping(std::string payload);
    Task<Result<WsEvent>> next_event();
    Task<Error> fail(Error error);
    Task<Error> on_close_frame(WsEvent event);
    void broke(std::uint16_t code, std::string reason);

    std::unique_ptr<Stream> stream_;
    Random* random_;
    WsDecoder decoder_;
    std::list<Signal*> writers_waiting_;
    bool writing_ = false;
    std::string pending_pong_;  // of the latest ping that came while a frame was being written
    bool receiving_ = false;
    bool close_sent_ = false;
    bool dead_ = false;
    Signal ended_;  // wakes `close` when the receiving task has seen the end
    std::uint16_t close_code_ = ws_close::kBroken;
    std::string close_reason_;
};

}  // namespace confab::core
