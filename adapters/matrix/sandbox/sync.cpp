#include "sync.hpp"

#include <algorithm>
#include <set>

namespace confab::matrix::sandbox {
namespace {

// The sections of one answer, each written only when there is something in it, as Synapse does.
class Builder {
public:
    Builder(Homeserver& server, const SyncRequest& request)
        : server_(server),
          request_(request),
          since_(request.since.value_or(0)),
          full_(request.full_state || !request.since) {}
    SyncAnswer build();

private:
    bool joined(json::Writer& out, const RoomModel& room);
    std::vector<const RoomEvent*> timeline(const RoomModel& room, StreamPosition from, bool& limited) const;
    std::vector<const RoomEvent*> state(const RoomModel& room, const std::vector<const RoomEvent*>& timeline,
                                        bool whole) const;
    void ephemeral(json::Writer& out, const RoomModel& room, bool& any) const;
    void invited(json::Writer& out, const RoomModel& room) const;
    void left(json::Writer& out, const RoomModel& room) const;
    bool account_data(json::Writer& out) const;
    void events(json::Writer& out, const RoomModel& room, const std::vector<const RoomEvent*>& list) const;

    Homeserver& server_;
    const SyncRequest& request_;
    StreamPosition since_;
    bool full_;
};

void Builder::events(json::Writer& out, const RoomModel& room,
                     const std::vector<const RoomEvent*>& list) const {
    out.key("events").begin_array();
    for (const RoomEvent* event : list) write_event(out, server_, room, *event, request_.device, false);
    out.end_array();
}

std::vector<const RoomEvent*> Builder::timeline(const RoomModel& room, StreamPosition from,
                                                bool& limited) const {
    std::vector<const RoomEvent*> list;
    for (const RoomEvent& event : room.events)
        if (event.position > from && request_.filter.wants_timeline(event.type)) list.push_back(&event);
    limited = list.size() > request_.filter.limit;
    if (limited) list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(request_.filter.limit));
    return list;
}

// The state between `since` and the start of the timeline; of the whole room where the client knows none of
// it yet.
std::vector<const RoomEvent*> Builder::state(const RoomModel& room,
                                             const std::vector<const RoomEvent*>& timeline,
                                             bool whole) const {
    const StreamPosition start = timeline.empty() ? server_.now() + 1 : timeline.front()->position;
    std::set<std::string> senders{request_.user};
    for (const RoomEvent* event : timeline) senders.insert(event->sender);
    std::map<std::pair<std::string, std::string>, const RoomEvent*> latest;
    for (const RoomEvent& event : room.events) {
        if (!event.state_key || event.position >= start || !request_.filter.wants_state(event.type)) continue;
        const bool is_member = event.type == "m.room.member";
        const bool lazy = is_member && request_.filter.lazy_members;
        // Lazily loaded members come with what they say, even when nothing about them changed.
        const bool wanted = lazy ? senders.contains(*event.state_key) : whole || event.position > since_;
        if (wanted) latest[{event.type, *event.state_key}] = &event;
    }
    std::vector<const RoomEvent*> list;
    for (const auto& [key, event] : latest) list.push_back(event);
    return list;
}

void Builder::ephemeral(json::Writer& out, const RoomModel& room, bool& any) const {
    out.key("ephemeral").begin_object().key("events").begin_array();
    if (room.typing_changed > since_ && request_.filter.wants_ephemeral("m.typing")) {
        any = true;
        out.begin_object()
            .field("type", "m.typing")
            .key("content")
            .begin_object()
            .key("user_ids")
            .begin_array();
        for (const auto& [user, until] : room.typing)
            if (until > server_.clock().now()) out.value(user);
        out.end_array().end_object().end_object();
    }
    for (const auto& [user, mark] : room.read) {
        if (mark.second <= since_ || !request_.filter.wants_ephemeral("m.receipt")) continue;
        any = true;
        out.begin_object()
            .field("type", "m.receipt")
            .key("content")
            .begin_object()
            .key(mark.first)
            .begin_object();
        out.key("m.read").begin_object().key(user).begin_object().field("ts", 0);
        out.end_object().end_object().end_object().end_object().end_object();
    }
    out.end_array().end_object();
}

// False when nothing happened in the room; then nothing was written either.
bool Builder::joined(json::Writer& out, const RoomModel& room) {
    const Membership& own = room.members.at(request_.user);
    const bool fresh = own.joined_at > since_;
    const bool whole = full_ || fresh;
    bool limited = false;
    const auto recent = timeline(room, fresh ? 0 : since_, limited);
    const auto changes = state(room, recent, whole);
    json::Writer part;
    bool any = whole || !recent.empty();
    part.begin_object().key("timeline").begin_object();
    events(part, room, recent);
    part.field("limited", limited || (fresh && request_.since.has_value()));
    const StreamPosition before = recent.empty() ? server_.now() : recent.front()->position - 1;
    part.field("prev_batch", server_.token_of(before)).end_object();
    part.key("state").begin_object();
    events(part, room, changes);
    part.end_object();
    ephemeral(part, room, any);
    const auto joined_count = std::count_if(room.members.begin(), room.members.end(),
                                            [](const auto& member) { return member.second.state == "join"; });
    part.key("summary").begin_object().field("m.joined_member_count",
                                             static_cast<std::int64_t>(joined_count));
    if (!room.state_event("m.room.name") && room.alias.empty()) {
        part.key("m.heroes").begin_array();
        for (const auto& [user, member] : room.members)
            if (user != request_.user && (member.state == "join" || member.state == "invite"))
                part.value(user);
        part.end_array();
    }
    part.end_object();
    part.key("account_data").begin_object().key("events").begin_array().end_array().end_object();
    part.key("unread_notifications")
        .begin_object()
        .field("highlight_count", 0)
        .field("notification_count", 0);
    part.end_object().end_object();
    if (any) out.key(room.id).raw(part.str());
    return any;
}

void Builder::invited(json::Writer& out, const RoomModel& room) const {
    const RoomEvent* invite = room.state_event("m.room.member", request_.user);
    std::vector<const RoomEvent*> stripped{room.state_event("m.room.create"),
                                           room.state_event("m.room.name"),
                                           room.state_event("m.room.canonical_alias"),
                                           room.state_event("m.room.join_rules"),
                                           room.state_event("m.room.member", invite->sender),
                                           invite};
    out.key(room.id).begin_object().key("invite_state").begin_object().key("events").begin_array();
    for (const RoomEvent* event : stripped) {
        if (!event) continue;
        out.begin_object().field("type", event->type).field("sender", event->sender);
        out.field("state_key", *event->state_key).key("content").raw(event->content).end_object();
    }
    out.end_array().end_object().end_object();
}

void Builder::left(json::Writer& out, const RoomModel& room) const {
    out.key(room.id).begin_object().key("timeline").begin_object();
    events(out, room, {room.state_event("m.room.member", request_.user)});
    out.field("limited", false).field("prev_batch", server_.token_of(since_)).end_object().end_object();
}

bool Builder::account_data(json::Writer& out) const {
    bool any = false;
    for (const auto& [type, data] : server_.person(request_.user)->account_data) {
        if ((!full_ && data.changed <= since_) || !request_.filter.wants_account_data(type)) continue;
        any = true;
        out.begin_object().field("type", type).key("content").raw(data.content).end_object();
    }
    return any;
}

SyncAnswer Builder::build() {
    json::Writer join, invite, leave, data;
    bool joins = false, invites = false, leaves = false;
    join.begin_object();
    invite.begin_object();
    leave.begin_object();
    for (const auto& [id, room] : server_.rooms()) {
        const auto own = room.members.find(request_.user);
        if (own == room.members.end()) continue;
        const bool changed = own->second.since > since_;
        if (own->second.state == "join") {
            joins = joined(join, room) || joins;
        } else if (own->second.state == "invite" && (changed || full_)) {
            invited(invite, room);
            invites = true;
        } else if (own->second.state != "invite" && changed && request_.since) {
            left(leave, room);
            leaves = true;
        }
    }
    data.begin_array();
    const bool has_data = account_data(data);

    json::Writer out;
    out.begin_object().field("next_batch", server_.token_of(server_.now()));
    if (has_data)
        out.key("account_data").begin_object().key("events").raw(data.end_array().str()).end_object();
    if (joins || invites || leaves) {
        out.key("rooms").begin_object();
        if (joins) out.key("join").raw(join.end_object().str());
        if (invites) out.key("invite").raw(invite.end_object().str());
        if (leaves) out.key("leave").raw(leave.end_object().str());
        out.end_object();
    }
    out.key("device_one_time_keys_count").begin_object().field("signed_curve25519", 0).end_object();
    SyncAnswer answer;
    answer.body = std::move(out.end_object()).str();
    answer.has_news = has_data || joins || invites || leaves;
    return answer;
}

}  // namespace

