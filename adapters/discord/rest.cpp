#include "rest.hpp"

#include <algorithm>

#include "confab/backoff.hpp"

namespace confab::discord {
namespace {

constexpr unsigned kMaxFailures = 2;  // repeats after a failure on the way or on the server's side
constexpr Duration kAttemptTimeout{15'000};
constexpr char kUserAgent[] =
    "DiscordBot (https://confab.example, 0.1.0)";  // anything else is blocked: code 40333

bool worth_repeating(const Result<HttpResponse>& answer, bool repeatable) {
    if (answer) {
        const int status = answer->status;
        return repeatable &&
               (status == 500 || status == 502 || status == 503 || status == 504 || status == 524);
    }
    switch (answer.error().code()) {
        case Errc::timeout:
        case Errc::unavailable:
        case Errc::closed:
            return repeatable || answer.error().delivery() == Delivery::not_sent;
        default:
            return false;
    }
}

}  // namespace

/// A place in the limiter's queue, given back however the call ends.
class Rest::Place {
public:
    Place(Rest& rest, RateLimiter::Ticket ticket) : rest_(rest), ticket_(ticket) { rest_.waiting_[ticket]; }
    ~Place() {
        rest_.waiting_.erase(ticket_);
        rest_.limiter_.leave(ticket_);
        rest_.wake();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    Rest& rest_;
    RateLimiter::Ticket ticket_;
};

Rest::Rest(RestConfig config, HttpClient& http, Clock& clock, Random& random, Logger& log)
    : config_(std::move(config)), http_(http), clock_(clock), random_(random), log_(log) {}

Task<Result<HttpResponse>> Rest::call(Route route, std::string body, bool repeatable) {
    const Result<RateLimiter::Ticket> ticket = limiter_.enter(route, clock_.now());
    if (!ticket) co_return ticket.error();
    const Place place(*this, *ticket);
    const TimePoint deadline = clock_.now() + config_.patience;
    Backoff backoff(Duration(500), Duration(5'000));
    for (unsigned failures = 0;;) {
        Result<void> admitted = co_await turn(*ticket, deadline);
        if (!admitted) co_return admitted.error();

        HttpRequest attempt = request(route, body, repeatable);
        Result<HttpResponse> answer = co_await http_.send(std::move(attempt));
        const LimitReport report = answer ? LimitReport(*answer) : LimitReport();
        const RateLimiter::Verdict verdict = limiter_.settle(*ticket, report, clock_.now());
        wake();
        if (report.status == 429)
            log_.warn("rate limited", {{"route", route.family()},
                                       {"retry_after", report.retry_after.value_or(Duration(0))},
                                       {"global", report.global}});
        if (verdict == RateLimiter::Verdict::repeat) continue;
        if (!worth_repeating(answer, repeatable) || ++failures > kMaxFailures) co_return answer;
        const Duration delay = backoff.next(random_.uniform());
        co_await clock_.sleep(delay);
    }
}

Task<Result<void>> Rest::turn(RateLimiter::Ticket ticket, TimePoint deadline) {
    for (;;) {
        if (limiter_.is_refused()) co_return Error(Errc::unauthorized, "discord refused the token");
        const TimePoint now = clock_.now();
        const RateLimiter::Admission admission = limiter_.admit(ticket, now);
        if (admission.go) co_return Result<void>();
        const bool timed = admission.retry_at != TimePoint::max();
        if (now >= deadline || (timed && admission.retry_at > deadline)) {
            Error error(Errc::rate_limited, "waiting for discord's rate limit");
            if (timed)
                std::move(error).with_retry_after(std::chrono::ceil<Duration>(admission.retry_at - now));
            co_return error;
        }
        const TimePoint until = std::min(admission.retry_at, deadline);
        co_await waiting_.at(ticket).wait_for(std::chrono::ceil<Duration>(until - now));
    }
}

HttpRequest Rest::request(const Route& route, const std::string& body, bool repeatable) const {
    HttpRequest out(route.method, config_.base_url + route.path);
    if (route.bot_token) out.headers.add("Authorization", "Bot " + config_.token.reveal());
    out.headers.add("User-Agent", kUserAgent);
    if (!body.empty()) out.headers.add("Content-Type", "application/json");
    out.body = body;
    out.timeout = kAttemptTimeout;
    out.idempotent = repeatable;
    out.retry = false;  // a repeat has to go through the limiter again
    return out;
}

void Rest::wake() {
    for (const RateLimiter::Ticket head : limiter_.heads())
        if (const auto it = waiting_.find(head); it != waiting_.end()) it->second.notify();
}

}  // namespace confab::discord
