#include "api.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace confab::matrix {
namespace {

constexpr std::string_view kClient = "/_matrix/client/v3";
constexpr std::size_t kMaxErrorText = 200;
// Initial syncs of large accounts are tens of megabytes; what is larger than this is not worth the memory.
constexpr std::size_t kMaxSyncBody = 96 * 1024 * 1024;
constexpr Duration kSyncSlack{30'000};
constexpr Duration kFirstSyncLimit{300'000};

std::string path_of(std::initializer_list<std::string_view> segments) {
    std::string path(kClient);
    for (const std::string_view segment : segments) {
        path += '/';
        path += url_encode(segment);
    }
    return path;
}

Fault fault_of(int status, std::string_view errcode, bool soft_logout) {
    if (errcode == "M_LIMIT_EXCEEDED" || status == 429) return Fault::rate_limited;
    if (errcode == "M_UNKNOWN_TOKEN") return soft_logout ? Fault::token_expired : Fault::token_unknown;
    if (errcode == "M_MISSING_TOKEN") return Fault::token_unknown;
    if (errcode == "M_USER_LOCKED") return Fault::user_locked;
    if (errcode == "M_FORBIDDEN" || errcode == "M_USER_SUSPENDED" || errcode == "M_USER_DEACTIVATED")
        return Fault::forbidden;
    if (errcode == "M_NOT_FOUND" || errcode == "M_UNRECOGNIZED") return Fault::not_found;
    if (errcode == "M_TOO_LARGE") return Fault::too_large;
    return status >= 500 ? Fault::transport : Fault::refused;
}

std::optional<Duration> header_delay(std::string_view header, WallTime now) {
    unsigned seconds = 0;
    const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (error == std::errc() && end == header.data() + header.size())
        return std::chrono::seconds(std::min(seconds, 86'400U));
    std::tm date{};
    const std::string text(header);
    if (!strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date)) return {};
    const auto wait = std::chrono::system_clock::from_time_t(timegm(&date)) - now;
    return std::clamp(std::chrono::duration_cast<Duration>(wait), Duration(0), Duration(86'400'000));
}

// The milliseconds are deprecated since v1.10 but finer: Synapse rounds the header up to whole seconds.
std::optional<Duration> retry_delay(const HttpResponse& response, json::Value body, WallTime now) {
    const json::Value ms = body["retry_after_ms"];
    if (ms.is_number()) return Duration(std::clamp<std::int64_t>(ms.integer(), 0, 86'400'000));
    return header_delay(response.headers.get("Retry-After"), now);
}

ApiError not_from_homeserver(const HttpResponse& response, WallTime now) {
    ApiError error;
    error.status = response.status;
    error.text = "the answer is not from a homeserver";
    error.fault = response.status == 429 ? Fault::rate_limited : Fault::transport;
    error.retry_after = header_delay(response.headers.get("Retry-After"), now);
    // A proxy that answers in the server's place cannot tell whether the server acted.
    error.delivery = Delivery::maybe_sent;
    return error;
}

Errc code_of(const ApiError& error) {
    switch (error.fault) {
        case Fault::transport:
            return error.status == 0 ? Errc::unavailable : Errc::upstream;
        case Fault::rate_limited:
            return Errc::rate_limited;
        case Fault::token_expired:
        case Fault::token_unknown:
        case Fault::user_locked:
            return Errc::unauthorized;
        case Fault::forbidden:
            return Errc::forbidden;
        case Fault::not_found:
            return Errc::not_found;
        case Fault::too_large:
            return Errc::too_large;
        case Fault::refused:
            return Errc::invalid_argument;
    }
    return Errc::internal;
}

}  // namespace

std::string ApiError::message() const {
    std::string out = status ? std::to_string(status) + " " : std::string();
    if (!errcode.empty()) out += errcode + ": ";
    return out + text;
}

Error ApiError::to_error(std::string_view what) const {
    Error error = Error(code_of(*this), std::string(what) + ": " + message()).with(delivery);
    return retry_after ? std::move(error).with_retry_after(*retry_after) : error;
}

Answer read_answer(Result<HttpResponse> response, WallTime now) {
    if (!response) {
        ApiError error;
        error.text = response.error().message();
        error.delivery = response.error().delivery();
        error.retry_after = response.error().retry_after();
        return error;
    }
    const bool ok = response->ok();
    Result<json::Document> parsed = json::Document::parse(std::move(response->body));
    if (!parsed || !parsed->root().is_object()) return not_from_homeserver(*response, now);
    if (ok) return std::move(*parsed);

    const json::Value body = parsed->root();
    if (!body["errcode"].is_string()) return not_from_homeserver(*response, now);
    ApiError error;
    error.status = response->status;
    error.errcode = body["errcode"].string().substr(0, 64);
    error.text = body["error"].string().substr(0, kMaxErrorText);
    error.fault = fault_of(error.status, error.errcode, body["soft_logout"].boolean());
    error.retry_after = retry_delay(*response, body, now);
    if (error.fault == Fault::transport) error.delivery = Delivery::maybe_sent;
    return error;
}

std::string sync_filter(unsigned timeline_limit) {
    return R"({"presence":{"types":[]},"account_data":{"types":["m.direct"]},"room":{"include_leave":false,)"
           R"("account_data":{"types":[]},"ephemeral":{"types":[]},"state":{"lazy_load_members":true,"types":[)"
           R"("m.room.create","m.room.name","m.room.canonical_alias","m.room.member","m.room.encryption"]},)"
           R"("timeline":{"lazy_load_members":true,"limit":)" +
           std::to_string(timeline_limit) + "}}}";
}

Requests::Requests(std::string homeserver) : base_(std::move(homeserver)) {
    while (base_.ends_with('/')) base_.pop_back();
}

HttpRequest Requests::make(std::string method, const std::string& path, std::string body) const {
    HttpRequest request(std::move(method), base_ + path);
    if (!body.empty()) {
        request.headers.add("Content-Type", "application/json");
        request.body = std::move(body);
    }
    if (!token_.empty()) request.headers.add("Authorization", "Bearer " + token_.reveal());
    return request;
}

HttpRequest Requests::versions() const {
    HttpRequest request = make("GET", "/_matrix/client/versions");
    request.retry = false;  // the session has a back-off of its own for everything until the first sync
    return request;
}

HttpRequest Requests::whoami() const {
    HttpRequest request = make("GET", path_of({"account", "whoami"}));
    request.retry = false;
    return request;
}

HttpRequest Requests::login(std::string_view user, const Secret& password, std::string_view device_id,
                            std::string_view device_name) const {
    json::Writer body;
    body.begin_object().field("type", "m.login.password");
    body.key("identifier").begin_object().field("type", "m.id.user").field("user", user).end_object();
    body.field("password", password.reveal());
    if (!device_id.empty()) body.field("device_id", device_id);
    body.field("initial_device_display_name", device_name).end_object();
    HttpRequest request = make("POST", path_of({"login"}), std::move(body).str());
    request.retry = false;
    return request;
}

HttpRequest Requests::create_filter(std::string_view user_id, std::string_view filter_json) const {
    HttpRequest request = make("POST", path_of({"user", user_id, "filter"}), std::string(filter_json));
    request.retry = false;
    return request;
}

HttpRequest Requests::sync(std::string_view since, std::string_view filter, bool full_state,
                           Duration timeout) const {
    std::string path =
        path_of({"sync"}) + "?timeout=" + std::to_string(timeout.count()) + "&set_presence=offline";
    if (!filter.empty()) path += "&filter=" + url_encode(filter);
    if (!since.empty()) path += "&since=" + url_encode(since);
    if (full_state) path += "&full_state=true";
    HttpRequest request = make("GET", path);
    request.lane = HttpLane::stream;
    request.retry = false;
    request.max_body = kMaxSyncBody;
    // Without a position, or with the whole state, the server may work for minutes.
    request.timeout = since.empty() || full_state ? kFirstSyncLimit : timeout + kSyncSlack;
    return request;
}

HttpRequest Requests::join(std::string_view room) const {
    return make("POST", path_of({"join", room}), "{}");
}

HttpRequest Requests::send_event(std::string_view room, std::string_view type, std::string_view txn,
                                 std::string content) const {
    HttpRequest request = make("PUT", path_of({"rooms", room, "send", type, txn}), std::move(content));
    request.idempotent = true;
    return request;
}

HttpRequest Requests::redact(std::string_view room, std::string_view event, std::string_view txn) const {
    HttpRequest request = make("PUT", path_of({"rooms", room, "redact", event, txn}), "{}");
    request.idempotent = true;
    return request;
}

HttpRequest Requests::typing(std::string_view room, std::string_view user_id, Duration timeout) const {
    json::Writer body;
    body.begin_object().field("typing", true);
    body.field("timeout", static_cast<std::int64_t>(timeout.count())).end_object();
    HttpRequest request = make("PUT", path_of({"rooms", room, "typing", user_id}), std::move(body).str());
    request.idempotent = true;
    return request;
}

HttpRequest Requests::put_account_data(std::string_view user_id, std::string_view type,
                                       std::string content) const {
    HttpRequest request = make("PUT", path_of({"user", user_id, "account_data", type}), std::move(content));
    request.idempotent = true;
    return request;
}

}  // namespace confab::matrix
