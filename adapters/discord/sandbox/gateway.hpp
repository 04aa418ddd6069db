#pragma once
/// The gateway's sessions: who is logged in, what each was told, and what it missed (Discord documentation,
/// "Gateway").

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "confab/json.hpp"
#include "connection.hpp"
#include "faults.hpp"
#include "objects.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

/// Outlives its connections: what a RESUME comes back to.
struct GatewaySession {
    static constexpr std::size_t kMaxLog =
        1'000;  ///< Dispatches kept for a resume; the oldest are forgotten.
    std::string id;
    std::int64_t intents = 0;
    std::int64_t seq = 0;
    std::deque<std::pair<std::int64_t, std::string>> log;
    std::shared_ptr<Connection> live;
};

class Gateway {
public:
    static constexpr std::size_t kMaxSessions = 16;  ///< The oldest without a connection are forgotten.

    struct Counts {
        unsigned connections = 0;
        unsigned identifies = 0;
        unsigned resumes = 0;
        unsigned beats = 0;
    };

    Gateway(World& world, Faults& faults, Clock& clock, std::string token, Connection::Spawn spawn)
        : world_(world), faults_(faults), clock_(clock), token_(std::move(token)), spawn_(std::move(spawn)) {}

    /// Address under which this server is reached, "ws://127.0.0.1:4711".
    void set_address(std::string address) { address_ = std::move(address); }
    const std::string& address() const { return address_; }
    const Counts& counts() const { return counts_; }

    /// Runs one WebSocket connection; `problem` is a close code for a bad address, or 0.
    Task<void> serve(std::unique_ptr<WebSocket> socket, std::uint16_t problem);

    bool is_ready() const;
    void message_created(const StoredMessage& message);
    void message_updated(const StoredMessage& message);
    void message_deleted(const StoredMessage& message);
    void reaction_changed(const StoredMessage& message, const Person& person, const Reaction& reaction,
                          bool added);

    /// Needs no intent.
    void interaction_created(const std::string& data);

    /// Sends a payload without sequence number on every live connection.
    void send_raw(const std::string& payload);
    /// As `send_raw`; the sessions are gone, as after a real op 9 with false.
    void invalidate(const std::string& payload);
    void close_all(std::uint16_t code);
    void drop_all();
    void withhold_acks();

private:
    friend class Connection;
    void identify(const std::shared_ptr<Connection>& connection, json::Value data);
    void resume(const std::shared_ptr<Connection>& connection, json::Value data);
    void forget_session(const GatewaySession& session);
    void trim_sessions();
    void welcome(GatewaySession& session);
    void dispatch(GatewaySession& session, std::string_view type, const std::string& data);
    void dispatch_where(bool direct, std::int64_t guild_intent, std::int64_t direct_intent,
                        std::string_view type, const std::function<std::string(const GatewaySession&)>& data);
    std::string message_data(const GatewaySession& session, const StoredMessage& message) const;
    std::vector<std::shared_ptr<Connection>> live() const;

    World& world_;
    Faults& faults_;
    Clock& clock_;
    std::string token_;
    Connection::Spawn spawn_;
    std::string address_;
    Counts counts_;
    std::vector<std::shared_ptr<GatewaySession>> sessions_;  // their connections hold weak references
    std::uint64_t last_session_ = 0;
};

}  // namespace confab::discord_sandbox
