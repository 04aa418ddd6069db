#pragma once
/// Drives a Session over real WebSocket connections: one task reads, one writes and keeps the time.

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "api.hpp"
#include "confab/adapter.hpp"
#include "confab/backoff.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/random.hpp"
#include "confab/service/websocket.hpp"
#include "session.hpp"

namespace confab::discord {

struct GatewayConfig {
    SessionConfig session;
    std::string url;     ///< Fixed address; empty: as the API and READY tell.
    bool secure = true;  ///< Accept only wss://, because the token goes over it.
};

/// Where the gateway's news go; called on the I/O thread, must not block.
class GatewayEvents {
public:
    virtual ~GatewayEvents() = default;
    virtual void on_dispatch(std::string_view type, json::Value data) = 0;
    virtual void on_state(ConnectionState state, std::string reason) = 0;
};

class Gateway {
public:
    Gateway(GatewayConfig config, Api& api, WebSocketClient& sockets, Clock& clock, Random& random,
            AccountContext& account, GatewayEvents& events);

    /// Stays connected until cancelled; returns only when trying again is useless.
    Task<void> run();

private:
    struct Link;
    Task<Next> connect_once();
    Task<Result<std::string>> find_address();
    Task<Result<std::string>> fresh_address();
    Task<void> read(std::shared_ptr<Link> link);
    Task<void> write(std::shared_ptr<Link> link);
    void perform(Link& link, Actions actions);
    bool acceptable(std::string_view url) const;

    GatewayConfig config_;
    Session session_;
    Api& api_;
    WebSocketClient& sockets_;
    Clock& clock_;
    Random& random_;
    AccountContext& account_;
    GatewayEvents& events_;
    Backoff backoff_{Duration(1'000), Duration(120'000)};
};

}  // namespace confab::discord
