#pragma once
/// One gateway connection of the stand-in: checks what the client sends, beats included, and closes with the
/// documented codes.

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "confab/json.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/websocket.hpp"
#include "confab/task.hpp"

namespace confab::discord_sandbox {

class Gateway;
struct GatewaySession;

class Connection {
public:
    using Spawn = std::function<void(std::string name, Task<void> task)>;
    static constexpr std::size_t kMaxOutbox = 2'000;  ///< A client that reads no more is dropped.

    Connection(Gateway& gateway, std::unique_ptr<WebSocket> socket, Duration interval)
        : gateway_(gateway), socket_(std::move(socket)), interval_(interval) {}

    void send(std::string payload);
    void close(std::uint16_t code, std::string reason);
    /// Breaks without a close frame.
    void drop();
    void withhold_acks() { withhold_acks_ = true; }
    bool ended() const { return ended_; }

private:
    friend class Gateway;
    static Task<void> read(std::shared_ptr<Connection> self);
    static Task<void> write(std::shared_ptr<Connection> self, Clock& clock);
    void on_text(const std::shared_ptr<Connection>& self, std::string text, TimePoint now);
    bool within_rate(TimePoint now);

    struct Outgoing {
        std::string text;
        std::uint16_t close_code = 0;
    };

    Gateway& gateway_;
    std::unique_ptr<WebSocket> socket_;
    Duration interval_;
    std::weak_ptr<GatewaySession> session_;  // the session owns its live connection
    bool authenticated_ = false;
    std::deque<Outgoing> outbox_;
    std::deque<TimePoint> received_;  // within the last minute
    TimePoint last_beat_{};
    Signal wake_;
    bool withhold_acks_ = false;
    bool closing_ = false;
    bool dropped_ = false;
    bool ended_ = false;
};

}  // namespace confab::discord_sandbox
