#include "core/http/cache_policy.hpp"

#include <algorithm>
#include <charconv>

#include "core/crypto/crypto.hpp"
#include "core/http/request_bytes.hpp"
#include "core/net/http_date.hpp"
#include "core/net/http_wire.hpp"

namespace confab::core {
namespace {

constexpr std::int64_t kLongest = 365LL * 24 * 3600;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

template <class F>
void for_each_item(const HttpHeaders& headers, std::string_view name, F f) {
    for (const auto& [field, value] : headers.fields()) {
        if (!same_name(field, name)) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (const auto item = trimmed(rest.substr(0, comma)); !item.empty()) f(item);
            rest.remove_prefix(std::min(rest.size(), comma + 1));
        }
    }
}

/// Section 1.2.2: digits, and what is too large is just large. Anything else counts as stale.
Duration delta_seconds(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc::result_out_of_range) return std::chrono::seconds(kLongest);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return Duration(0);
    return std::chrono::seconds(std::min(seconds, kLongest));
}

/// 404 and 410 may be stored too, but only when the server says for how long.
bool is_storable_status(int status, bool explicit_freshness) {
    switch (status) {
        case 200:
        case 203:
        case 204:
        case 300:
        case 301:
        case 308:
            return true;
        case 404:
        case 410:
            return explicit_freshness;
        default:
            return false;
    }
}

std::optional<Duration> explicit_lifetime(const HttpHeaders& headers, const CacheControl& control,
                                          WallTime now) {
    if (control.max_age) return control.max_age;
    if (!headers.has("Expires")) return std::nullopt;
    const auto expires = parse_http_date(headers.get("Expires"));
    if (!expires) return Duration(0);  // section 5.3: an invalid date, "0" above all, means already expired
    const WallTime date = parse_http_date(headers.get("Date")).value_or(now);
    return std::clamp(std::chrono::duration_cast<Duration>(*expires - date), Duration(0),
                      Duration(std::chrono::seconds(kLongest)));
}

}  // namespace

CacheControl CacheControl::parse(const HttpHeaders& headers) {
    CacheControl control;
    for_each_item(headers, "Cache-Control", [&](std::string_view item) {
        const std::size_t equals = std::min(item.find('='), item.size());
        const std::string_view name = trimmed(item.substr(0, equals));
        const std::string_view value = trimmed(item.substr(std::min(item.size(), equals + 1)));
        if (same_name(name, "no-store")) control.no_store = true;
        // `no-cache="field"` restricts single fields; RFC 9111 lets a cache treat it like the bare form.
        if (same_name(name, "no-cache")) control.no_cache = true;
        if (same_name(name, "must-revalidate")) control.must_revalidate = true;
        if (same_name(name, "max-age")) control.max_age = delta_seconds(value);
        if (same_name(name, "stale-while-revalidate")) control.stale_while_revalidate = delta_seconds(value);
        if (same_name(name, "stale-if-error")) control.stale_if_error = delta_seconds(value);
    });
    return control;
}

std::optional<Freshness> freshness(const HttpResponse& response, WallTime now,
                                   const CacheDefaults& defaults) {
    const CacheControl control = CacheControl::parse(response.headers);
    const auto lifetime = explicit_lifetime(response.headers, control, now);
    if (control.no_store || !is_storable_status(response.status, lifetime.has_value())) return std::nullopt;
    Freshness out;
    out.fresh = lifetime.value_or(defaults.ttl);
    if (response.headers.has("Age"))
        out.fresh -= std::min(out.fresh, delta_seconds(response.headers.get("Age")));
    if (control.no_cache) out.fresh = Duration(0);
    // Section 5.2.2.2: what must be revalidated is never used stale, whatever happens.
    if (!control.must_revalidate && !control.no_cache) {
        out.while_revalidating = control.stale_while_revalidate.value_or(Duration(0));
        out.if_error = control.stale_if_error.value_or(defaults.stale_if_error);
    }
    const bool useless = out.fresh == Duration(0) && out.while_revalidating == Duration(0);
    if (useless && !has_validator(response.headers)) return std::nullopt;
    return out;
}

bool has_validator(const HttpHeaders& response) noexcept {
    return response.has("ETag") || response.has("Last-Modified");
}

void make_conditional(HttpHeaders& request, const HttpHeaders& stored) {
    if (request.has("If-None-Match") || request.has("If-Modified-Since")) return;
    if (stored.has("ETag")) request.add("If-None-Match", std::string(stored.get("ETag")));
    if (stored.has("Last-Modified"))
        request.add("If-Modified-Since", std::string(stored.get("Last-Modified")));
}

std::optional<VaryFields> vary_fields(const HttpHeaders& request, const HttpHeaders& response) {
    VaryFields fields;
    bool any = false;
    for_each_item(response, "Vary", [&](std::string_view name) {
        if (name == "*") any = true;
        fields.emplace_back(std::string(name), std::string(request.get(name)));
    });
    if (any) return std::nullopt;
    return fields;
}

std::string credential_digest(const HttpHeaders& request) {
    std::string all;
    for (const auto& [name, value] : request.fields())
        if (is_credential(name)) all.append(name).append(":").append(value).append("\n");
    return all.empty() ? all : CoreCrypto().sha256(all);
}

}  // namespace confab::core
