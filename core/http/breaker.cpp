#include "core/http/breaker.hpp"

#include <algorithm>

namespace confab::core {
namespace {

constexpr std::size_t kMaxCalls = 1000;

}  // namespace

std::optional<Duration> Breaker::blocks(TimePoint now) {
    if (state_ == State::closed) return std::nullopt;
    if (now < until_) return std::chrono::ceil<Duration>(until_ - now);
    if (probing_) return config_.open;
    state_ = State::half_open;
    probing_ = true;
    return std::nullopt;
}

void Breaker::note(TimePoint now, bool failed) {
    calls_.push_back(Call{now, failed});
    if (failed) ++failed_calls_;
    while (calls_.size() > kMaxCalls || calls_.front().at + config_.window < now) {
        if (calls_.front().failed) --failed_calls_;
        calls_.pop_front();
    }
}

bool Breaker::trips() const {
    if (failures_in_a_row_ >= config_.consecutive) return true;
    return calls_.size() >= config_.min_calls &&
           static_cast<double>(failed_calls_) >= config_.ratio * static_cast<double>(calls_.size());
}

void Breaker::open(TimePoint now, double random) {
    last_open_ = last_open_ == Duration(0) ? config_.open : std::min(last_open_ * 2, config_.open_max);
    const double jittered = static_cast<double>(last_open_.count()) * (0.75 + 0.5 * random);
    until_ = now + Duration(static_cast<Duration::rep>(jittered));
    state_ = State::open;
    probing_ = false;
}

void Breaker::on_success(TimePoint now) {
    failures_in_a_row_ = 0;
    if (state_ == State::closed) return note(now, false);
    // What was under way when it opened says nothing about now; only the probe closes it.
    if (state_ == State::open) return;
    state_ = State::closed;
    probing_ = false;
    last_open_ = Duration(0);
    calls_.clear();
    failed_calls_ = 0;
}

bool Breaker::on_failure(TimePoint now, double random) {
    ++failures_in_a_row_;
    if (state_ == State::open) return false;
    if (state_ == State::closed) {
        note(now, true);
        if (!trips()) return false;
    }
    open(now, random);
    return true;
}

bool Breaker::is_clean(TimePoint now) const noexcept {
    if (state_ != State::closed || failures_in_a_row_ > 0) return false;
    return std::none_of(calls_.begin(), calls_.end(),
                        [&](const Call& call) { return call.failed && call.at + config_.window >= now; });
}

Breaker* Breakers::find(const std::string& key) {
    const auto found = breakers_.find(key);
    return found == breakers_.end() ? nullptr : &found->second;
}

Breaker& Breakers::of(const std::string& key) {
    if (const auto found = breakers_.find(key); found != breakers_.end()) return found->second;
    if (breakers_.size() >= kMax) {
        const auto closed = std::find_if(breakers_.begin(), breakers_.end(), [](const auto& entry) {
            return entry.second.state() == Breaker::State::closed;
        });
        breakers_.erase(closed == breakers_.end() ? breakers_.begin() : closed);
    }
    return breakers_.emplace(key, Breaker(config_)).first->second;
}

std::size_t Breakers::open() const noexcept {
    return static_cast<std::size_t>(std::count_if(breakers_.begin(), breakers_.end(), [](const auto& entry) {
        return entry.second.state() != Breaker::State::closed;
    }));
}

}  // namespace confab::core
