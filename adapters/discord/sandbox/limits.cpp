#include "limits.hpp"

#include <cmath>
#include <cstdio>

#include "confab/json.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr std::size_t kGlobal = 50;
constexpr std::size_t kMaxWindows = 10'000;

std::string decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
}

double in_seconds(Duration span) {
    return static_cast<double>(span.count()) / 1000;
}

/// Looks like Discord's: 32 hexadecimal digits, the same for the same name.
std::string bucket_hash(std::string_view name) {
    char text[40];
    std::snprintf(text, sizeof text, "%016zx%016zx", std::hash<std::string_view>()(name),
                  std::hash<std::string>()(std::string(name) + "/2"));
    return text;
}

}  // namespace

Limits::Verdict Limits::count(const LimitRule& rule, std::string_view major, TimePoint now) {
    constexpr Duration kSecond{1'000};
    while (!last_second_.empty() && now - last_second_.front() >= kSecond) last_second_.pop_front();
    Verdict verdict;
    if (last_second_.size() >= kGlobal) {
        verdict.allowed = false;
        verdict.global = true;
        verdict.reset_after = std::chrono::ceil<Duration>(last_second_.front() + kSecond - now);
        return verdict;
    }
    last_second_.push_back(now);
    if (windows_.size() >= kMaxWindows)
        std::erase_if(windows_, [&](const auto& entry) { return entry.second.ends <= now; });
    Window& window = windows_[std::string(rule.name) + ' ' + std::string(major)];
    if (window.ends <= now) window = Window{0, now + rule.window};
    verdict.allowed = window.used < rule.limit;
    if (verdict.allowed) ++window.used;
    verdict.remaining = rule.limit - window.used;
    verdict.reset_after = std::chrono::ceil<Duration>(window.ends - now);
    return verdict;
}

void add_limit_headers(HttpHeaders& headers, const LimitRule& rule, const Limits::Verdict& verdict,
                       WallTime now) {
    const double reset_at =
        std::chrono::duration<double>((now + verdict.reset_after).time_since_epoch()).count();
    headers.set("X-RateLimit-Limit", std::to_string(rule.limit));
    headers.set("X-RateLimit-Remaining", std::to_string(verdict.remaining));
    headers.set("X-RateLimit-Reset", decimal(reset_at));
    headers.set("X-RateLimit-Reset-After", decimal(in_seconds(verdict.reset_after)));
    headers.set("X-RateLimit-Bucket", bucket_hash(rule.name));
}

HttpServerResponse limited(std::string_view scope, double retry_after, bool global) {
    json::Writer body;
    body.begin_object();
    body.field("message",
               scope == "shared" ? "The resource is being rate limited." : "You are being rate limited.");
    body.field("retry_after", retry_after).field("global", global).field("code", 0).end_object();
    HttpServerResponse response = HttpServerResponse::json(429, std::move(body).str());
    response.headers.set("Retry-After", std::to_string(static_cast<long>(std::ceil(retry_after))));
    response.headers.set("X-RateLimit-Scope", std::string(scope));
    if (global) response.headers.set("X-RateLimit-Global", "true");
    return response;
}

}  // namespace confab::discord_sandbox
