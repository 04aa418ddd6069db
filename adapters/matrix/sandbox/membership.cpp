// Rooms come into being and people come and go: the membership part of the homeserver.
#include "homeserver.hpp"

namespace confab::matrix::sandbox {
namespace {

Refusal forbidden(std::string text) {
    return Refusal(403, "M_FORBIDDEN", std::move(text));
}

std::string one_field(std::string_view key, std::string_view value) {
    json::Writer out;
    return std::move(out.begin_object().field(key, value).end_object()).str();
}

std::string create_content(json::Value request) {
    json::Writer out;
    out.begin_object().field("room_version", "11");
    const json::Value extra = request["creation_content"];
    for (std::size_t i = 0; extra.is_object() && i < extra.size(); ++i)
        out.key(extra.key_at(i)).value(extra.value_at(i));
    return std::move(out.end_object()).str();
}

std::string power_content(const std::string& creator) {
    json::Writer out;
    out.begin_object().key("users").begin_object().field(creator, 100).end_object();
    out.field("users_default", 0).field("events_default", 0).field("state_default", 50);
    return std::move(
               out.field("invite", 0).field("kick", 50).field("ban", 50).field("redact", 50).end_object())
        .str();
}

bool anyone_may_join(const RoomModel& room) {
    const RoomEvent* rules = room.state_event("m.room.join_rules");
    const Result<json::Document> content = json::Document::parse(rules ? rules->content : "{}");
    return content && (*content)["join_rule"].string() == "public";
}

}  // namespace

void Homeserver::set_membership(RoomModel& room, const std::string& by, const std::string& target,
                                std::string_view state, std::string_view reason, bool direct) {
    json::Writer content;
    content.begin_object().field("membership", state);
    const Person* who = person(target);
    if (who && !who->display_name.empty() && (state == "join" || state == "invite"))
        content.field("displayname", who->display_name);
    if (!reason.empty()) content.field("reason", reason);
    if (direct) content.field("is_direct", true);
    append(room, Draft(by, "m.room.member", std::move(content.end_object()).str()).with_key(target));
    Membership& membership = room.members[target];
    if (state == "join" && membership.state != "join") membership.joined_at = position_;
    membership.state = state;
    membership.since = position_;
}

Outcome<std::string> Homeserver::create_room(const std::string& creator, json::Value request) {
    const std::string alias_name(request["room_alias_name"].string());
    const std::string alias = alias_name.empty() ? "" : "#" + alias_name + ":" + std::string(kName);
    if (!alias.empty() && room(alias)) return Refusal(400, "M_ROOM_IN_USE", "Room alias already taken");
    const std::string id = "!" + random_.token(18) + ":" + std::string(kName);
    RoomModel& made = rooms_[id];
    made.id = id;
    made.alias = alias;

    const auto state = [&](std::string type, std::string content) {
        append(made, Draft(creator, std::move(type), std::move(content)).with_key(""));
    };
    state("m.room.create", create_content(request));
    set_membership(made, creator, creator, "join", {}, false);
    state("m.room.power_levels", power_content(creator));
    if (!alias.empty()) state("m.room.canonical_alias", one_field("alias", alias));
    const bool open =
        request["preset"].string() == "public_chat" || request["visibility"].string() == "public";
    state("m.room.join_rules", one_field("join_rule", open ? "public" : "invite"));
    state("m.room.history_visibility", one_field("history_visibility", "shared"));
    for (const json::Value item : request["initial_state"].items())
        append(made, Draft(creator, std::string(item["type"].string()), item["content"].dump())
                         .with_key(std::string(item["state_key"].string())));
    if (request.has("name")) state("m.room.name", one_field("name", request["name"].string()));
    if (request.has("topic")) state("m.room.topic", one_field("topic", request["topic"].string()));
    for (const json::Value user : request["invite"].items()) {
        const Outcome<void> invited =
            invite(made, creator, std::string(user.string()), request["is_direct"].boolean());
        if (!invited) return invited.error();
    }
    return id;
}

Outcome<void> Homeserver::invite(RoomModel& room, const std::string& by, const std::string& target,
                                 bool direct) {
    if (room.membership(by) != "join") return forbidden(by + " not in room " + room.id);
    if (room.membership(target) == "join") return forbidden(target + " is already in the room");
    if (room.membership(target) == "ban") return forbidden(target + " is banned from the room");
    if (!person(target)) return Refusal(404, "M_NOT_FOUND", "no such user");
    set_membership(room, by, target, "invite", {}, direct);
    return {};
}

Outcome<void> Homeserver::join(RoomModel& room, const std::string& user) {
    const std::string_view now = room.membership(user);
    if (now == "join") return {};
    if (now == "ban") return forbidden("You are banned from this room");
    if (now != "invite" && !anyone_may_join(room)) return forbidden("You are not invited to this room.");
    set_membership(room, user, user, "join", {}, false);
    return {};
}

Outcome<void> Homeserver::leave(RoomModel& room, const std::string& user, std::string_view reason) {
    const std::string_view now = room.membership(user);
    if (now != "join" && now != "invite") return forbidden("User not in room");
    set_membership(room, user, user, "leave", reason, false);
    return {};
}

Outcome<void> Homeserver::kick(RoomModel& room, const std::string& by, const std::string& target,
                               std::string_view reason) {
    if (room.membership(by) != "join") return forbidden("User not in room");
    if (power_of(room, by) < power_needed(room, "kick", 50) || power_of(room, by) <= power_of(room, target))
        return forbidden("You cannot kick user " + target + ".");
    if (room.membership(target) != "join" && room.membership(target) != "invite")
        return forbidden("The target user is not in the room");
    set_membership(room, by, target, "leave", reason, false);
    return {};
}

}  // namespace confab::matrix::sandbox
