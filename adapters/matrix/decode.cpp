#include "decode.hpp"

#include <algorithm>

#include "message_decode.hpp"

namespace confab::matrix {
namespace {

constexpr std::int64_t kLatestMoment = 7'258'118'400'000;  // the year 2200, in milliseconds
constexpr std::size_t kMaxId = 255;                        // appendices, "Identifier grammar"

bool is_id(json::Value value) {
    return value.is_string() && !value.string().empty() && value.string().size() <= kMaxId;
}

bool is_own_member(json::Value event, std::string_view self) {
    return event["type"].string() == "m.room.member" && event["state_key"].string() == self;
}

json::Value last_own_member(json::Value events, std::string_view self) {
    json::Value last;
    for (const json::Value event : events.items())
        if (is_own_member(event, self)) last = event;
    return last;
}

}  // namespace

void Decoder::set_self(std::string user_id) {
    self_ = std::move(user_id);
    const std::string_view id(self_);
    self_localpart_ = id.substr(id.starts_with('@') ? 1 : 0, id.find(':') - 1);
}

Batch Decoder::decode(json::Value sync, bool live) {
    Batch batch;
    for (const json::Value event : sync["account_data"]["events"].items())
        if (event["type"].string() == "m.direct") rooms_.set_direct(event["content"]);
    const json::Value rooms = sync["rooms"];
    const auto each = [](json::Value group, auto&& use) {
        for (std::size_t i = 0; group.is_object() && i < group.size(); ++i)
            use(group.key_at(i), group.value_at(i));
    };
    each(rooms["join"], [&](std::string_view id, json::Value data) { joined(id, data, live, batch); });
    each(rooms["invite"], [&](std::string_view id, json::Value data) { invited(id, data, batch); });
    each(rooms["leave"], [&](std::string_view id, json::Value data) { left(id, data, live, batch); });
    return batch;
}

void Decoder::joined(std::string_view room_id, json::Value data, bool live, Batch& batch) {
    if (room_id.size() > kMaxId) return;
    const bool was_known = rooms_.find(room_id) != nullptr;
    const Place place{room_id, rooms_.add(room_id)};
    // `state_after` is the state at the end of the timeline, `state` the one at its start (v1.16).
    const bool final_state = data["state_after"].is_object();
    for (const json::Value event : data[final_state ? "state_after" : "state"]["events"].items())
        place.room.apply(event);
    place.room.set_heroes(data["summary"]["m.heroes"]);

    const json::Value timeline = data["timeline"];
    if (live && was_known && timeline["limited"].boolean())
        batch.gaps.push_back(Gap{std::string(room_id), std::string(timeline["prev_batch"].string())});
    const std::size_t first_live = live ? first_live_event(timeline["events"], was_known) : 0;
    std::size_t index = 0;
    for (const json::Value event : timeline["events"].items()) {
        if (live && index++ >= first_live && !place.room.is_space()) {
            if (std::optional<Event> decoded = decode_event(place, event, batch))
                batch.events.push_back(std::move(*decoded));
        }
        if (!final_state && event["state_key"].is_string()) place.room.apply(event);
    }
}

// A fresh join brings what was said before it, too: that is history, and not meant for us.
std::size_t Decoder::first_live_event(json::Value timeline, bool was_known) const {
    std::size_t first = 0;
    std::size_t index = 0;
    for (const json::Value event : timeline.items()) {
        if (is_own_member(event, self_) && event["content"]["membership"].string() == "join") {
            const json::Value previous = event["unsigned"]["prev_content"]["membership"];
            // Without the previous content a known room tells a change of our profile from a join.
            if (previous.is_string() ? previous.string() != "join" : !was_known) first = index;
        }
        ++index;
    }
    return first;
}

void Decoder::invited(std::string_view room_id, json::Value data, Batch& batch) const {
    const json::Value member = last_own_member(data["invite_state"]["events"], self_);
    if (room_id.size() > kMaxId || !is_id(member["sender"])) return;
    batch.invites.push_back(Invite{std::string(room_id), std::string(member["sender"].string()),
                                   member["content"]["is_direct"].boolean()});
}

void Decoder::left(std::string_view room_id, json::Value data, bool live, Batch& batch) {
    Room* room = rooms_.find(room_id);
    if (!room) return;
    json::Value member = last_own_member(data["timeline"]["events"], self_);
    if (!member) member = last_own_member(data["state"]["events"], self_);
    if (!member) member = last_own_member(data["state_after"]["events"], self_);
    if (live && member) {
        if (std::optional<Event> event = decode_member(Place{room_id, *room}, member))
            batch.events.push_back(std::move(*event));
    }
    rooms_.remove(room_id);
}

std::optional<Event> Decoder::decode_event(const Place& place, json::Value event, Batch& batch) {
    if (!is_id(event["event_id"]) || !is_id(event["sender"]) || !remember(event)) return {};
    const std::string_view type = event["type"].string();
    if (type == "m.room.member") return decode_member(place, event);
    // Own messages come back here, from this device and from others of the same account.
    const bool echo = event["sender"].string() == self_ || event["unsigned"].has("transaction_id");
    if (echo || event["unsigned"].has("redacted_because")) return {};
    if (type == "m.room.message") return decode_message_event(place, event);
    if (type == "m.reaction") return decode_reaction(place, event);
    if (type == "m.room.redaction") return decode_redaction(place, event);
    if (type == "m.room.encrypted") ++batch.undecryptable;
    return {};
}

// False for an event that came before, in another answer.
bool Decoder::remember(json::Value event) {
    Seen seen;
    seen.sender = event["sender"].string();
    if (event["type"].string() == "m.reaction") {
        const json::Value relation = event["content"]["m.relates_to"];
        seen.reacted_to = relation["event_id"].string().substr(0, kMaxId);
        seen.reaction_key = relation["key"].string().substr(0, kMaxId);
    }
    return recent_.add(std::string(event["event_id"].string()), std::move(seen));
}

std::optional<Event> Decoder::decode_message_event(const Place& place, json::Value event) const {
    const json::Value content = event["content"];
    const json::Value relation = content["m.relates_to"];
    if (relation["rel_type"].string() == "m.replace")
        return decode_edit(place, event, relation["event_id"].string());

    MessageReceived received;
    received.message = decode_message(content);
    if (received.message.empty()) return {};
    const ChannelKind kind = rooms_.is_direct(place.id) ? ChannelKind::direct : ChannelKind::group;
    received.channel = Channel(where(place), place.room.name(place.id), kind);
    received.sender = user(place.room, event["sender"].string());
    received.id = MessageId(event["event_id"].string());
    // The sender's server may claim any moment; the clock's nanoseconds end in the year 2262.
    const std::int64_t claimed =
        std::clamp<std::int64_t>(event["origin_server_ts"].integer(), 0, kLatestMoment);
    received.sent_at = WallTime(std::chrono::milliseconds(claimed));
    received.mentions_bot = mentions_bot(place.room, content);
    if (received.mentions_bot)
        received.message = without_address(received.message, self_, names_of_bot(place.room));
    received.is_notice = content["msgtype"].string() == "m.notice";
    return received;
}

std::optional<Event> Decoder::decode_edit(const Place& place, json::Value event,
                                          std::string_view original) const {
    const std::string_view editor = event["sender"].string();
    // Only the sender may edit; who sent the original is known unless it is old.
    const Seen* seen = recent_.find(std::string(original));
    if (original.empty() || (seen && seen->sender != editor)) return {};
    MessageEdited edited;
    edited.message = decode_message(event["content"]["m.new_content"]);
    if (edited.message.empty()) return {};
    edited.ref = MessageRef(where(place), MessageId(original));
    edited.editor = user(place.room, editor);
    return edited;
}

std::optional<Event> Decoder::decode_reaction(const Place& place, json::Value event) const {
    const json::Value relation = event["content"]["m.relates_to"];
    if (relation["rel_type"].string() != "m.annotation" || !is_id(relation["event_id"]) ||
        !is_id(relation["key"]))
        return {};
    ReactionChanged reaction;
    reaction.ref = MessageRef(where(place), MessageId(relation["event_id"].string()));
    reaction.user = user(place.room, event["sender"].string());
    reaction.emoji = Emoji(std::string(relation["key"].string()));
    return reaction;
}

std::optional<Event> Decoder::decode_redaction(const Place& place, json::Value event) const {
    // Room version 11 moved it into the content.
    const std::string redacted(event["content"]["redacts"].string(event["redacts"].string()));
    if (redacted.empty()) return {};
    const Seen* seen = recent_.find(redacted);
    if (seen && !seen->reacted_to.empty()) {
        ReactionChanged reaction;
        reaction.ref = MessageRef(where(place), MessageId(seen->reacted_to));
        reaction.user = user(place.room, seen->sender);
        reaction.emoji = Emoji(seen->reaction_key);
        reaction.added = false;
        return reaction;
    }
    MessageDeleted deleted;
    deleted.ref = MessageRef(where(place), MessageId(redacted));
    return deleted;
}

std::optional<Event> Decoder::decode_member(const Place& place, json::Value event) const {
    if (!is_id(event["state_key"])) return {};
    const std::string_view who = event["state_key"].string();
    const json::Value content = event["content"];
    const std::string_view membership = content["membership"].string();
    const json::Value previous_content = event["unsigned"]["prev_content"];
    const std::string_view previous =
        previous_content["membership"].string(place.room.has_member(who) ? "join" : "leave");

    MemberChanged changed;
    changed.where = where(place);
    changed.user = user(place.room, who);
    changed.detail = content["reason"].string();
    if (membership == "join" && previous != "join") {
        changed.change = MembershipChange::joined;
        if (content["displayname"].is_string()) changed.user.name = content["displayname"].string();
    } else if (membership == "join") {
        const std::string_view name = content["displayname"].string();
        if (name == previous_content["displayname"].string(changed.user.name)) return {};
        changed.change = MembershipChange::renamed;
        changed.detail = name.empty() ? who : name;
    } else if (membership == "ban") {
        changed.change = MembershipChange::banned;
    } else if (membership == "leave" && previous == "join") {
        changed.change = event["sender"].string() == who ? MembershipChange::left : MembershipChange::kicked;
    } else {
        return {};
    }
    return changed;
}

bool Decoder::mentions_bot(const Room& room, json::Value content) const {
    if (mentions_user(content, self_)) return true;
    const std::string_view body = without_reply_fallback(content["body"].string());
    const std::vector<std::string> names = names_of_bot(room);
    return std::any_of(names.begin(), names.end(), [&](const auto& name) { return addresses(body, name); });
}

std::vector<std::string> Decoder::names_of_bot(const Room& room) const {
    // The whole id first: "@confab:example.org" also starts like "@confab:".
    return {std::string(self_), room.member_name(self_), std::string(bot_name_),
            std::string(self_localpart_)};
}

User Decoder::user(const Room& room, std::string_view user_id) const {
    User user(UserId(user_id), room.member_name(user_id), Assurance::strong);
    user.is_self = user_id == self_;
    return user;
}

}  // namespace confab::matrix
