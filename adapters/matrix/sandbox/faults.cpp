#include "faults.hpp"

#include <algorithm>
#include <sstream>

#include "confab/json.hpp"

namespace confab::matrix::sandbox {
namespace {

constexpr std::string_view kKinds[] = {"429",       "429_header", "502_html",   "garbage", "empty",
                                       "truncated", "drop",       "lost_reply", "slow"};

// With the very words that have fooled clients into giving up.
constexpr const char* kHtml =
    "<html><head><title>502</title></head><body>403 Forbidden? M_UNKNOWN_TOKEN? No: 502 Bad "
    "Gateway.</body></html>";

HttpServerResponse rate_limited(const Fault& fault, bool in_body) {
    json::Writer body;
    body.begin_object().field("errcode", "M_LIMIT_EXCEEDED").field("error", "Too Many Requests");
    if (in_body) body.field("retry_after_ms", static_cast<std::int64_t>(fault.time.count()));
    HttpServerResponse response = HttpServerResponse::json(429, std::move(body.end_object()).str());
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(fault.time).count();
    response.headers.add("Retry-After", std::to_string(seconds));
    return response;
}

}  // namespace

bool Faults::is_known(std::string_view kind) {
    return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

Result<void> Faults::stage(std::string kind, const std::string& argument) {
    Fault fault;
    fault.kind = std::move(kind);
    fault.endpoint = "any";
    std::istringstream words(argument);
    std::string endpoint;
    unsigned count = 0;
    Duration::rep time = 0;
    if (words >> endpoint) fault.endpoint = endpoint;
    if (words >> count) fault.count = count;
    if (words >> time) fault.time = Duration(time);
    if (fault.count == 0 || fault.count > 1000) return Error(Errc::invalid_argument, "count out of range");
    staged_.push_back(std::move(fault));
    return {};
}

std::optional<Fault> Faults::take(std::string_view endpoint) {
    const auto due = std::find_if(staged_.begin(), staged_.end(), [&](const Fault& fault) {
        return fault.endpoint == "any" || fault.endpoint == endpoint;
    });
    if (due == staged_.end()) return {};
    Fault taken = *due;
    if (--due->count == 0) staged_.erase(due);
    return taken;
}

HttpServerResponse broken_answer(const Fault& fault) {
    if (fault.kind == "429") return rate_limited(fault, true);
    if (fault.kind == "429_header") return rate_limited(fault, false);
    if (fault.kind == "502_html") return HttpServerResponse(502, kHtml, "text/html");
    if (fault.kind == "garbage") return HttpServerResponse(200, kHtml, "text/html");
    if (fault.kind == "empty") return HttpServerResponse(200, "", "application/json");
    if (fault.kind == "truncated")
        return HttpServerResponse(200, R"({"next_batch":"s1_)", "application/json");
    return HttpServerResponse::drop();
}

}  // namespace confab::matrix::sandbox
