#include "core/http/fetcher.hpp"

#include <algorithm>

#include "core/http/retry_after.hpp"

namespace confab::core {
namespace {

bool succeeded(const Result<Answer>& outcome) {
    return outcome && outcome->response.status < 500 && outcome->response.status != 429;
}

RetryReason reason_of(const Result<Answer>& outcome) {
    if (outcome) return outcome->response.status == 429 ? RetryReason::status_429 : RetryReason::status_5xx;
    if (outcome.error().code() == Errc::timeout) return RetryReason::timeout;
    return outcome.error().code() == Errc::closed ? RetryReason::closed : RetryReason::connect;
}

/// Says something about the host, and nothing good. What we refused or gave up ourselves does not.
bool is_failure_of_host(const Error& error) {
    switch (error.code()) {
        case Errc::timeout:
        case Errc::unavailable:
        case Errc::closed:
        case Errc::protocol:
        case Errc::insecure:
        case Errc::not_found:
            return true;
        default:
            return false;
    }
}

/// Tells the breaker when a probe ends without an outcome, by cancellation.
class Probe {
public:
    Probe(Breakers& breakers, const Job& job) : breakers_(breakers), job_(job) {}
    ~Probe() {
        if (judged || breakers_.empty()) return;
        if (Breaker* const breaker = breakers_.find(job_.breaker_key())) breaker->on_abandoned();
    }
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    bool judged = false;

private:
    Breakers& breakers_;
    const Job& job_;
};

}  // namespace

/// Two copies of one request. Shared with both: the loser may be cancelled after its caller is gone.
struct Fetcher::Race {
    Race(Fetcher& fetcher_in, const Job& job_in, TimePoint deadline_in)
        : exchanger(fetcher_in.exchanger_),
          request(job_in.request),
          url(job_in.url),
          job(request, url, job_in.host, job_in.outgoing, job_in.deadline),
          deadline(deadline_in) {
        request.on_progress = nullptr;  // two reports of one thing would make no sense
    }
    Exchanger& exchanger;
    HttpRequest request;
    Url url;
    Job job;
    TimePoint deadline;
    std::optional<Result<Answer>> outcome[2];
    Signal ended;
};

Fetcher::Fetcher(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
                 Logger& log, HttpMetrics& metrics, const HttpConfig& config, Offload offload)
    : executor_(executor),
      clock_(clock),
      random_(random),
      log_(log),
      metrics_(metrics),
      config_(config),
      rules_(config),
      budget_(config.retry),
      breakers_(config.breaker),
      exchanger_(std::move(executor), transport, clock, log, metrics, config, std::move(offload)) {}

Task<void> Fetcher::run(std::shared_ptr<Race> race, std::size_t lane) {
    Result<Answer> outcome = co_await race->exchanger.attempt(race->job, race->deadline);
    race->outcome[lane].emplace(std::move(outcome));
    race->ended.notify();
}

// The first good answer wins and the other copy is cancelled, which closes its connection. One that fails
// leaves the field to the other.
Task<Result<Answer>> Fetcher::hedged(const Job& job, TimePoint deadline) {
    const auto race = std::make_shared<Race>(*this, job, deadline);
    TaskScope copies(executor_, log_);
    copies.spawn("http request", run(race, 0));
    const bool answered = co_await race->ended.wait_for(*job.request.hedge_after);
    std::size_t running = 1;
    if (!answered && budget_.spend(job.origin, false)) {
        metrics_.hedges.add();
        log_.debug("http hedge", {{"host", job.origin}});
        copies.spawn("http hedge", run(race, 1));
        running = 2;
    }
    for (;;) {
        std::size_t ended = 0;
        for (const std::size_t lane : {0u, 1u}) {
            std::optional<Result<Answer>>& outcome = race->outcome[lane];
            if (!outcome) continue;
            ++ended;
            if (!succeeded(*outcome) && ended < running) continue;
            if (lane == 1) metrics_.hedges_won.add();
            copies.cancel();
            co_return std::move(*outcome);
        }
        co_await race->ended.wait();
    }
}

std::optional<Error> Fetcher::blocked(const Job& job) {
    if (!job.host.breaker || breakers_.empty()) return std::nullopt;
    Breaker* const breaker = breakers_.find(job.breaker_key());
    const std::optional<Duration> wait = breaker ? breaker->blocks(clock_.now()) : std::nullopt;
    if (!wait) return std::nullopt;
    metrics_.breaker_refused.add();
    return Error(Errc::unavailable, "this host keeps failing and is left alone for a while")
        .with(Delivery::not_sent)
        .with_retry_after(*wait);
}

void Fetcher::judge(const Job& job, const Result<Answer>& outcome) {
    const bool failed = outcome ? outcome->response.status >= 500 && outcome->response.status != 501
                                : is_failure_of_host(outcome.error());
    if (!job.host.breaker || (!failed && breakers_.empty())) return;
    const std::string key = job.breaker_key();
    const TimePoint now = clock_.now();
    if (failed) {
        if (breakers_.of(key).on_failure(now, random_.uniform())) {
            metrics_.breaker_opened.add();
            log_.warn("http breaker opened: the host keeps failing", {{"host", job.origin}});
        }
    } else if (Breaker* const breaker = breakers_.find(key)) {
        if (!outcome) return breaker->on_abandoned();
        if (breaker->state() != Breaker::State::closed)
            log_.info("http breaker closed: the host answers again", {{"host", job.origin}});
        breaker->on_success(now);
        if (breaker->is_clean(now)) breakers_.forget(key);
    }
    metrics_.breakers_open.set(static_cast<std::int64_t>(breakers_.open()));
}

std::optional<Duration> Fetcher::delay_after(const Job& job, const Result<Answer>& outcome,
                                             unsigned retries) {
    const RetryPolicy policy(job.host.retry);
    const bool retryable = outcome ? policy.is_retryable(outcome->response.status, job.idempotent)
                                   : policy.is_retryable(outcome.error(), job.idempotent);
    if (!job.request.retry || !retryable) return std::nullopt;
    FailedAttempt failed(job.idempotent, retries, time_until(job.deadline, clock_.now()));
    if (outcome) failed.retry_after = retry_after(outcome->response, clock_.wall_now());
    const std::optional<Duration> wait = policy.delay(failed, random_.uniform());
    if (!wait) return std::nullopt;
    if (!budget_.spend(job.origin, !outcome && outcome.error().code() == Errc::timeout)) {
        metrics_.budget_exhausted.add();
        return std::nullopt;
    }
    return wait;
}

Task<Result<Answer>> Fetcher::attempt(const Job& job) {
    const bool own_limit = job.idempotent && !job.request.timeout && !job.streamed;
    const TimePoint deadline =
        own_limit ? std::min(job.deadline, clock_.now() + job.host.retry.attempt_timeout) : job.deadline;
    const bool hedges = job.request.hedge_after && job.request.method == "GET" && !job.streamed;
    return hedges ? hedged(job, deadline) : exchanger_.attempt(job, deadline);
}

Task<Result<Answer>> Fetcher::persist(Job job) {
    std::optional<Result<Answer>> last;
    for (unsigned retries = 0;; ++retries) {
        if (std::optional<Error> refusal = blocked(job)) {
            if (last) co_return std::move(*last);  // what the host itself said tells more
            co_return std::move(*refusal);
        }
        Probe probe(breakers_, job);
        Result<Answer> outcome = co_await attempt(job);
        probe.judged = true;
        judge(job, outcome);
        if (outcome) outcome->response.attempts = retries + 1;
        if (succeeded(outcome)) {
            budget_.on_success(job.origin);
            co_return outcome;
        }
        const std::optional<Duration> wait = delay_after(job, outcome, retries);
        if (!wait) co_return outcome;
        metrics_.retries(reason_of(outcome)).add();
        const std::string reason =
            outcome ? "status " + std::to_string(outcome->response.status) : outcome.error().message();
        log_.warn("http retry", {{"host", job.origin},
                                 {"method", job.request.method},
                                 {"reason", reason},
                                 {"retry", retries + 1},
                                 {"in", *wait}});
        if (outcome) outcome->lease.reset();  // a streamed answer gives its place back before the wait
        last.emplace(std::move(outcome));
        co_await clock_.sleep(*wait);
    }
}

Task<Result<Answer>> Fetcher::failed(Error error) {
    co_return error;
}

Result<Job> Fetcher::job(const HttpRequest& request, const Url& url, TimePoint deadline) {
    if (request.reach == HttpReach::public_internet && url.port != 80 && url.port != 443) {
        metrics_.refused.add();
        return Error(Errc::forbidden, "only ports 80 and 443 may be reached from here");
    }
    const std::string boundary = request.parts.empty() ? std::string() : "confab-" + random_.token(32);
    Result<OutgoingRequest> bytes = outgoing(request, url, config_.user_agent, boundary);
    if (!bytes) return bytes.error();
    return Job(request, url, rules_.find(url.host), std::move(*bytes), deadline);
}

Task<Result<Answer>> Fetcher::fetch(const HttpRequest& request, const Url& url, TimePoint deadline,
                                    bool streamed) {
    Result<Job> prepared = job(request, url, deadline);
    if (!prepared) return failed(prepared.error());
    prepared->streamed = streamed;
    return persist(std::move(*prepared));
}

}  // namespace confab::core
