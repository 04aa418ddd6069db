// Endpoints about rooms.
#include <algorithm>
#include <charconv>

#include "endpoints.hpp"
#include "sync.hpp"

namespace confab::matrix::sandbox {
namespace {

Refusal no_room() {
    return Refusal(404, "M_NOT_FOUND", "Unknown room");
}

HttpServerResponse with_event_id(const Outcome<std::string>& sent) {
    if (!sent) return refuse(sent.error());
    json::Writer out;
    return accept(out.begin_object().field("event_id", *sent).end_object());
}

HttpServerResponse with_room_id(const std::string& room) {
    json::Writer out;
    return accept(out.begin_object().field("room_id", room).end_object());
}

HttpServerResponse empty_or(const Outcome<void>& done) {
    return done ? accept_empty() : refuse(done.error());
}

}  // namespace

Outcome<RoomModel*> Endpoints::own_room(const Call& call) {
    RoomModel* room = server_.room(call.params[0]);
    // A room that one is not in and a room that does not exist look the same.
    if (!room || room->membership(call.user()) != "join")
        return Refusal(403, "M_FORBIDDEN", "User " + call.user() + " not in room " + call.params[0]);
    return room;
}

HttpServerResponse Endpoints::create_room(Call& call) {
    const Outcome<std::string> room = server_.create_room(call.user(), call.body);
    return room ? with_room_id(*room) : refuse(room.error());
}

HttpServerResponse Endpoints::joined_rooms(Call& call) {
    json::Writer out;
    out.begin_object().key("joined_rooms").begin_array();
    for (const auto& [id, room] : server_.rooms())
        if (room.membership(call.user()) == "join") out.value(id);
    return accept(out.end_array().end_object());
}

HttpServerResponse Endpoints::resolve_alias(Call& call) {
    const RoomModel* room = call.params[0].starts_with('#') ? server_.room(call.params[0]) : nullptr;
    if (!room) return refuse(Refusal(404, "M_NOT_FOUND", "Room alias not found"));
    json::Writer out;
    out.begin_object().field("room_id", room->id).key("servers").begin_array().value(Homeserver::kName);
    return accept(out.end_array().end_object());
}

HttpServerResponse Endpoints::join(Call& call) {
    RoomModel* room = server_.room(call.params[0]);
    if (!room) return refuse(no_room());
    const Outcome<void> joined = server_.join(*room, call.user());
    return joined ? with_room_id(room->id) : refuse(joined.error());
}

HttpServerResponse Endpoints::leave(Call& call) {
    RoomModel* room = server_.room(call.params[0]);
    if (!room) return refuse(no_room());
    return empty_or(server_.leave(*room, call.user(), call.body["reason"].string()));
}

HttpServerResponse Endpoints::invite(Call& call) {
    RoomModel* room = server_.room(call.params[0]);
    if (!room) return refuse(no_room());
    return empty_or(server_.invite(*room, call.user(), std::string(call.body["user_id"].string())));
}

HttpServerResponse Endpoints::kick(Call& call) {
    RoomModel* room = server_.room(call.params[0]);
    if (!room) return refuse(no_room());
    const std::string target(call.body["user_id"].string());
    return empty_or(server_.kick(*room, call.user(), target, call.body["reason"].string()));
}

// The same transaction id on the same path from the same device is the same event.
HttpServerResponse Endpoints::send(Call& call) {
    const std::string path(call.http.path());
    if (const auto known = call.device->answered.find(path); known != call.device->answered.end())
        return with_event_id(known->second);
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    Draft draft(call.user(), call.params[1], call.body.dump());
    draft.device = call.device->id;
    draft.txn = call.params[2];
    const Outcome<std::string> sent = server_.send(**room, std::move(draft));
    if (sent) call.device->answered[path] = *sent;
    return with_event_id(sent);
}

HttpServerResponse Endpoints::put_state(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    if (call.params[1] == "m.room.member")
        return refuse(Refusal(400, "M_UNKNOWN", "memberships have endpoints of their own here"));
    const std::string key = call.params.size() > 2 ? call.params[2] : std::string();
    return with_event_id(
        server_.send(**room, Draft(call.user(), call.params[1], call.body.dump()).with_key(key)));
}

HttpServerResponse Endpoints::redact(Call& call) {
    const std::string path(call.http.path());
    if (const auto known = call.device->answered.find(path); known != call.device->answered.end())
        return with_event_id(known->second);
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    json::Writer content;
    content.begin_object().field("redacts", call.params[1]);
    if (call.body.has("reason")) content.field("reason", call.body["reason"].string());
    Draft draft(call.user(), "m.room.redaction", std::move(content.end_object()).str());
    draft.device = call.device->id;
    draft.txn = call.params[2];
    const Outcome<std::string> sent = server_.redact(**room, std::move(draft), call.params[1]);
    if (sent) call.device->answered[path] = *sent;
    return with_event_id(sent);
}

HttpServerResponse Endpoints::read_state(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    json::Writer out;
    out.begin_array();
    for (const auto& [key, index] : (*room)->state)
        write_event(out, server_, **room, (*room)->events[index], call.device->id, true);
    return accept(out.end_array());
}

HttpServerResponse Endpoints::read_state_event(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    const RoomEvent* event =
        (*room)->state_event(call.params[1], call.params.size() > 2 ? call.params[2] : "");
    if (!event) return refuse(Refusal(404, "M_NOT_FOUND", "Event not found."));
    return HttpServerResponse::json(200, event->content);
}

HttpServerResponse Endpoints::read_event(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    const RoomEvent* event = (*room)->event(call.params[1]);
    if (!event) return refuse(Refusal(404, "M_NOT_FOUND", "Event not found."));
    json::Writer out;
    write_event(out, server_, **room, *event, call.device->id, true);
    return accept(std::move(out));
}

HttpServerResponse Endpoints::members(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    json::Writer out;
    out.begin_object().key("chunk").begin_array();
    for (const auto& [user, member] : (*room)->members)
        write_event(out, server_, **room, *(*room)->state_event("m.room.member", user), call.device->id,
                    true);
    return accept(out.end_array().end_object());
}

HttpServerResponse Endpoints::joined_members(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    json::Writer out;
    out.begin_object().key("joined").begin_object();
    for (const auto& [user, member] : (*room)->members) {
        if (member.state != "join") continue;
        out.key(user).begin_object().field("display_name", server_.person(user)->display_name).end_object();
    }
    return accept(out.end_object().end_object());
}

HttpServerResponse Endpoints::messages(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    const std::string direction = call.http.query("dir");
    if (direction != "b" && direction != "f")
        return refuse(Refusal(400, "M_MISSING_PARAM", "dir must be b or f"));
    const bool back = direction == "b";
    const std::string from_token = call.http.query("from");
    const std::string to_token = call.http.query("to");
    const auto from =
        from_token.empty() ? std::optional(back ? server_.now() : 0) : server_.position_of(from_token);
    const auto to =
        to_token.empty() ? std::optional(back ? 0 : server_.now()) : server_.position_of(to_token);
    if (!from || !to) return refuse(Refusal(400, "M_UNKNOWN", "Invalid stream token"));
    std::size_t limit = 10;
    const std::string wanted = call.http.query("limit");
    std::from_chars(wanted.data(), wanted.data() + wanted.size(), limit);
    limit = std::clamp<std::size_t>(limit, 1, 100);

    // A token stands between events: after the one of its position.
    std::vector<const RoomEvent*> chunk;
    for (const RoomEvent& event : (*room)->events)
        if (event.position > std::min(*from, *to) && event.position <= std::max(*from, *to))
            chunk.push_back(&event);
    if (back) std::reverse(chunk.begin(), chunk.end());
    const bool more = chunk.size() > limit;
    if (more) chunk.resize(limit);
    json::Writer out;
    out.begin_object().field("start", server_.token_of(*from)).key("chunk").begin_array();
    for (const RoomEvent* event : chunk) write_event(out, server_, **room, *event, call.device->id, true);
    out.end_array();
    if (more) out.field("end", server_.token_of(chunk.back()->position - (back ? 1 : 0)));
    return accept(out.end_object());
}

HttpServerResponse Endpoints::typing(Call& call) {
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    if (call.params[1] != call.user())
        return refuse(Refusal(403, "M_FORBIDDEN", "Cannot type for another user"));
    if (!call.body["typing"].is_bool()) return refuse(Refusal(400, "M_BAD_JSON", "typing must be a boolean"));
    const Duration time(std::clamp<std::int64_t>(call.body["timeout"].integer(30'000), 0, 120'000));
    server_.set_typing(**room, call.user(), call.body["typing"].boolean() ? time : Duration(0));
    return accept_empty();
}

HttpServerResponse Endpoints::receipt(Call& call) {
    static constexpr std::string_view kTypes[] = {"m.read", "m.read.private", "m.fully_read"};
    const Outcome<RoomModel*> room = own_room(call);
    if (!room) return refuse(room.error());
    if (std::find(std::begin(kTypes), std::end(kTypes), call.params[1]) == std::end(kTypes))
        return refuse(
            Refusal(400, "M_INVALID_PARAM", "Receipt type must be m.read, m.read.private or m.fully_read"));
    return empty_or(server_.set_read(**room, call.user(), call.params[2]));
}

}  // namespace confab::matrix::sandbox
