#include "gateway.hpp"

#include <algorithm>

namespace confab::discord_sandbox {
namespace {

constexpr std::int64_t kKnownIntents = 0x1FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
constexpr std::int64_t kGuilds = 1 << 0;
constexpr std::int64_t kGuildMessages = 1 << 9;
constexpr std::int64_t kGuildReactions = 1 << 10;
constexpr std::int64_t kDirectMessages = 1 << 12;
constexpr std::int64_t kDirectReactions = 1 << 13;
constexpr std::int64_t kMessageContent = 1 << 15;
constexpr char kHello[] = R"({"op":10,"s":null,"t":null,"d":{"_trace":[],"heartbeat_interval":)";

bool has_text(json::Value object, std::string_view key) {
    return object[key].is_string();
}

/// What an IDENTIFY must look like; anything else is a decode error.
bool well_formed(json::Value data) {
    const json::Value properties = data["properties"];
    const std::int64_t threshold = data["large_threshold"].integer(50);
    return has_text(data, "token") && data["intents"].is_integer() && has_text(properties, "os") &&
           has_text(properties, "browser") && has_text(properties, "device") && threshold >= 50 &&
           threshold <= 250;
}

bool good_shard(json::Value shard) {
    if (shard.is_null()) return true;
    const std::int64_t id = shard.at(0).integer(-1);
    return shard.size() == 2 && id >= 0 && id < shard.at(1).integer(-1);
}

}  // namespace

Task<void> Gateway::serve(std::unique_ptr<WebSocket> socket, std::uint16_t problem) {
    const auto connection =
        std::make_shared<Connection>(*this, std::move(socket), faults_.heartbeat_interval);
    ++counts_.connections;
    if (problem != 0) {
        connection->close(problem, "Invalid version or encoding.");
    } else if (faults_.silent_connections > 0) {
        --faults_.silent_connections;
    } else {
        connection->send(kHello + std::to_string(faults_.heartbeat_interval.count()) + "}}");
    }
    Task<void> writer = Connection::write(connection, clock_);
    spawn_("discord gateway writer", std::move(writer));
    co_await Connection::read(connection);

    connection->ended_ = true;
    connection->wake_.notify();
    const std::shared_ptr<GatewaySession> session = connection->session_.lock();
    if (!session || session->live != connection) co_return;
    session->live = nullptr;
    // A client that says goodbye with these codes gives its session up.
    const std::uint16_t code = connection->socket_->close_code();
    if (code == 1000 || code == 1001) forget_session(*session);
}

void Gateway::identify(const std::shared_ptr<Connection>& connection, json::Value data) {
    if (!well_formed(data)) return connection->close(4002, "Error while decoding payload.");
    if (data["token"].string() != token_) return connection->close(4004, "Authentication failed.");
    const std::int64_t intents = data["intents"].integer();
    if ((intents & ~kKnownIntents) != 0) return connection->close(4013, "Invalid intent(s).");
    if (faults_.allowed_intents && (intents & ~*faults_.allowed_intents) != 0)
        return connection->close(4014, "Disallowed intent(s).");
    if (!good_shard(data["shard"])) return connection->close(4010, "Invalid shard.");
    ++counts_.identifies;
    if (faults_.refused_identifies > 0) {
        --faults_.refused_identifies;
        return connection->send(R"({"op":9,"d":false,"s":null,"t":null})");
    }
    const auto session = std::make_shared<GatewaySession>();
    session->id = "sandbox" + std::to_string(++last_session_);
    session->intents = intents;
    session->live = connection;
    connection->session_ = session;
    connection->authenticated_ = true;
    sessions_.push_back(session);
    trim_sessions();
    welcome(*session);
}

void Gateway::welcome(GatewaySession& session) {
    const std::string ready = json_of([&](json::Writer& out) {
        out.begin_object().field("v", 10).field("session_type", "normal").field("session_id", session.id);
        out.field("resume_gateway_url", address_ + "/resume");
        out.key("user");
        write_self(out, world_);
        out.key("guilds").begin_array().begin_object();
        out.field("id", world_.guild_id()).field("unavailable", true).end_object().end_array();
        out.key("application").begin_object().field("id", world_.bot().id).field("flags", 0).end_object();
        out.key("private_channels").begin_array().end_array().end_object();
    });
    dispatch(session, "READY", ready);
    if ((session.intents & kGuilds) == 0) return;
    dispatch(session, "GUILD_CREATE",
             json_of([&](json::Writer& out) { write_guild(out, world_, clock_.wall_now(), true); }));
}

void Gateway::resume(const std::shared_ptr<Connection>& connection, json::Value data) {
    if (!has_text(data, "token") || !has_text(data, "session_id") || !data["seq"].is_integer())
        return connection->close(4002, "Error while decoding payload.");
    if (data["token"].string() != token_) return connection->close(4004, "Authentication failed.");
    if (faults_.dropped_resumes > 0) {
        --faults_.dropped_resumes;
        return connection->drop();
    }
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& session) {
        return session->id == data["session_id"].string();
    });
    if (found == sessions_.end() || faults_.refused_resumes > 0) {
        if (faults_.refused_resumes > 0) --faults_.refused_resumes;
        if (found != sessions_.end()) sessions_.erase(found);
        return connection->send(R"({"op":9,"d":false,"s":null,"t":null})");
    }
    const std::shared_ptr<GatewaySession> session = *found;
    const std::int64_t seq = data["seq"].integer();
    const std::int64_t oldest = session->log.empty() ? session->seq : session->log.front().first - 1;
    if (seq > session->seq || seq < oldest) return connection->close(4007, "Invalid seq.");
    if (session->live) session->live->close(4000, "Replaced by a new connection.");
    ++counts_.resumes;
    session->live = connection;
    connection->session_ = session;
    connection->authenticated_ = true;
    for (const auto& [number, payload] : session->log)
        if (number > seq) connection->send(payload);
    dispatch(*session, "RESUMED", R"({"_trace":[]})");
}

