#include "core/http/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "confab/json.hpp"
#include "core/net/http_date.hpp"

namespace confab::core {
namespace {

constexpr double kLongest = 7 * 24 * 3600;  // a week: beyond it a number is nonsense, and must not overflow
constexpr std::size_t kLargestBody = 16 * 1024;

std::optional<Duration> from_seconds(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) return std::nullopt;
    return Duration(static_cast<Duration::rep>(std::ceil(std::min(seconds, kLongest) * 1000)));
}

std::optional<Duration> parse_seconds(std::string_view text) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return from_seconds(seconds);
}

std::optional<Duration> from_body(const HttpResponse& response) {
    if (response.body.empty() || response.body.size() > kLargestBody || response.body.front() != '{')
        return std::nullopt;
    const auto document = json::Document::parse(response.body);
    if (!document) return std::nullopt;
    const json::Value seconds = (*document)["retry_after"], milliseconds = (*document)["retry_after_ms"];
    if (seconds.is_number()) return from_seconds(seconds.number());
    if (milliseconds.is_number()) return from_seconds(milliseconds.number() / 1000);
    return std::nullopt;
}

}  // namespace

std::optional<Duration> retry_after(const HttpResponse& response, WallTime now) {
    const std::string_view field = response.headers.get("Retry-After");
    if (const auto seconds = parse_seconds(field)) {
        // Discord rounds the header up to seconds; its body is exact.
        const auto exact = response.status == 429 ? from_body(response) : std::nullopt;
        return exact && *exact <= *seconds && *exact + Duration(1'000) >= *seconds ? exact : seconds;
    }
    if (const auto date = parse_http_date(field))
        return std::clamp(std::chrono::ceil<Duration>(*date - now), Duration(0),
                          Duration(static_cast<Duration::rep>(kLongest) * 1000));
    if (response.status != 429) return std::nullopt;
    if (const auto seconds = parse_seconds(response.headers.get("X-RateLimit-Reset-After"))) return seconds;
    return from_body(response);
}

std::optional<Duration> keep_alive_hint(const HttpHeaders& headers) {
    const std::string_view field = headers.get("Keep-Alive");
    const std::size_t at = field.find("timeout=");
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = field.substr(at + 8);
    const auto seconds = parse_seconds(rest.substr(0, rest.find_first_not_of("0123456789")));
    if (!seconds) return std::nullopt;
    return std::max(Duration(0), *seconds - Duration(2'000));
}

}  // namespace confab::core
