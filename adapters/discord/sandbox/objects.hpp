#pragma once
/// The JSON objects of the API, complete enough for third-party clients (Discord documentation, "Resources").

#include <string>

#include "confab/json.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

/// "2026-11-24T06:28:57.123000+00:00"
std::string timestamp(WallTime time);

void write_user(json::Writer& out, const Person& person);
/// The bot's own account, with the fields only itself may see.
void write_self(json::Writer& out, const World& world);
void write_member(json::Writer& out, const Person& person, WallTime joined, bool with_user);
void write_channel(json::Writer& out, const World& world, const Place& place);
/// `gateway`: with what a GUILD_CREATE has on top.
void write_guild(json::Writer& out, const World& world, WallTime now, bool gateway);
void write_application(json::Writer& out, const World& world);

struct MessageView {
    bool gateway = false;      ///< With guild_id, member and channel_type.
    bool with_content = true;  ///< False: without the MESSAGE_CONTENT intent.
    bool with_nonce = false;
};
void write_message(json::Writer& out, const World& world, const StoredMessage& message, MessageView view);

template <class Write>
std::string json_of(Write write) {
    json::Writer out;
    write(out);
    return std::move(out).str();
}

}  // namespace confab::discord_sandbox
