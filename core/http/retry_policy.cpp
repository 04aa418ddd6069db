#include "core/http/retry_policy.hpp"

#include <algorithm>
#include <cmath>

namespace confab::core {

bool RetryPolicy::is_retryable(int status, bool idempotent) const noexcept {
    if (status == 429 || status == 503) return true;
    return idempotent && (status == 500 || status == 502 || status == 504);
}

bool RetryPolicy::is_retryable(const Error& error, bool idempotent) const noexcept {
    const Errc code = error.code();
    const bool passing = code == Errc::unavailable || code == Errc::timeout || code == Errc::closed;
    return passing && (idempotent || error.delivery() == Delivery::not_sent);
}

std::optional<Duration> RetryPolicy::delay(const FailedAttempt& attempt, double random) const noexcept {
    if (attempt.retries >= config_.max) return std::nullopt;
    const double ceiling = std::min(static_cast<double>(config_.cap.count()),
                                    static_cast<double>(config_.base.count()) * std::exp2(attempt.retries));
    const Duration jittered(static_cast<Duration::rep>(random * ceiling));
    const Duration wait = attempt.retry_after.value_or(jittered);
    if (wait >= attempt.time_left) return std::nullopt;
    return wait;
}

double& RetryBudget::tokens(const std::string& origin) {
    // Forgetting a host gives it its full budget again, which is harmless.
    if (tokens_.size() >= kMaxOrigins && !tokens_.contains(origin)) tokens_.erase(tokens_.begin());
    return tokens_.try_emplace(origin, config_.budget_tokens).first->second;
}

void RetryBudget::on_success(const std::string& origin) {
    const auto found = tokens_.find(origin);
    if (found == tokens_.end()) return;
    found->second += config_.budget_per_success;
    if (found->second >= config_.budget_tokens) tokens_.erase(found);
}

bool RetryBudget::spend(const std::string& origin, bool after_timeout) {
    const double price = after_timeout ? 2 : 1;
    double& left = tokens(origin);
    if (left < price) return false;
    left -= price;
    return true;
}

}  // namespace confab::core
