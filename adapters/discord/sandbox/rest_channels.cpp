#include <algorithm>

#include "objects.hpp"
#include "rest.hpp"

namespace confab::discord_sandbox {

HttpServerResponse Rest::route_channels(const HttpServerRequest& request, const Path& path) {
    Place* place = path.size() > 1 ? world_.find_place(path[1]) : nullptr;
    if (!place) return api_error(404, 10003, "Unknown Channel");
    if (path.size() == 2 && request.method == "GET")
        return HttpServerResponse::json(
            200, json_of([&](json::Writer& out) { write_channel(out, world_, *place); }));
    if (path.size() == 3 && path[2] == "typing" && request.method == "POST") {
        ++typing_calls_;
        return HttpServerResponse(204);
    }
    if (path.size() < 3 || path[2] != "messages") return api_error(404, 0, "404: Not Found");
    if (path.size() == 3 && request.method == "POST") return create_message(request, *place);
    if (path.size() == 3 && request.method == "GET") return list_messages(request, *place);
    if (path.size() > 3) return route_message(request, path, *place);
    return api_error(405, 0, "405: Method Not Allowed");
}

HttpServerResponse Rest::route_message(const HttpServerRequest& request, const Path& path, Place& place) {
    StoredMessage* message = world_.find_message(place.id, path[3]);
    if (!message) return api_error(404, 10008, "Unknown Message");
    if (path.size() == 7 && path[4] == "reactions" && path[6] == "@me")
        return react(request, *message, path[5]);
    if (path.size() != 4) return api_error(404, 0, "404: Not Found");
    if (request.method == "GET") return message_json(*message, false);
    if (request.method == "PATCH") return edit_message(request, *message);
    if (request.method != "DELETE") return api_error(405, 0, "405: Method Not Allowed");
    if (message->author != &world_.bot()) return api_error(403, 50013, "Missing Permissions");
    gateway_.message_deleted(*message);
    world_.remove_message(place.id, path[3]);
    return HttpServerResponse(204);
}

HttpServerResponse Rest::create_message(const HttpServerRequest& request, Place& place) {
    if (!is_json(request)) return api_error(400, 50035, "Invalid Form Body");
    const auto body = json::Document::parse(request.body);
    if (!body || !body->root().is_object())
        return api_error(400, 50109, "The request body contains invalid JSON.");
    MessageRequest wanted;
    if (const auto refusal = read_message_request(body->root(), true, wanted)) return refused(*refusal);
    if (wanted.enforce_nonce && !wanted.nonce.empty())
        if (const StoredMessage* earlier = world_.with_nonce(world_.bot(), wanted.nonce))
            return message_json(*earlier, true);
    if (!wanted.reply_to.empty() && !world_.find_message(place.id, wanted.reply_to)) {
        if (wanted.fail_if_not_exists)
            return refused(Refusal{400, 50035, "Unknown message", "message_reference",
                                   "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"});
        wanted.reply_to.clear();
    }
    StoredMessage& message =
        world_.add_message(place, world_.bot(), std::move(wanted.content), clock_.wall_now());
    message.nonce = wanted.nonce;
    message.reply_to = wanted.reply_to;
    if (wanted.rows) message.rows = std::move(*wanted.rows);
    apply(wanted, message);
    gateway_.message_created(message);  // usually overtakes the answer of the call, as on the real service
    said_(message);
    return message_json(message, true);
}

void Rest::apply(const MessageRequest& wanted, StoredMessage& message) {
    message.mentions = world_.mentioned_in(message.content);
    std::erase_if(message.mentions, [&](const Person* person) {
        return !wanted.parse_users &&
               std::find(wanted.users.begin(), wanted.users.end(), person->id) == wanted.users.end();
    });
    message.mention_everyone =
        wanted.parse_everyone && (message.content.find("@everyone") != std::string::npos ||
                                  message.content.find("@here") != std::string::npos);
}

HttpServerResponse Rest::edit_message(const HttpServerRequest& request, StoredMessage& message) {
    if (message.author != &world_.bot())
        return api_error(403, 50005, "Cannot edit a message authored by another user");
    const auto body = json::Document::parse(request.body);
    if (!is_json(request) || !body || !body->root().is_object())
        return api_error(400, 50109, "The request body contains invalid JSON.");
    MessageRequest wanted;
    if (const auto refusal = read_message_request(body->root(), false, wanted)) return refused(*refusal);
    if ((*body)["content"].is_string()) message.content = wanted.content;
    if (wanted.rows) message.rows = std::move(*wanted.rows);
    message.edited = clock_.wall_now();
    apply(wanted, message);
    gateway_.message_updated(message);
    return message_json(message, false);
}

HttpServerResponse Rest::list_messages(const HttpServerRequest& request, const Place& place) {
    std::size_t limit = 50;
    if (const std::string text = request.query("limit"); !text.empty()) {
        limit = text.size() <= 3 ? static_cast<std::size_t>(std::atoi(text.c_str())) : 0;
        if (limit < 1 || limit > 100)
            return refused(
                Refusal{400, 50035, "Value should be between 1 and 100.", "limit", "NUMBER_TYPE_MAX"});
    }
    const std::string before = request.query("before");
    return HttpServerResponse::json(200, json_of([&](json::Writer& out) {
                                        out.begin_array();
                                        for (const StoredMessage* message : world_.messages_of(place.id)) {
                                            if (!before.empty() && message->id >= before)
                                                continue;  // ids have the same length
                                            if (limit-- == 0) break;
                                            write_message(out, world_, *message, MessageView());
                                        }
                                        out.end_array();
                                    }));
}

HttpServerResponse Rest::react(const HttpServerRequest& request, StoredMessage& message,
                               std::string_view emoji) {
    if (request.method != "PUT" && request.method != "DELETE")
        return api_error(405, 0, "405: Method Not Allowed");
    const std::string text = decoded(emoji);
    const std::size_t colon = text.find(':');
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (text.empty() || (ascii && colon == std::string::npos)) return api_error(400, 10014, "Unknown Emoji");
    const std::string name = text.substr(0, colon);
    const std::string id = colon == std::string::npos ? std::string() : text.substr(colon + 1);

    auto found = std::find_if(message.reactions.begin(), message.reactions.end(),
                              [&](const Reaction& r) { return r.name == name && r.id == id; });
    const bool adding = request.method == "PUT";
    if (found == message.reactions.end()) {
        if (!adding) return HttpServerResponse(204);
        if (message.reactions.size() >= 20)
            return api_error(400, 30010, "Maximum number of reactions reached (20)");
        found = message.reactions.insert(message.reactions.end(), Reaction{name, id, {}});
    }
    const bool changed =
        adding ? found->users.insert(world_.bot().id).second : found->users.erase(world_.bot().id) > 0;
    if (changed) gateway_.reaction_changed(message, world_.bot(), *found, adding);
    if (found->users.empty()) message.reactions.erase(found);
    return HttpServerResponse(204);
}

HttpServerResponse Rest::message_json(const StoredMessage& message, bool with_nonce) {
    MessageView view;
    view.with_nonce = with_nonce;
    return HttpServerResponse::json(
        200, json_of([&](json::Writer& out) { write_message(out, world_, message, view); }));
}

}  // namespace confab::discord_sandbox
