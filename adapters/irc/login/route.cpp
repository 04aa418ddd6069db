#include "login/route.hpp"

namespace confab::irc {
namespace {

constexpr const char* kPrefix = "sts/";

}  // namespace

std::string Route::host() const {
    std::string out = servers_[current_].host;
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

Task<Endpoint> Route::next(WallTime now) {
    Endpoint endpoint = servers_[current_];
    announced_.reset();
    if (!endpoint.tls) {
        const std::string key = kPrefix + host();
        const Result<std::optional<std::string>> kept = co_await storage_.get(key);
        std::optional<StsPolicy> policy;
        if (kept && kept->has_value()) policy = StsPolicy::from_text(**kept);
        const auto upgrade = upgrades_.find(host());
        if (policy && policy->holds(now)) {
            endpoint.tls = true;
            endpoint.port = policy->port;
        } else if (upgrade != upgrades_.end()) {
            endpoint.tls = true;
            endpoint.port = upgrade->second;
        }
    }
    port_ = endpoint.port;
    place_ = endpoint.host + ":" + std::to_string(endpoint.port);
    co_return endpoint;
}

bool Route::learn(const StsOffer& offer, WallTime now) {
    if (!offer.duration) {
        if (offer.port) upgrades_[host()] = *offer.port;
        return false;
    }
    announced_ = offer.duration;
    policy_.reset();
    if (announced_->count() > 0)
        policy_ = StsPolicy(port_, now + *announced_);
    else
        upgrades_.erase(host());
    return true;
}

Task<void> Route::keep() {
    const std::string key = kPrefix + host();
    if (!policy_) {
        co_await storage_.erase(key);
        co_return;
    }
    const auto length = std::chrono::duration_cast<Duration>(*announced_);
    const std::string text = policy_->to_text();
    co_await storage_.put(key, text, length);
}

Task<void> Route::ended(EndingKind kind, Duration connected_for, WallTime now) {
    if (announced_ && announced_->count() > 0) {
        policy_ = StsPolicy(port_, now + *announced_);
        co_await keep();
    }
    const bool failed = kind == EndingKind::throttled || kind == EndingKind::banned ||
                        (kind == EndingKind::lost && connected_for == Duration(0));
    if (failed) current_ = (current_ + 1) % servers_.size();
}

}  // namespace confab::irc
