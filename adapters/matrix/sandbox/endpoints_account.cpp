// Endpoints about logins, accounts and what belongs to one user.
#include <charconv>

#include "endpoints.hpp"

namespace confab::matrix::sandbox {

HttpServerResponse Endpoints::versions(Call&) {
    json::Writer out;
    out.begin_object().key("versions").begin_array();
    for (const char* version : {"v1.1", "v1.6", "v1.10", "v1.11", "v1.12"}) out.value(version);
    return accept(out.end_array().key("unstable_features").begin_object().end_object().end_object());
}

HttpServerResponse Endpoints::login_flows(Call&) {
    json::Writer out;
    out.begin_object().key("flows").begin_array();
    for (const char* type : {"m.login.password", "m.login.token"})
        out.begin_object().field("type", type).end_object();
    return accept(out.end_array().end_object());
}

HttpServerResponse Endpoints::login(Call& call) {
    const json::Value body = call.body;
    const std::string_view type = body["type"].string();
    const std::string device_id(body["device_id"].string());
    Outcome<Device*> device = Refusal(400, "M_UNKNOWN", "Unknown login type " + std::string(type));
    if (type == "m.login.password") {
        const json::Value identifier = body["identifier"];
        if (identifier["type"].string() != "m.id.user" || !identifier["user"].is_string() ||
            !body["password"].is_string())
            return refuse(Refusal(400, "M_MISSING_PARAM", "identifier and password are required"));
        device =
            server_.log_in(std::string(identifier["user"].string()), body["password"].string(), device_id);
    } else if (type == "m.login.token") {
        device = server_.log_in_with_token(std::string(body["token"].string()), device_id);
    }
    if (!device) return refuse(device.error());
    json::Writer out;
    out.begin_object().field("user_id", (*device)->user).field("access_token", (*device)->token);
    out.field("device_id", (*device)->id).field("home_server", Homeserver::kName);
    return accept(out.end_object());
}

HttpServerResponse Endpoints::login_token(Call& call) {
    json::Writer out;
    out.begin_object()
        .field("login_token", server_.make_login_token(call.user()))
        .field("expires_in_ms", 120'000);
    return accept(out.end_object());
}

HttpServerResponse Endpoints::logout(Call& call) {
    server_.remove_device(*call.device);
    return accept_empty();
}

HttpServerResponse Endpoints::whoami(Call& call) {
    json::Writer out;
    out.begin_object()
        .field("user_id", call.user())
        .field("device_id", call.device->id)
        .field("is_guest", false);
    return accept(out.end_object());
}

HttpServerResponse Endpoints::capabilities(Call&) {
    json::Writer out;
    out.begin_object().key("capabilities").begin_object().key("m.room_versions").begin_object();
    out.field("default", "11").key("available").begin_object().field("11", "stable").end_object();
    return accept(out.end_object().end_object().end_object());
}

HttpServerResponse Endpoints::create_filter(Call& call) {
    std::vector<std::string>& filters = server_.person(call.user())->filters;
    if (filters.size() >= 100) return refuse(Refusal(400, "M_UNKNOWN", "Too many filters"));
    filters.push_back(call.body.dump());
    json::Writer out;
    return accept(out.begin_object().field("filter_id", std::to_string(filters.size() - 1)).end_object());
}

HttpServerResponse Endpoints::read_filter(Call& call) {
    const std::vector<std::string>& filters = server_.person(call.user())->filters;
    std::size_t index = filters.size();
    std::from_chars(call.params[1].data(), call.params[1].data() + call.params[1].size(), index);
    if (index >= filters.size()) return refuse(Refusal(404, "M_NOT_FOUND", "No such filter"));
    return HttpServerResponse::json(200, filters[index]);
}

HttpServerResponse Endpoints::put_account_data(Call& call) {
    const Outcome<void> stored = server_.set_account_data(call.user(), call.params[1], call.body.dump());
    return stored ? accept_empty() : refuse(stored.error());
}

HttpServerResponse Endpoints::read_account_data(Call& call) {
    const auto& data = server_.person(call.user())->account_data;
    const auto found = data.find(call.params[1]);
    if (found == data.end()) return refuse(Refusal(404, "M_NOT_FOUND", "Account data not found"));
    return HttpServerResponse::json(200, found->second.content);
}

HttpServerResponse Endpoints::profile(Call& call) {
    const Person* who = server_.person(call.params[0]);
    if (!who) return refuse(Refusal(404, "M_NOT_FOUND", "Profile not found"));
    json::Writer out;
    return accept(out.begin_object().field("displayname", who->display_name).end_object());
}

HttpServerResponse Endpoints::put_display_name(Call& call) {
    if (call.params[0] != call.user())
        return refuse(Refusal(403, "M_FORBIDDEN", "Cannot set another user's name"));
    if (!call.body["displayname"].is_string())
        return refuse(Refusal(400, "M_BAD_JSON", "displayname must be a string"));
    const Outcome<void> set =
        server_.set_display_name(call.user(), std::string(call.body["displayname"].string()));
    return set ? accept_empty() : refuse(set.error());
}

}  // namespace confab::matrix::sandbox