SyncFilter::Types SyncFilter::types_of(json::Value part) {
    if (!part["types"].is_array()) return {};
    std::vector<std::string> types;
    for (const json::Value type : part["types"].items()) types.emplace_back(type.string());
    return types;
}

bool SyncFilter::fits(const Types& types, std::string_view type) {
    if (!types) return true;
    return std::any_of(types->begin(), types->end(), [&](const std::string& wanted) {
        return wanted.ends_with('*') ? type.starts_with(std::string_view(wanted).substr(0, wanted.size() - 1))
                                     : wanted == type;
    });
}

SyncFilter SyncFilter::parse(json::Value filter) {
    SyncFilter out;
    const json::Value room = filter["room"];
    out.limit =
        static_cast<std::size_t>(std::clamp<std::int64_t>(room["timeline"]["limit"].integer(10), 1, 100));
    out.lazy_members = room["state"]["lazy_load_members"].boolean();
    out.state_types = types_of(room["state"]);
    out.timeline_types = types_of(room["timeline"]);
    out.ephemeral_types = types_of(room["ephemeral"]);
    out.account_data_types = types_of(filter["account_data"]);
    return out;
}

SyncAnswer build_sync(Homeserver& server, const SyncRequest& request) {
    return Builder(server, request).build();
}

void write_event(json::Writer& out, const Homeserver& server, const RoomModel& room, const RoomEvent& event,
                 std::string_view device, bool with_room) {
    out.begin_object().field("event_id", event.id).field("type", event.type).field("sender", event.sender);
    if (with_room) out.field("room_id", room.id);
    if (event.state_key) out.field("state_key", *event.state_key);
    out.field("origin_server_ts", event.sent_at).key("content").raw(event.content);
    out.key("unsigned").begin_object().field("age", 0);
    if (!event.txn.empty() && event.device == device) out.field("transaction_id", event.txn);
    if (!event.previous_content.empty()) out.key("prev_content").raw(event.previous_content);
    if (const RoomEvent* because = room.event(event.redacted_because);
        because && !event.redacted_because.empty()) {
        out.key("redacted_because");
        write_event(out, server, room, *because, device, with_room);
    }
    out.end_object().end_object();
}

}  // namespace confab::matrix::sandbox
