#include "rate_limiter.hpp"

#include <algorithm>

namespace confab::discord {

Result<RateLimiter::Ticket> RateLimiter::enter(const Route& route, TimePoint now) {
    if (refused_) return Error(Errc::unauthorized, "discord refused the token");
    if (calls_.size() >= kMaxWaiting) return Error(Errc::overloaded, "too many discord calls are waiting");
    if (invalid_ >= kMaxInvalid && now < invalid_since_ + kInvalidWindow) {
        const auto wait = std::chrono::ceil<Duration>(invalid_since_ + kInvalidWindow - now);
        return Error(Errc::rate_limited, "too many invalid discord calls").with_retry_after(wait);
    }
    if (buckets_.size() >= kMaxBuckets) sweep(now);
    Bucket& bucket = bucket_for(route);
    const Ticket ticket = ++last_ticket_;
    bucket.queue.insert(ticket);
    calls_.emplace(ticket, Call{route, &bucket});
    return ticket;
}

RateLimiter::Admission RateLimiter::admit(Ticket ticket, TimePoint now) {
    Call& call = calls_.at(ticket);
    Bucket& bucket = *call.bucket;
    if (bucket.in_flight > 0) return {};
    for (const Ticket earlier : bucket.queue) {
        if (earlier == ticket) break;
        // One that waits for its sub-limit lets other routes of the bucket pass, but nobody of its own route.
        const Call& other = calls_.at(earlier);
        if (blocked_until(other) <= now || other.route.key() == call.route.key()) return {};
    }

    TimePoint at = std::max(blocked_until(call), banned_until_);
    if (bucket.remaining <= 0 && bucket.reset_at > now) at = std::max(at, bucket.reset_at);
    if (call.route.bot_token) at = std::max(at, global_free_at(now));
    if (at > now) return {false, at};

    if (bucket.reset_at <= now) bucket.remaining = bucket.limit;
    --bucket.remaining;
    ++bucket.in_flight;
    call.in_flight = true;
    if (call.route.bot_token) recent_.push_back(now);
    return {true, now};
}

RateLimiter::Verdict RateLimiter::settle(Ticket ticket, const LimitReport& report, TimePoint now) {
    Call& call = calls_.at(ticket);
    if (!report.bucket.empty()) learn_bucket(call.route, report.bucket);
    note_limits(*call.bucket, report, now);
    if (call.in_flight) --call.bucket->in_flight;
    call.in_flight = false;

    if (report.status == 401 && call.route.bot_token) refused_ = true;
    if (report.status == 401 || report.status == 403 || (report.status == 429 && !report.shared))
        count_invalid(now);
    if (report.status != 429) return Verdict::done;
    block(call, report, now);
    return ++call.repeats < kMaxRepeats ? Verdict::repeat : Verdict::done;
}

void RateLimiter::leave(Ticket ticket) {
    const auto it = calls_.find(ticket);
    if (it == calls_.end()) return;
    Bucket& bucket = *it->second.bucket;
    if (it->second.in_flight) --bucket.in_flight;
    bucket.queue.erase(ticket);
    calls_.erase(it);
}

std::vector<RateLimiter::Ticket> RateLimiter::heads() const {
    std::vector<Ticket> out;
    for (const auto& [key, bucket] : buckets_) {
        if (bucket.in_flight > 0 || bucket.queue.empty()) continue;
        const Call& first = calls_.at(*bucket.queue.begin());
        out.push_back(*bucket.queue.begin());
        for (const Ticket ticket : bucket.queue) {
            if (calls_.at(ticket).route.key() == first.route.key()) continue;
            out.push_back(ticket);  // may pass a first one that waits for its sub-limit
            break;
        }
    }
    return out;
}

std::string RateLimiter::bucket_key(const Route& route) const {
    const auto known = hashes_.find(route.family());
    return (known == hashes_.end() ? route.family() : known->second) + ' ' + route.major;
}

RateLimiter::Bucket& RateLimiter::bucket_for(const Route& route) {
    return buckets_[bucket_key(route)];
}

void RateLimiter::learn_bucket(const Route& route, const std::string& hash) {
    std::string& known = hashes_[route.family()];
    if (known == hash) return;
    known = hash;
    // Every waiting call of this family moves; tickets are ordered, so no call overtakes another.
    for (auto& [ticket, call] : calls_) {
        if (call.route.family() != route.family()) continue;
        Bucket& target = bucket_for(call.route);
        if (&target == call.bucket) continue;
        call.bucket->queue.erase(ticket);
        target.queue.insert(ticket);
        if (call.in_flight) {
            --call.bucket->in_flight;
            ++target.in_flight;
        }
        call.bucket = &target;
    }
}

void RateLimiter::note_limits(Bucket& bucket, const LimitReport& report, TimePoint now) {
    if (!report.remaining || !report.reset_after) {
        // A route without limits of its own: only its order matters.
        if (bucket.reset_at <= now) bucket.remaining = bucket.limit;
        return;
    }
    bucket.limit = std::max<std::int64_t>(report.limit.value_or(1), 1);
    bucket.remaining = *report.remaining;
    bucket.reset_at = now + *report.reset_after;
}

void RateLimiter::block(Call& call, const LimitReport& report, TimePoint now) {
    const TimePoint until = now + report.retry_after.value_or(Duration(1'000));
    if (report.banned) {
        banned_until_ = std::max(banned_until_, until);
    } else if (report.global) {
        global_until_ = std::max(global_until_, until);
    } else if (report.remaining.value_or(0) > 0) {
        // The bucket has room and still refuses: a limit of this route's own, unknown to the headers.
        sublimits_[call.route.key()] = until;
    } else {
        call.bucket->remaining = 0;
        call.bucket->reset_at = until;
    }
}

void RateLimiter::count_invalid(TimePoint now) {
    if (now >= invalid_since_ + kInvalidWindow) {
        invalid_since_ = now;
        invalid_ = 0;
    }
    ++invalid_;
}

TimePoint RateLimiter::blocked_until(const Call& call) const {
    if (sublimits_.empty()) return TimePoint::min();
    const auto it = sublimits_.find(call.route.key());
    return it == sublimits_.end() ? TimePoint::min() : it->second;
}

TimePoint RateLimiter::global_free_at(TimePoint now) {
    constexpr Duration kSecond{1'000};
    while (!recent_.empty() && now - recent_.front() >= kSecond) recent_.pop_front();
    TimePoint at = global_until_;
    if (recent_.size() >= kGlobalPerSecond) at = std::max(at, recent_.front() + kSecond);
    return at;
}

void RateLimiter::sweep(TimePoint now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        return entry.second.queue.empty() && entry.second.reset_at <= now;
    });
    std::erase_if(sublimits_, [&](const auto& entry) { return entry.second <= now; });
}

}  // namespace confab::discord
