#include "connection.hpp"

#include <algorithm>

#include "gateway.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr std::size_t kMaxPayload = 4'096;
constexpr std::size_t kMaxSends = 120;  // in a minute
constexpr Duration kGrace{1'000};       // added to the interval before a missing beat ends the session

}  // namespace

void Connection::send(std::string payload) {
    if (closing_ || dropped_ || ended_) return;
    if (outbox_.size() >= kMaxOutbox) return drop();
    outbox_.push_back({std::move(payload), 0});
    wake_.notify();
}

void Connection::close(std::uint16_t code, std::string reason) {
    if (closing_) return;
    outbox_.push_back({std::move(reason), code});
    closing_ = true;
    wake_.notify();
}

void Connection::drop() {
    // The reader ends with the next message, so the client is asked for one: its beat stays unanswered, and
    // the connection breaks as it would with a dead server.
    dropped_ = true;
    outbox_.clear();
    outbox_.push_back({R"({"op":1,"d":null,"s":null,"t":null})", 0});
    wake_.notify();
}

Task<void> Connection::read(std::shared_ptr<Connection> self) {
    for (;;) {
        Result<WebSocketMessage> message = co_await self->socket_->receive();
        if (!message || self->dropped_) co_return;
        if (self->closing_) continue;  // only the close handshake is left
        if (message->binary)
            self->close(4002, "Error while decoding payload.");
        else
            self->on_text(self, std::move(message->data), self->gateway_.clock_.now());
    }
}

Task<void> Connection::write(std::shared_ptr<Connection> self, Clock& clock) {
    self->last_beat_ = clock.now();
    while (!self->ended_) {
        if (!self->outbox_.empty()) {
            Outgoing item = std::move(self->outbox_.front());
            self->outbox_.pop_front();
            if (item.close_code != 0) {
                co_await self->socket_->close(item.close_code, std::move(item.text));
                co_return;
            }
            Result<void> sent = co_await self->socket_->send_text(std::move(item.text));
            if (!sent) co_return;
            continue;
        }
        const TimePoint due = self->last_beat_ + self->interval_ * 2 + kGrace;
        if (clock.now() >= due)
            self->close(4009, "Session timed out.");
        else
            co_await self->wake_.wait_for(std::chrono::ceil<Duration>(due - clock.now()));
    }
}

void Connection::on_text(const std::shared_ptr<Connection>& self, std::string text, TimePoint now) {
    if (text.size() > kMaxPayload) return close(4002, "Error while decoding payload.");
    if (!within_rate(now)) return close(4008, "You are being rate limited.");
    const auto payload = json::Document::parse(std::move(text));
    if (!payload || !payload->root().is_object() || !(*payload)["op"].is_integer())
        return close(4002, "Error while decoding payload.");
    const json::Value data = (*payload)["d"];
    switch ((*payload)["op"].integer()) {
        case 1:
            if (!data.is_null() && !data.is_integer()) return close(4002, "Error while decoding payload.");
            last_beat_ = now;
            ++gateway_.counts_.beats;
            if (!withhold_acks_) send(R"({"op":11,"d":null,"s":null,"t":null})");
            return;
        case 2:
            if (authenticated_) return close(4005, "Already authenticated.");
            return gateway_.identify(self, data);
        case 6:
            if (authenticated_) return close(4005, "Already authenticated.");
            return gateway_.resume(self, data);
        case 3:
        case 4:
        case 8:
            if (!authenticated_) return close(4003, "Not authenticated.");
            if (!data.is_object()) return close(4002, "Error while decoding payload.");
            return;
        default:
            return close(4001, "Unknown opcode.");
    }
}

bool Connection::within_rate(TimePoint now) {
    while (!received_.empty() && now - received_.front() > std::chrono::minutes(1)) received_.pop_front();
    received_.push_back(now);
    return received_.size() <= kMaxSends;
}

}  // namespace confab::discord_sandbox
