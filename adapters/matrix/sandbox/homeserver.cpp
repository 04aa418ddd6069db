#include "homeserver.hpp"

#include <algorithm>
#include <charconv>

#include "validate.hpp"

namespace confab::matrix::sandbox {
namespace {

Refusal forbidden(std::string text) {
    return Refusal(403, "M_FORBIDDEN", std::move(text));
}

bool is_duplicate_annotation(const RoomModel& room, const Draft& draft, json::Value content) {
    const json::Value relation = content["m.relates_to"];
    if (relation["rel_type"].string() != "m.annotation") return false;
    return std::any_of(room.events.begin(), room.events.end(), [&](const RoomEvent& event) {
        if (event.sender != draft.sender || event.type != draft.type || !event.redacted_because.empty())
            return false;
        const Result<json::Document> earlier = json::Document::parse(event.content);
        if (!earlier) return false;
        const json::Value other = (*earlier)["m.relates_to"];
        return other["event_id"].string() == relation["event_id"].string() &&
               other["key"].string() == relation["key"].string();
    });
}

}  // namespace

std::string Homeserver::user_id(std::string_view localpart) {
    return "@" + std::string(localpart) + ":" + std::string(kName);
}

std::string Homeserver::token_of(StreamPosition position) const {
    return "s" + std::to_string(epoch_) + "_" + std::to_string(position);
}

std::optional<StreamPosition> Homeserver::position_of(std::string_view token) const {
    const std::string prefix = "s" + std::to_string(epoch_) + "_";
    if (!token.starts_with(prefix)) return {};
    token.remove_prefix(prefix.size());
    StreamPosition position = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), position);
    if (error != std::errc() || end != token.data() + token.size() || position > position_) return {};
    return position;
}

void Homeserver::touch() {
    ++position_;
    if (changed_) changed_();
}

RoomModel* Homeserver::room(std::string_view id_or_alias) {
    const auto found = std::find_if(rooms_.begin(), rooms_.end(), [&](const auto& entry) {
        return entry.first == id_or_alias ||
               (!entry.second.alias.empty() && entry.second.alias == id_or_alias);
    });
    return found == rooms_.end() ? nullptr : &found->second;
}

const RoomEvent& Homeserver::append(RoomModel& room, Draft draft) {
    touch();
    RoomEvent event;
    event.id = "$" + random_.token(43);
    event.type = std::move(draft.type);
    event.sender = std::move(draft.sender);
    event.state_key = std::move(draft.state_key);
    event.content = std::move(draft.content);
    event.device = std::move(draft.device);
    event.txn = std::move(draft.txn);
    event.position = position_;
    event.sent_at =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock_.wall_now().time_since_epoch()).count();
    if (event.state_key) {
        if (const RoomEvent* before = room.state_event(event.type, *event.state_key))
            event.previous_content = before->content;
        room.state[{event.type, *event.state_key}] = room.events.size();
    }
    room.events.push_back(std::move(event));
    if (watch_) watch_(room, room.events.back());
    return room.events.back();
}

std::int64_t Homeserver::power_of(const RoomModel& room, const std::string& user) const {
    const RoomEvent* levels = room.state_event("m.room.power_levels");
    const Result<json::Document> content = json::Document::parse(levels ? levels->content : "{}");
    if (!content) return 0;
    return (*content)["users"][user].integer((*content)["users_default"].integer());
}

std::int64_t Homeserver::power_needed(const RoomModel& room, std::string_view action,
                                      std::int64_t fallback) const {
    const RoomEvent* levels = room.state_event("m.room.power_levels");
    const Result<json::Document> content = json::Document::parse(levels ? levels->content : "{}");
    return content ? (*content)[action].integer(fallback) : fallback;
}

std::int64_t Homeserver::power_to_send(const RoomModel& room, const Draft& draft) const {
    const RoomEvent* levels = room.state_event("m.room.power_levels");
    const Result<json::Document> content = json::Document::parse(levels ? levels->content : "{}");
    if (content && (*content)["events"].has(draft.type)) return (*content)["events"][draft.type].integer();
    return draft.state_key ? power_needed(room, "state_default", 50)
                           : power_needed(room, "events_default", 0);
}

Outcome<std::string> Homeserver::send(RoomModel& room, Draft draft) {
    if (room.membership(draft.sender) != "join")
        return forbidden("User " + draft.sender + " not in room " + room.id);
    const std::int64_t level = power_of(room, draft.sender);
    const std::int64_t needed = power_to_send(room, draft);
    if (level < needed)
        return forbidden("You don't have permission to post that to the room. user_level (" +
                         std::to_string(level) + ") < send_level (" + std::to_string(needed) + ")");
    const Result<json::Document> content = json::Document::parse(draft.content);
    if (!content || !content->root().is_object())
        return Refusal(400, "M_BAD_JSON", "content must be an object");
    if (auto refusal = check_content(draft.type, content->root())) return *refusal;
    if (is_duplicate_annotation(room, draft, content->root()))
        return Refusal(400, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice");
    RoomEvent candidate;
    candidate.type = draft.type;
    candidate.sender = draft.sender;
    candidate.content = draft.content;
    if (auto refusal = check_size(candidate, room.id)) return *refusal;
    room.typing.erase(draft.sender);
    return append(room, std::move(draft)).id;
}

Outcome<std::string> Homeserver::redact(RoomModel& room, Draft draft, const std::string& target) {
    if (room.membership(draft.sender) != "join") return forbidden("User not in room");
    const auto event = std::find_if(room.events.begin(), room.events.end(),
                                    [&](const RoomEvent& candidate) { return candidate.id == target; });
    if (event == room.events.end()) return Refusal(404, "M_NOT_FOUND", "Could not find event");
    if (event->sender != draft.sender && power_of(room, draft.sender) < power_needed(room, "redact", 50))
        return forbidden("You don't have permission to redact that event");
    const auto index = event - room.events.begin();
    const RoomEvent& redaction = append(room, std::move(draft));
    RoomEvent& redacted = room.events[static_cast<std::size_t>(index)];
    redacted.content = "{}";
    redacted.redacted_because = redaction.id;
    return redaction.id;
}

Outcome<void> Homeserver::set_account_data(const std::string& user, const std::string& type,
                                           std::string content) {
    Person* owner = person(user);
    if (!owner) return Refusal(404, "M_NOT_FOUND", "no such user");
    touch();
    AccountData data;
    data.content = std::move(content);
    data.changed = position_;
    owner->account_data[type] = std::move(data);
    return {};
}

void Homeserver::set_typing(RoomModel& room, const std::string& user, Duration for_how_long) {
    touch();
    room.typing_changed = position_;
    if (for_how_long > Duration(0))
        room.typing[user] = clock_.now() + for_how_long;
    else
        room.typing.erase(user);
}

Outcome<void> Homeserver::set_read(RoomModel& room, const std::string& user, const std::string& event_id) {
    if (room.membership(user) != "join") return forbidden("User not in room");
    if (!room.event(event_id)) return Refusal(404, "M_NOT_FOUND", "Could not find event");
    touch();
    room.read[user] = {event_id, position_};
    return {};
}

}  // namespace confab::matrix::sandbox
