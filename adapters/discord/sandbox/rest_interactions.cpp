#include "objects.hpp"
#include "rest.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr int kMessage = 4;
constexpr int kThinking = 5;
constexpr int kNothing = 6;
constexpr int kUpdate = 7;
constexpr std::int64_t kEphemeral = 1 << 6;

Refusal bad_callback(std::string field, std::string message) {
    return form_error(std::move(field), "BASE_TYPE_CHOICES", std::move(message));
}

}  // namespace

HttpServerResponse Rest::route_applications(const HttpServerRequest& request, const Path& path) {
    if (path.size() != 3 || path[2] != "commands") return api_error(404, 0, "404: Not Found");
    if (path[1] != world_.bot().id) return api_error(404, 10002, "Unknown Application");
    Commands& commands = interactions_.commands();
    if (request.method == "PUT") {
        const auto body = json::Document::parse(request.body);
        if (!is_json(request) || !body)
            return api_error(400, 50109, "The request body contains invalid JSON.");
        if (const auto refusal = commands.replace(body->root(), world_, clock_.wall_now()))
            return refused(*refusal);
    } else if (request.method != "GET") {
        return api_error(405, 0, "405: Method Not Allowed");
    }
    return HttpServerResponse::json(200, json_of([&](json::Writer& out) { commands.write(out, world_); }));
}

HttpServerResponse Rest::route_callback(const HttpServerRequest& request, const Path& path) {
    if (path.size() != 4 || path[3] != "callback" || request.method != "POST")
        return api_error(404, 0, "404: Not Found");
    PendingInteraction* pending = interactions_.waiting(path[1], path[2]);
    if (!pending) return api_error(404, 10062, "Unknown interaction");
    if (pending->acknowledged) return api_error(400, 40060, "Interaction has already been acknowledged.");
    const auto body = json::Document::parse(request.body);
    if (!is_json(request) || !body) return api_error(400, 50109, "The request body contains invalid JSON.");
    static constexpr std::string_view kKeys[] = {"type", "data"};
    if (const std::string key = undeclared(body->root(), kKeys); !key.empty())
        return refused(form_error(key, "UNDECLARED", "The API does not declare this key."));
    if (const auto refusal = respond(*pending, (*body)["type"].integer(), (*body)["data"]))
        return refused(*refusal);
    pending->acknowledged = true;
    if (request.query("with_response") != "true") return HttpServerResponse(204);
    return HttpServerResponse::json(200, json_of([&](json::Writer& out) {
                                        out.begin_object().key("interaction").begin_object();
                                        out.field("id", pending->id).field("type", pending->is_press ? 3 : 2);
                                        out.end_object().end_object();
                                    }));
}

std::optional<Refusal> Rest::respond(PendingInteraction& pending, std::int64_t type, json::Value data) {
    if (type == kThinking) {
        if ((data["flags"].integer() & ~kEphemeral) != 0)
            return bad_callback("data.flags", "Only EPHEMERAL may be set here.");
        StoredMessage& message = answer_message(pending);
        message.thinking = true;
        gateway_.message_created(message);
        return {};
    }
    if (type == kNothing && pending.is_press) return {};
    MessageRequest wanted;
    if (type != kMessage && !(type == kUpdate && pending.is_press))
        return bad_callback("type", "Value must be one of {4, 5, 6, 7}, 6 and 7 for components only.");
    if (auto refusal = read_message_request(data, type == kMessage, wanted)) return refusal;
    StoredMessage* message = type == kMessage ? &answer_message(pending)
                                              : world_.find_message(pending.place->id, pending.original);
    if (!message) return bad_callback("type", "The message is gone.");
    fill(wanted, data, *message);
    if (type == kUpdate) {
        gateway_.message_updated(*message);
    } else {
        gateway_.message_created(*message);
        said_(*message);
    }
    return {};
}

StoredMessage& Rest::answer_message(PendingInteraction& pending) {
    StoredMessage& message = world_.add_message(*pending.place, world_.bot(), {}, clock_.wall_now());
    message.interaction = pending.id;
    message.interacting = pending.person;
    pending.original = message.id;
    return message;
}

void Rest::fill(const MessageRequest& wanted, json::Value body, StoredMessage& message) {
    if (body["content"].is_string()) message.content = wanted.content;
    if (wanted.rows) message.rows = *wanted.rows;
    apply(wanted, message);
    // Only people are mentioned from here unless the request says more.
    if (!wanted.has_allowed_mentions) message.mention_everyone = false;
}

HttpServerResponse Rest::route_webhooks(const HttpServerRequest& request, const Path& path) {
    if (path.size() < 3 || path[1] != world_.bot().id) return api_error(404, 10015, "Unknown Webhook");
    if (!interactions_.knows(path[2])) return api_error(401, 50027, "Invalid Webhook Token");
    PendingInteraction* pending = interactions_.open(path[2]);
    if (!pending) return api_error(404, 10015, "Unknown Webhook");
    if (path.size() == 3 && request.method == "POST") return follow_up(request, *pending);
    if (path.size() != 5 || path[3] != "messages") return api_error(404, 0, "404: Not Found");
    std::string id = decoded(path[4]);
    if (id == "@original") id = pending->original;
    StoredMessage* message = world_.find_message(pending->place->id, id);
    if (!message || message->author != &world_.bot()) return api_error(404, 10008, "Unknown Message");
    if (request.method == "GET") return message_json(*message, false);
    if (request.method == "PATCH") return edit_answer(request, *message);
    if (request.method != "DELETE") return api_error(405, 0, "405: Method Not Allowed");
    gateway_.message_deleted(*message);
    world_.remove_message(pending->place->id, id);
    return HttpServerResponse(204);
}

HttpServerResponse Rest::follow_up(const HttpServerRequest& request, PendingInteraction& pending) {
    StoredMessage* original = world_.find_message(pending.place->id, pending.original);
    // As long as the bot "thinks", what comes after it takes its place.
    if (original && original->thinking) return edit_answer(request, *original);
    const auto body = json::Document::parse(request.body);
    if (!is_json(request) || !body || !body->root().is_object())
        return api_error(400, 50109, "The request body contains invalid JSON.");
    MessageRequest wanted;
    if (const auto refusal = read_message_request(body->root(), true, wanted)) return refused(*refusal);
    StoredMessage& message = world_.add_message(*pending.place, world_.bot(), {}, clock_.wall_now());
    message.reply_to = pending.original;
    fill(wanted, body->root(), message);
    gateway_.message_created(message);
    said_(message);
    return message_json(message, false);
}

HttpServerResponse Rest::edit_answer(const HttpServerRequest& request, StoredMessage& message) {
    const auto body = json::Document::parse(request.body);
    if (!is_json(request) || !body || !body->root().is_object())
        return api_error(400, 50109, "The request body contains invalid JSON.");
    MessageRequest wanted;
    if (const auto refusal = read_message_request(body->root(), message.thinking, wanted))
        return refused(*refusal);
    const bool first = message.thinking;
    message.thinking = false;
    if (!first) message.edited = clock_.wall_now();
    fill(wanted, body->root(), message);
    gateway_.message_updated(message);
    if (first) said_(message);
    return message_json(message, false);
}

}  // namespace confab::discord_sandbox
