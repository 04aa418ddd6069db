#include "core/net/websocket_connection.hpp"

#include <cstring>

namespace confab::core {
namespace {

constexpr Duration kCloseLimit{2'000};

class Flag {
public:
    explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
    ~Flag() { flag_ = false; }
    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;

private:
    bool& flag_;
};

}  // namespace

/// The right to write, handed on in order of arrival.
class WebSocketConnection::Turn {
public:
    explicit Turn(WebSocketConnection& owner) : owner_(owner) {}
    ~Turn() {
        if (queued_) owner_.writers_waiting_.remove(&signal_);
        if (!held_) return;
        owner_.writing_ = false;
        if (!finished_)
            owner_.dead_ = true;  // cancelled within a frame: what follows would be read as its rest
        if (!owner_.writers_waiting_.empty()) owner_.writers_waiting_.front()->notify();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    Task<void> take() {
        while (owner_.writing_) {
            if (!queued_) owner_.writers_waiting_.push_back(&signal_);
            queued_ = true;
            co_await signal_.wait();
        }
        if (queued_) owner_.writers_waiting_.remove(&signal_);
        queued_ = false;
        owner_.writing_ = held_ = true;
    }
    void finish() noexcept { finished_ = true; }

private:
    WebSocketConnection& owner_;
    Signal signal_;
    bool queued_ = false;
    bool held_ = false;
    bool finished_ = false;
};

WebSocketConnection::WebSocketConnection(std::unique_ptr<Stream> stream, Random* random,
                                         std::size_t max_message, std::string_view early)
    : stream_(std::move(stream)),
      random_(random),
      decoder_(random ? WsRole::client : WsRole::server, max_message) {
    decoder_.append(early);
}

std::string WebSocketConnection::frame(WsOpcode opcode, std::string_view payload) {
    if (!random_) return ws_frame(opcode, payload, std::nullopt);
    std::uint32_t key = 0;
    random_->fill(std::as_writable_bytes(std::span(&key, 1)));
    return ws_frame(opcode, payload, key);
}

void WebSocketConnection::broke(std::uint16_t code, std::string reason) {
    dead_ = true;
    close_code_ = code;
    close_reason_ = std::move(reason);
    ended_.notify();
}

Task<Result<void>> WebSocketConnection::write(std::string bytes) {
    Turn turn(*this);
    co_await turn.take();
    if (dead_) {
        turn.finish();
        co_return Error(Errc::closed, "the WebSocket is closed");
    }
    Result<void> done = co_await stream_->write(bytes);
    while (done && !pending_pong_.empty()) {
        const std::string pong = std::exchange(pending_pong_, {});
        done = co_await stream_->write(pong);
    }
    if (done) turn.finish();
    co_return done;
}

Task<Result<void>> WebSocketConnection::send(WsOpcode opcode, std::string payload) {
    if (dead_ || close_sent_) co_return Error(Errc::closed, "the WebSocket is closed");
    std::string bytes = frame(opcode, payload);
    co_return co_await write(std::move(bytes));
}

Task<Result<void>> WebSocketConnection::send_text(std::string text) {
    if (!is_utf8(text)) co_return Error(Errc::invalid_argument, "a WebSocket text must be UTF-8");
    co_return co_await send(WsOpcode::text, std::move(text));
}

Task<Result<void>> WebSocketConnection::send_binary(std::string bytes) {
    co_return co_await send(WsOpcode::binary, std::move(bytes));
}

// Never waits behind a frame that is being written: the peer may read that only after we have read on.
// Section 5.5.3 lets us answer the latest ping alone.
Task<void> WebSocketConnection::answer_ping(std::string payload) {
    if (close_sent_) co_return;
    std::string pong = frame(WsOpcode::pong, payload);
    if (writing_)
        pending_pong_ = std::move(pong);
    else
        co_await write(std::move(pong));
}

Task<Result<WsEvent>> WebSocketConnection::next_event() {
    for (;;) {
        Result<std::optional<WsEvent>> event = decoder_.next();
        if (!event) co_return event.error();
        if (*event) co_return std::move(**event);
        const auto received = co_await stream_->read_some(decoder_.prepare());
        if (!received) co_return received.error();
        decoder_.commit(*received);
    }
}

Task<Error> WebSocketConnection::fail(Error error) {
    if ((error.code() == Errc::protocol || error.code() == Errc::too_large) && !close_sent_ && !dead_) {
        close_sent_ = true;
        std::string goodbye =
            frame(WsOpcode::close, ws_close_payload(decoder_.failure_code(), error.context()));
        stream_->expires_after(kCloseLimit);
        co_await write(std::move(goodbye));
    }
    broke(ws_close::kBroken, error.context());
    co_return error;
}

Task<Error> WebSocketConnection::on_close_frame(WsEvent event) {
    if (!close_sent_) {
        close_sent_ = true;
        std::string echo = frame(WsOpcode::close, ws_close_payload(event.close_code, event.payload));
        stream_->expires_after(kCloseLimit);
        co_await write(std::move(echo));
    }
    broke(event.close_code, std::move(event.payload));
    co_return Error(Errc::closed, "the peer closed the WebSocket with code " + std::to_string(close_code_));
}

Task<Result<WebSocketMessage>> WebSocketConnection::receive() {
    if (dead_) co_return Error(Errc::closed, "the WebSocket is closed");
    const Flag receiving(receiving_);
    for (;;) {
        Result<WsEvent> event = co_await next_event();
        if (!event) co_return co_await fail(event.error());
        switch (event->kind) {
            case WsOpcode::ping:
                co_await answer_ping(std::move(event->payload));
                break;
            case WsOpcode::pong:
                break;
            case WsOpcode::close:
                co_return co_await on_close_frame(std::move(*event));
            default:
                co_return WebSocketMessage(std::move(event->payload), event->kind == WsOpcode::binary);
        }
    }
}

Task<void> WebSocketConnection::close(std::uint16_t code, std::string reason) {
    if (!dead_ && !close_sent_) {
        close_sent_ = true;
        stream_->expires_after(kCloseLimit);
        std::string goodbye = frame(WsOpcode::close, ws_close_payload(code, reason));
        const Result<void> sent = co_await write(std::move(goodbye));
        if (sent && receiving_ && !dead_) {
            co_await ended_.wait_for(kCloseLimit);
        } else if (sent) {
            while (!dead_)
                co_await receive();  // what still comes before the peer's close frame is not wanted
        }
    }
    if (!dead_) broke(ws_close::kBroken, {});
    co_await stream_->close();
}

}  // namespace confab::core
