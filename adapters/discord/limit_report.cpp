#include <charconv>
#include <cmath>

#include "confab/json.hpp"
#include "rate_limiter.hpp"

namespace confab::discord {
namespace {

constexpr double kLongestSeconds = 7 * 24 * 3600;

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
    return value;
}

/// Rounded up: a millisecond early is a 429.
std::optional<Duration> seconds(std::optional<double> value) {
    if (!value || *value < 0) return {};
    return Duration(static_cast<Duration::rep>(std::ceil(std::min(*value, kLongestSeconds) * 1000)));
}

std::optional<std::int64_t> count(std::string_view text) {
    const auto value = number(text);
    if (!value || std::abs(*value) > 1e9) return {};
    return static_cast<std::int64_t>(*value);
}

}  // namespace

LimitReport::LimitReport(const HttpResponse& response)
    : status(response.status),
      bucket(response.headers.get("X-RateLimit-Bucket")),
      limit(count(response.headers.get("X-RateLimit-Limit"))),
      remaining(count(response.headers.get("X-RateLimit-Remaining"))),
      reset_after(seconds(number(response.headers.get("X-RateLimit-Reset-After")))) {
    if (bucket.size() > 128) bucket.clear();
    if (status != 429) return;

    global =
        response.headers.has("X-RateLimit-Global") || response.headers.get("X-RateLimit-Scope") == "global";
    shared = response.headers.get("X-RateLimit-Scope") == "shared";
    retry_after = seconds(number(response.headers.get("Retry-After")));
    const auto body = json::Document::parse(response.body);
    if (body && (*body)["retry_after"].is_number()) {
        // The header is rounded to whole seconds; the body is exact.
        retry_after = seconds((*body)["retry_after"].number());
        global = global || (*body)["global"].boolean();
    } else {
        banned = true;
        retry_after = std::max(retry_after.value_or(RateLimiter::kBanPause), Duration(60'000));
    }
}

}  // namespace confab::discord
