#include "endpoints.hpp"

#include <algorithm>
#include <charconv>

#include "sync.hpp"
#include "validate.hpp"

namespace confab::matrix::sandbox {
namespace {

constexpr std::string_view kUsers = "/_matrix/client/v3/user/{}/";

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr == text.data() + i + 3) {
            out += static_cast<char>(code);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    for (;;) {
        const std::size_t slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool fits(std::string_view path, std::string_view pattern, std::vector<std::string>& params) {
    const auto have = split(path);
    const auto want = split(pattern);
    if (have.size() != want.size()) return false;
    params.clear();
    for (std::size_t i = 0; i < want.size(); ++i) {
        if (want[i] == "{}")
            params.push_back(percent_decoded(have[i]));
        else if (want[i] != have[i])
            return false;
    }
    return true;
}

HttpServerResponse unrecognized(int status) {
    return refuse(Refusal(status, "M_UNRECOGNIZED", "Unrecognized request"));
}

constexpr std::string_view kOld = "/_matrix/client/r0/";

// Clients of before v1.1 say r0 for v3; homeservers still serve both.
std::string current_path(std::string_view path) {
    if (!path.starts_with(kOld)) return std::string(path);
    return "/_matrix/client/v3/" + std::string(path.substr(kOld.size()));
}

// Every POST and PUT needs a JSON object, if an empty one; logging out does not.
Result<json::Document> parse_body(const HttpServerRequest& request) {
    const bool optional = request.path().ends_with("/logout") && request.body.empty();
    if (request.method == "GET" || optional) return json::Document::parse("{}");
    return json::Document::parse(request.body);
}

}  // namespace

HttpServerResponse refuse(const Refusal& refusal) {
    json::Writer body;
    body.begin_object().field("errcode", refusal.errcode).field("error", refusal.text);
    if (refusal.soft_logout) body.field("soft_logout", true);
    return HttpServerResponse::json(refusal.status, std::move(body.end_object()).str());
}

HttpServerResponse accept(json::Writer body) {
    return HttpServerResponse::json(200, std::move(body).str());
}
HttpServerResponse accept_empty() {
    return HttpServerResponse::json(200, "{}");
}

Endpoints::Endpoints(Homeserver& server, Faults& faults) : server_(server), faults_(faults) {}

void Endpoints::wake() {
    for (Signal* signal : waiting_) signal->notify();
}

StreamPosition Endpoints::seen_by(const std::string& user) const {
    const auto found = seen_.find(user);
    return found == seen_.end() ? 0 : found->second;
}

Task<HttpServerResponse> Endpoints::handle(HttpServerRequest& request) {
    bool path_known = false;
    const std::string path = current_path(request.path());
    for (const Route& route : routes()) {
        std::vector<std::string> params;
        if (!fits(path, route.path, params)) continue;
        path_known = true;
        if (route.method != request.method) continue;
        const std::optional<Fault> fault = faults_.take(route.name);
        if (fault && fault->kind != "slow" && !fault->handles_first()) co_return broken_answer(*fault);
        if (fault && fault->kind == "slow") co_await server_.clock().sleep(fault->time);
        HttpServerResponse response = co_await answer(request, route, std::move(params));
        if (fault && fault->handles_first()) co_return broken_answer(*fault);
        co_return response;
    }
    co_return unrecognized(path_known ? 405 : 404);
}

Task<HttpServerResponse> Endpoints::answer(HttpServerRequest& request, const Route& route,
                                           std::vector<std::string> params) {
    Device* device = nullptr;
    if (!route.open) {
        if (std::optional<HttpServerResponse> refused = authenticate(request, device))
            co_return std::move(*refused);
    }
    Result<json::Document> body = parse_body(request);
    if (!body) co_return refuse(Refusal(400, "M_NOT_JSON", "Content not JSON."));
    if (!body->root().is_object())
        co_return refuse(Refusal(400, "M_BAD_JSON", "Content must be a JSON object."));
    if (std::optional<Refusal> refusal = check_numbers(body->root())) co_return refuse(*refusal);
    Call call{request, std::move(params), body->root(), device};
    // Who acts on a user's own things must be that user.
    if (route.path.starts_with(kUsers) && call.params[0] != call.user())
        co_return refuse(Refusal(403, "M_FORBIDDEN", "Cannot act for other users"));
    if (!route.handler) co_return co_await sync(call);
    co_return (this->*route.handler)(call);
}

std::optional<HttpServerResponse> Endpoints::authenticate(const HttpServerRequest& request, Device*& device) {
    constexpr std::string_view kBearer = "Bearer ";
    std::string token(request.headers.get("Authorization"));
    if (token.starts_with(kBearer))
        token.erase(0, kBearer.size());
    else
        // A token in the address ends up in logs: only clients of the old API may still do it.
        token = request.path().starts_with(kOld) ? request.query("access_token") : std::string();
    if (token.empty()) return refuse(Refusal(401, "M_MISSING_TOKEN", "Missing access token"));
    device = server_.device_by_token(token);
    if (!device) return refuse(Refusal(401, "M_UNKNOWN_TOKEN", "Invalid access token passed."));
    Refusal refusal(401, "M_UNKNOWN_TOKEN", "Access token has expired");
    refusal.soft_logout = true;
    if (device->expired) return refuse(refusal);
    refusal.errcode = "M_USER_LOCKED";
    refusal.text = "User account has been locked";
    if (server_.person(device->user)->locked) return refuse(refusal);
    return {};
}

Task<HttpServerResponse> Endpoints::sync(Call& call) {
    SyncRequest request;
    request.user = call.user();
    request.device = call.device->id;
    request.full_state = call.http.query("full_state") == "true";
    const std::string since = call.http.query("since");
    if (!since.empty()) {
        request.since = server_.position_of(since);
        if (!request.since) co_return refuse(Refusal(400, "M_UNKNOWN", "Invalid stream token"));
        seen_[request.user] = *request.since;
    }
    const std::string filter = call.http.query("filter");
    std::string filter_json = filter.empty() ? "{}" : filter;
    if (!filter.empty() && !filter.starts_with('{')) {
        const std::vector<std::string>& filters = server_.person(request.user)->filters;
        std::size_t index = filters.size();
        std::from_chars(filter.data(), filter.data() + filter.size(), index);
        if (index >= filters.size()) co_return refuse(Refusal(400, "M_INVALID_PARAM", "No such filter"));
        filter_json = filters[index];
    }
    const Result<json::Document> parsed = json::Document::parse(std::move(filter_json));
    if (!parsed) co_return refuse(Refusal(400, "M_NOT_JSON", "filter is not JSON"));
    request.filter = SyncFilter::parse(parsed->root());

    std::int64_t timeout = 0;
    const std::string wait = call.http.query("timeout");
    std::from_chars(wait.data(), wait.data() + wait.size(), timeout);
    const TimePoint deadline =
        server_.clock().now() + Duration(std::clamp<std::int64_t>(timeout, 0, 300'000));
    const bool at_once = request.full_state || !request.since;
    const std::size_t own_limit = request.filter.limit;
    for (;;) {
        request.filter.limit = forced_limit_ > 0 ? forced_limit_ : own_limit;
        SyncAnswer answer = build_sync(server_, request);
        const auto left = std::chrono::ceil<Duration>(deadline - server_.clock().now());
        if (answer.has_news || at_once || left <= Duration(0))
            co_return HttpServerResponse::json(200, std::move(answer.body));
        Signal signal;
        waiting_.insert(&signal);
        try {
            co_await signal.wait_for(left);
        } catch (...) {
            waiting_.erase(&signal);
            throw;
        }
        waiting_.erase(&signal);
        // The login may have ended meanwhile, and the device with it.
        if (std::optional<HttpServerResponse> refused = authenticate(call.http, call.device))
            co_return std::move(*refused);
        if (!since.empty() && !server_.position_of(since))
            co_return refuse(Refusal(400, "M_UNKNOWN", "Invalid stream token"));
    }
}

const std::vector<Endpoints::Route>& Endpoints::routes() {
    using E = Endpoints;
    static const std::vector<Route> kRoutes = {
        {"GET", "/_matrix/client/versions", "versions", &E::versions, true},
        {"GET", "/_matrix/client/v3/login", "login", &E::login_flows, true},
        {"POST", "/_matrix/client/v3/login", "login", &E::login, true},
        {"POST", "/_matrix/client/v1/login/get_token", "login", &E::login_token},
        {"POST", "/_matrix/client/v3/logout", "logout", &E::logout},
        {"GET", "/_matrix/client/v3/account/whoami", "whoami", &E::whoami},
        {"GET", "/_matrix/client/v3/capabilities", "capabilities", &E::capabilities},
        {"GET", "/_matrix/client/v3/sync", "sync", nullptr},
        {"POST", "/_matrix/client/v3/user/{}/filter", "filter", &E::create_filter},
        {"GET", "/_matrix/client/v3/user/{}/filter/{}", "filter", &E::read_filter},
        {"PUT", "/_matrix/client/v3/user/{}/account_data/{}", "account_data", &E::put_account_data},
        {"GET", "/_matrix/client/v3/user/{}/account_data/{}", "account_data", &E::read_account_data},
        {"GET", "/_matrix/client/v3/profile/{}", "profile", &E::profile, true},
        {"GET", "/_matrix/client/v3/profile/{}/displayname", "profile", &E::profile, true},
        {"PUT", "/_matrix/client/v3/profile/{}/displayname", "profile", &E::put_display_name},
        {"POST", "/_matrix/client/v3/createRoom", "create_room", &E::create_room},
        {"GET", "/_matrix/client/v3/joined_rooms", "joined_rooms", &E::joined_rooms},
        {"GET", "/_matrix/client/v3/directory/room/{}", "directory", &E::resolve_alias, true},
        {"POST", "/_matrix/client/v3/join/{}", "join", &E::join},
        {"POST", "/_matrix/client/v3/rooms/{}/join", "join", &E::join},
        {"POST", "/_matrix/client/v3/rooms/{}/leave", "leave", &E::leave},
        {"POST", "/_matrix/client/v3/rooms/{}/invite", "invite", &E::invite},
        {"POST", "/_matrix/client/v3/rooms/{}/kick", "kick", &E::kick},
        {"PUT", "/_matrix/client/v3/rooms/{}/send/{}/{}", "send", &E::send},
        {"PUT", "/_matrix/client/v3/rooms/{}/redact/{}/{}", "redact", &E::redact},
        {"GET", "/_matrix/client/v3/rooms/{}/state", "state", &E::read_state},
        {"GET", "/_matrix/client/v3/rooms/{}/state/{}", "state", &E::read_state_event},
        {"GET", "/_matrix/client/v3/rooms/{}/state/{}/{}", "state", &E::read_state_event},
        {"PUT", "/_matrix/client/v3/rooms/{}/state/{}", "state", &E::put_state},
        {"PUT", "/_matrix/client/v3/rooms/{}/state/{}/{}", "state", &E::put_state},
        {"GET", "/_matrix/client/v3/rooms/{}/event/{}", "event", &E::read_event},
        {"GET", "/_matrix/client/v3/rooms/{}/members", "members", &E::members},
        {"GET", "/_matrix/client/v3/rooms/{}/joined_members", "members", &E::joined_members},
        {"GET", "/_matrix/client/v3/rooms/{}/messages", "messages", &E::messages},
        {"PUT", "/_matrix/client/v3/rooms/{}/typing/{}", "typing", &E::typing},
        {"POST", "/_matrix/client/v3/rooms/{}/receipt/{}/{}", "receipt", &E::receipt},
    };
    return kRoutes;
}

}  // namespace confab::matrix::sandbox
