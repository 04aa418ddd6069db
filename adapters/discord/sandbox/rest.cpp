#include "rest.hpp"

#include "objects.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr std::string_view kPrefix = "/api/v10/";

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        out.push_back(path.substr(0, slash));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return out;
}

HttpServerResponse not_found() {
    return api_error(404, 0, "404: Not Found");
}

const LimitRule& rule_for(std::string_view method, const std::vector<std::string_view>& path) {
    static constexpr LimitRule kPost{"message create", 5, Duration(5'000)};
    static constexpr LimitRule kEdit{"message edit", 5, Duration(5'000)};
    static constexpr LimitRule kDelete{"message delete", 5, Duration(1'000)};
    static constexpr LimitRule kReact{"reactions", 1, Duration(250)};
    static constexpr LimitRule kTyping{"typing", 5, Duration(5'000)};
    static constexpr LimitRule kOther{"other", 50, Duration(1'000)};
    if (path[0] != "channels" || path.size() < 3) return kOther;
    if (path[2] == "typing") return kTyping;
    if (path.size() > 4) return kReact;
    if (method == "POST") return kPost;
    if (method == "PATCH") return kEdit;
    return method == "DELETE" ? kDelete : kOther;
}

/// Calls that go by the token in their path.
bool has_own_token(std::string_view root) {
    return root == "interactions" || root == "webhooks";
}

}  // namespace

HttpServerResponse api_error(int status, int code, std::string_view message) {
    json::Writer body;
    body.begin_object().field("message", message).field("code", code).end_object();
    return HttpServerResponse::json(status, std::move(body).str());
}

std::string decoded(std::string_view text) {
    // The query decoder of the request is the SDK's; only a path segment of ours goes through it.
    HttpServerRequest carrier;
    carrier.target = "/?v=" + std::string(text);
    return carrier.query("v");
}

bool is_json(const HttpServerRequest& request) {
    return request.headers.get("Content-Type").starts_with("application/json");
}

HttpServerResponse refused(const Refusal& refusal) {
    return HttpServerResponse::json(refusal.status, refusal.body());
}

HttpServerResponse Rest::answer(const HttpServerRequest& request) {
    const std::string_view whole = request.path();
    HttpServerResponse response;
    if (!whole.starts_with(kPrefix) || whole.size() == kPrefix.size()) {
        response = not_found();
    } else {
        const Path path = split(whole.substr(kPrefix.size()));
        if (!request.headers.get("User-Agent").starts_with("DiscordBot ("))
            response = api_error(403, 40333, "internal network error");
        else if (whole != "/api/v10/gateway" && !has_own_token(path[0]) &&
                 request.headers.get("Authorization") != "Bot " + token_)
            response = api_error(401, 0, "401: Unauthorized");
        else if (!faults_.rest.empty() && path[0] != "gateway") {
            const Faults::Rest fault = faults_.rest.front();
            faults_.rest.pop_front();
            response = faulty(request, path, fault);
            if (fault.kind == RestFault::html_429) return response;
        } else {
            response = counted(request, path);
        }
    }
    // Clients tell the API's own 429s from those of the network in front of it by this header.
    response.headers.set("Via", "1.1 google");
    return response;
}

HttpServerResponse Rest::faulty(const HttpServerRequest& request, const Path& path, Faults::Rest fault) {
    switch (fault.kind) {
        case RestFault::limit_user:
            return limited("user", fault.seconds, false);
        case RestFault::limit_global:
            return limited("global", fault.seconds, true);
        case RestFault::limit_shared: {
            // The bucket's headers look harmless; only the body tells how long to wait.
            HttpServerResponse response = limited("shared", fault.seconds, false);
            Limits::Verdict harmless;
            harmless.remaining = 4;
            harmless.reset_after = Duration(10);
            add_limit_headers(response.headers, rule_for(request.method, path), harmless, clock_.wall_now());
            return response;
        }
        case RestFault::html_429: {
            HttpServerResponse response(429, "<html><body>error code: 1015</body></html>", "text/html");
            response.headers.set("Retry-After", std::to_string(static_cast<long>(fault.seconds)));
            return response;
        }
        case RestFault::unauthorized:
            return api_error(401, 0, "401: Unauthorized");
        case RestFault::failure_before:
            return api_error(500, 0, "500: Internal Server Error");
        case RestFault::failure_after: {
            counted(request, path);
            return api_error(500, 0, "500: Internal Server Error");
        }
        case RestFault::drop_before:
            return HttpServerResponse::drop();
        case RestFault::drop_after:
            counted(request, path);
            return HttpServerResponse::drop();
    }
    return not_found();
}

HttpServerResponse Rest::counted(const HttpServerRequest& request, const Path& path) {
    const bool unlimited = path[0] == "gateway" || has_own_token(path[0]);
    if (!faults_.enforce_limits || unlimited) return route(request, path);
    const LimitRule& rule = rule_for(request.method, path);
    const std::string_view major = path.size() > 1 ? path[1] : std::string_view();
    const Limits::Verdict verdict = limits_.count(rule, major, clock_.now());
    if (!verdict.allowed) {
        const double seconds = static_cast<double>(verdict.reset_after.count()) / 1000;
        HttpServerResponse response = limited(verdict.global ? "global" : "user", seconds, verdict.global);
        if (!verdict.global) add_limit_headers(response.headers, rule, verdict, clock_.wall_now());
        return response;
    }
    HttpServerResponse response = route(request, path);
    add_limit_headers(response.headers, rule, verdict, clock_.wall_now());
    return response;
}

HttpServerResponse Rest::route(const HttpServerRequest& request, const Path& path) {
    const bool get = request.method == "GET";
    if (path[0] == "gateway" && get && path.size() == 1) return gateway_info(false);
    if (path[0] == "gateway" && get && path.size() == 2 && path[1] == "bot") return gateway_info(true);
    if (path[0] == "users") return route_users(request, path);
    if (path[0] == "guilds") return route_guilds(request, path);
    if (path[0] == "channels") return route_channels(request, path);
    if (path[0] == "interactions") return route_callback(request, path);
    if (path[0] == "webhooks") return route_webhooks(request, path);
    const bool own_application = path.size() == 2 && path[0] == "applications" && path[1] == "@me";
    const bool oauth =
        path.size() == 3 && path[0] == "oauth2" && path[1] == "applications" && path[2] == "@me";
    if (get && (own_application || oauth))
        return HttpServerResponse::json(200,
                                        json_of([&](json::Writer& out) { write_application(out, world_); }));
    if (path[0] == "applications") return route_applications(request, path);
    return not_found();
}

HttpServerResponse Rest::gateway_info(bool for_bot) {
    json::Writer out;
    out.begin_object().field("url", gateway_.address());
    if (for_bot) {
        out.field("shards", 1).key("session_start_limit").begin_object();
        out.field("total", 1000).field("remaining", faults_.no_session_starts ? 0 : 1000);
        out.field("reset_after", faults_.no_session_starts ? 1'000 : 0)
            .field("max_concurrency", 1)
            .end_object();
    }
    out.end_object();
    return HttpServerResponse::json(200, std::move(out).str());
}

HttpServerResponse Rest::route_users(const HttpServerRequest& request, const Path& path) {
    if (path.size() == 3 && path[1] == "@me" && path[2] == "channels" && request.method == "POST")
        return open_direct(request);
    if (path.size() != 2 || request.method != "GET") return not_found();
    if (path[1] == "@me")
        return HttpServerResponse::json(200, json_of([&](json::Writer& out) { write_self(out, world_); }));
    const Person* person = world_.find_person(path[1]);
    if (!person) return api_error(404, 10013, "Unknown User");
    return HttpServerResponse::json(200, json_of([&](json::Writer& out) { write_user(out, *person); }));
}

HttpServerResponse Rest::open_direct(const HttpServerRequest& request) {
    const auto body = json::Document::parse(request.body);
    const Person* person = body ? world_.find_person((*body)["recipient_id"].string()) : nullptr;
    if (!person || person->bot) return api_error(400, 50007, "Cannot send messages to this user");
    const Place& place = world_.direct_with(*person, clock_.wall_now());
    return HttpServerResponse::json(200,
                                    json_of([&](json::Writer& out) { write_channel(out, world_, place); }));
}

HttpServerResponse Rest::route_guilds(const HttpServerRequest& request, const Path& path) {
    if (request.method != "GET" || path.size() < 2) return not_found();
    if (path[1] != world_.guild_id()) return api_error(404, 10004, "Unknown Guild");
    const WallTime now = clock_.wall_now();
    if (path.size() == 2)
        return HttpServerResponse::json(
            200, json_of([&](json::Writer& out) { write_guild(out, world_, now, false); }));
    if (path.size() == 3 && path[2] == "channels")
        return HttpServerResponse::json(200, json_of([&](json::Writer& out) {
                                            out.begin_array();
                                            for (const Place* place : world_.guild_channels())
                                                write_channel(out, world_, *place);
                                            out.end_array();
                                        }));
    if (path.size() != 4 || path[2] != "members") return not_found();
    const Person* person = world_.find_person(path[3]);
    if (!person) return api_error(404, 10007, "Unknown Member");
    return HttpServerResponse::json(
        200, json_of([&](json::Writer& out) { write_member(out, *person, now, true); }));
}

}  // namespace confab::discord_sandbox