void Gateway::forget_session(const GatewaySession& session) {
    std::erase_if(sessions_, [&](const auto& other) { return other.get() == &session; });
}

void Gateway::trim_sessions() {
    while (sessions_.size() > kMaxSessions) {
        const auto idle =
            std::find_if(sessions_.begin(), sessions_.end(), [](const auto& s) { return !s->live; });
        sessions_.erase(idle == sessions_.end() ? sessions_.begin() : idle);
    }
}

void Gateway::dispatch(GatewaySession& session, std::string_view type, const std::string& data) {
    json::Writer out;
    out.begin_object()
        .field("op", 0)
        .field("s", ++session.seq)
        .field("t", type)
        .key("d")
        .raw(data)
        .end_object();
    session.log.emplace_back(session.seq, out.str());
    if (session.log.size() > GatewaySession::kMaxLog) session.log.pop_front();
    if (session.live) session.live->send(std::move(out).str());
}

void Gateway::dispatch_where(bool direct, std::int64_t guild_intent, std::int64_t direct_intent,
                             std::string_view type,
                             const std::function<std::string(const GatewaySession&)>& data) {
    const std::int64_t needed = direct ? direct_intent : guild_intent;
    for (const auto& session : sessions_)
        if ((session->intents & needed) != 0) dispatch(*session, type, data(*session));
}

std::string Gateway::message_data(const GatewaySession& session, const StoredMessage& message) const {
    const bool mentioned =
        std::find(message.mentions.begin(), message.mentions.end(), &world_.bot()) != message.mentions.end();
    const bool own = message.author == &world_.bot();
    MessageView view;
    view.gateway = true;
    view.with_nonce = own;
    view.with_content =
        (session.intents & kMessageContent) != 0 || message.place->direct() || mentioned || own;
    return json_of([&](json::Writer& out) { write_message(out, world_, message, view); });
}

void Gateway::message_created(const StoredMessage& message) {
    const auto data = [&](const GatewaySession& session) {
        return message_data(session, message);
    };
    const bool direct = message.place->direct();
    dispatch_where(direct, kGuildMessages, kDirectMessages, "MESSAGE_CREATE", data);
    if (faults_.doubled_messages == 0) return;
    --faults_.doubled_messages;
    dispatch_where(direct, kGuildMessages, kDirectMessages, "MESSAGE_CREATE", data);
}

void Gateway::message_updated(const StoredMessage& message) {
    const auto data = [&](const GatewaySession& session) {
        return message_data(session, message);
    };
    dispatch_where(message.place->direct(), kGuildMessages, kDirectMessages, "MESSAGE_UPDATE", data);
}

void Gateway::message_deleted(const StoredMessage& message) {
    const auto data = [&](const GatewaySession&) {
        return json_of([&](json::Writer& out) {
            out.begin_object().field("id", message.id).field("channel_id", message.place->id);
            if (!message.place->direct()) out.field("guild_id", world_.guild_id());
            out.end_object();
        });
    };
    dispatch_where(message.place->direct(), kGuildMessages, kDirectMessages, "MESSAGE_DELETE", data);
}

void Gateway::reaction_changed(const StoredMessage& message, const Person& person, const Reaction& reaction,
                               bool added) {
    const auto data = [&](const GatewaySession&) {
        return json_of([&](json::Writer& out) {
            out.begin_object().field("user_id", person.id).field("channel_id", message.place->id);
            out.field("message_id", message.id).field("burst", false).field("type", 0);
            out.key("emoji").begin_object().key("id");
            reaction.id.empty() ? out.null() : out.value(reaction.id);
            out.field("name", reaction.name).end_object();
            if (added) out.field("message_author_id", message.author->id);
            if (!message.place->direct()) {
                out.field("guild_id", world_.guild_id());
                if (added) {
                    out.key("member");
                    write_member(out, person, message.sent, true);
                }
            }
            out.end_object();
        });
    };
    dispatch_where(message.place->direct(), kGuildReactions, kDirectReactions,
                   added ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE", data);
}

void Gateway::interaction_created(const std::string& data) {
    for (const auto& session : sessions_) dispatch(*session, "INTERACTION_CREATE", data);
}

bool Gateway::is_ready() const {
    return std::any_of(sessions_.begin(), sessions_.end(),
                       [](const auto& s) { return s->live && !s->live->ended(); });
}

std::vector<std::shared_ptr<Connection>> Gateway::live() const {
    std::vector<std::shared_ptr<Connection>> out;
    for (const auto& session : sessions_)
        if (session->live) out.push_back(session->live);
    return out;
}

void Gateway::send_raw(const std::string& payload) {
    for (const auto& connection : live()) connection->send(payload);
}

void Gateway::invalidate(const std::string& payload) {
    send_raw(payload);
    std::erase_if(sessions_, [](const auto& session) { return session->live != nullptr; });
}

void Gateway::close_all(std::uint16_t code) {
    for (const auto& connection : live()) connection->close(code, "Staged.");
}

void Gateway::drop_all() {
    for (const auto& connection : live()) connection->drop();
}

void Gateway::withhold_acks() {
    for (const auto& connection : live()) connection->withhold_acks();
}

}  // namespace confab::discord_sandbox
