#pragma once
/// A /sync answer to events.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/event.hpp"
#include "confab/json.hpp"
#include "recent.hpp"
#include "room.hpp"

namespace confab::matrix {

/// Somebody wants us in a room.
class Invite {
public:
    std::string room;
    std::string inviter;
    bool direct = false;
};

/// Events of a room that the server left out because there were too many.
class Gap {
public:
    std::string room;
    std::string prev_batch;
};

class Batch {
public:
    std::vector<Event> events;
    std::vector<Invite> invites;
    std::vector<Gap> gaps;
    std::size_t undecryptable = 0;  ///< Events of encrypted rooms, which this adapter cannot read.
};

/// Keeps the rooms of one account and turns sync answers into events. Reads the JSON in place and copies only
/// what it keeps. Whatever is malformed is skipped, event by event.
class Decoder {
public:
    /// `bot_name` is what people call the bot besides its Matrix names.
    Decoder(AccountId account, std::string bot_name)
        : account_(std::move(account)), bot_name_(std::move(bot_name)) {}

    void set_self(std::string user_id);
    /// Not `live`: updates rooms and reports invites, but makes no events.
    Batch decode(json::Value sync, bool live);

    Rooms& rooms() { return rooms_; }
    const Rooms& rooms() const { return rooms_; }
    const std::string& self() const { return self_; }

private:
    struct Place {
        std::string_view id;
        Room& room;
    };
    void joined(std::string_view room_id, json::Value data, bool live, Batch& batch);
    void invited(std::string_view room_id, json::Value data, Batch& batch) const;
    void left(std::string_view room_id, json::Value data, bool live, Batch& batch);
    std::size_t first_live_event(json::Value timeline, bool was_known) const;

    std::optional<Event> decode_event(const Place& place, json::Value event, Batch& batch);
    std::optional<Event> decode_message_event(const Place& place, json::Value event) const;
    std::optional<Event> decode_edit(const Place& place, json::Value event, std::string_view original) const;
    std::optional<Event> decode_reaction(const Place& place, json::Value event) const;
    std::optional<Event> decode_redaction(const Place& place, json::Value event) const;
    std::optional<Event> decode_member(const Place& place, json::Value event) const;

    bool remember(json::Value event);
    bool mentions_bot(const Room& room, json::Value content) const;
    std::vector<std::string> names_of_bot(const Room& room) const;
    ChannelRef where(const Place& place) const { return ChannelRef(account_, ChannelId(place.id)); }
    User user(const Room& room, std::string_view user_id) const;

    AccountId account_;
    std::string bot_name_;
    std::string self_;
    std::string self_localpart_;
    Rooms rooms_;
    Recent recent_;
};

}  // namespace confab::matrix
