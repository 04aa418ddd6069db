#include "validate.hpp"

namespace confab::matrix::sandbox {
namespace {

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kMaxEvent = 65'536;
constexpr std::size_t kAddedByServer = 900;  // hashes, signatures, auth and previous events

Refusal bad_json(std::string text) {
    return Refusal(400, "M_BAD_JSON", std::move(text));
}

std::optional<Refusal> check_mentions(json::Value mentions) {
    if (!mentions) return {};
    if (!mentions.is_object()) return bad_json("m.mentions must be an object");
    if (mentions.has("user_ids") && !mentions["user_ids"].is_array())
        return bad_json("user_ids must be a list");
    for (const json::Value user : mentions["user_ids"].items())
        if (!user.string().starts_with("@")) return bad_json("user_ids holds something that is no user id");
    return {};
}

std::optional<Refusal> check_relation(json::Value content) {
    const json::Value relation = content["m.relates_to"];
    if (!relation) return {};
    if (!relation.is_object()) return bad_json("m.relates_to must be an object");
    const std::string_view type = relation["rel_type"].string();
    if (!type.empty() && !relation["event_id"].string().starts_with("$"))
        return bad_json("a relation needs an event_id");
    if (type == "m.annotation" && relation["key"].string().empty())
        return bad_json("an annotation needs a key");
    if (type == "m.replace" && !content["m.new_content"].is_object())
        return bad_json("an edit needs m.new_content");
    const json::Value reply = relation["m.in_reply_to"];
    if (reply && !reply["event_id"].string().starts_with("$")) return bad_json("a reply needs an event_id");
    return {};
}

std::optional<Refusal> check_message(json::Value content) {
    if (!content["msgtype"].is_string()) return bad_json("'msgtype' must be a string");
    if (!content["body"].is_string()) return bad_json("'body' must be a string");
    const bool formatted = content.has("formatted_body");
    if (formatted != content.has("format")) return bad_json("format and formatted_body belong together");
    if (formatted && (!content["formatted_body"].is_string() || !content["format"].is_string()))
        return bad_json("format and formatted_body must be strings");
    if (const auto refusal = check_mentions(content["m.mentions"])) return refusal;
    return content.has("m.new_content") ? check_message(content["m.new_content"]) : std::nullopt;
}

}  // namespace

std::optional<Refusal> check_numbers(json::Value value) {
    if (value.is_number()) {
        if (!value.is_integer()) return bad_json("Bad JSON value: float");
        const std::int64_t number = value.integer();
        if (number > kLargest || number < -kLargest) return bad_json("JSON integer out of range");
        return {};
    }
    for (const json::Value item : value.items())
        if (auto refusal = check_numbers(item)) return refusal;
    for (std::size_t i = 0; value.is_object() && i < value.size(); ++i)
        if (auto refusal = check_numbers(value.value_at(i))) return refusal;
    return {};
}

std::optional<Refusal> check_content(std::string_view type, json::Value content) {
    if (auto refusal = check_numbers(content)) return refusal;
    if (auto refusal = check_relation(content)) return refusal;
    if (type == "m.room.message") return check_message(content);
    if (type == "m.reaction" && content["m.relates_to"]["rel_type"].string() != "m.annotation")
        return bad_json("a reaction needs an annotation");
    return {};
}

std::optional<Refusal> check_size(const RoomEvent& event, std::string_view room) {
    json::Writer pdu;
    pdu.begin_object().field("event_id", event.id).field("type", event.type).field("sender", event.sender);
    pdu.field("room_id", room).field("origin_server_ts", event.sent_at).key("content").raw(event.content);
    const std::size_t size = pdu.end_object().str().size() + kAddedByServer;
    if (size > kMaxEvent) return Refusal(413, "M_TOO_LARGE", "event too large");
    return {};
}

}  // namespace confab::matrix::sandbox
