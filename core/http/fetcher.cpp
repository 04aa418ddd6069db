#include "core/http/fetcher.hpp"

#include <algorithm>

#include "core/http/decoder.hpp"
#include "core/http/request_bytes.hpp"
#include "core/http/retry_after.hpp"

namespace confab::core {
namespace {

Duration time_until(TimePoint deadline, TimePoint now) {
    return std::max(Duration(0), std::chrono::ceil<Duration>(deadline - now));
}

bool succeeded(const Result<HttpResponse>& outcome) {
    return outcome && outcome->status < 500 && outcome->status != 429;
}

}  // namespace

/// What stays the same over all attempts.
class Fetcher::Job {
public:
    Job(const HttpRequest& request_in, const Url& url_in, std::string bytes_in, TimePoint deadline_in)
        : request(request_in),
          url(url_in),
          bytes(std::move(bytes_in)),
          origin(url_in.origin()),
          idempotent(is_idempotent(request_in)),
          deadline(deadline_in) {}
    const HttpRequest& request;
    const Url& url;
    std::string bytes;
    std::string origin;
    bool idempotent;
    TimePoint deadline;
};

Fetcher::Fetcher(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
                 Logger& log, HttpMetrics& metrics, const HttpConfig& config)
    : transport_(transport),
      clock_(clock),
      random_(random),
      log_(log),
      metrics_(metrics),
      config_(config),
      policy_(config.retry),
      budget_(config.retry),
      pool_(std::make_shared<ConnectionPool>(
          config.pool, PoolLimits(config.pool.max_total, config.pool.max_per_host), clock, metrics)),
      stream_pool_(std::make_shared<ConnectionPool>(
          config.pool, PoolLimits(config.pool.max_stream, config.pool.max_stream), clock, metrics)),
      tasks_(std::move(executor), log) {
    sweep_when_idle(pool_);
    sweep_when_idle(stream_pool_);
}

Fetcher::~Fetcher() {
    pool_->shut();
    stream_pool_->shut();
}

// The sweeper of a pool sleeps on while connections come and go, so a busy one starts no task per request.
void Fetcher::sweep_when_idle(const std::shared_ptr<ConnectionPool>& pool) {
    const auto running = std::make_shared<bool>(false);  // shared by the hook and the task
    pool->on_idle = [this, running, weak = std::weak_ptr(pool)] {
        if (std::exchange(*running, true)) return;
        tasks_.spawn("http pool sweeper", sweep(clock_, weak, running));
    };
}

Task<void> Fetcher::sweep(Clock& clock, std::weak_ptr<ConnectionPool> pool, std::shared_ptr<bool> running) {
    for (;;) {
        std::optional<TimePoint> next;
        if (const auto alive = pool.lock()) next = alive->sweep();
        if (!next) break;
        co_await clock.sleep(std::max(Duration(1), time_until(*next, clock.now())));
    }
    *running = false;
}

Task<Result<void>> Fetcher::open(Lease& lease, const Job& job) {
    Endpoint endpoint(job.url.host, job.url.port, job.url.tls());
    endpoint.ca_file = config_.ca_file;
    endpoint.timeout = std::min(config_.connect_timeout, time_until(job.deadline, clock_.now()));
    Result<std::unique_ptr<Stream>> stream = co_await transport_.connect(std::move(endpoint));
    if (!stream) co_return stream.error();
    metrics_.connections_opened.add();
    lease.adopt(
        std::make_unique<HttpConnection>(job.origin, std::move(*stream), config_.max_header, clock_.now()));
    co_return Result<void>();
}

Task<Result<HttpResponse>> Fetcher::over_pool(const Job& job, bool fresh, bool& replayable) {
    const Duration queue_limit = std::min(config_.pool.queue_timeout, time_until(job.deadline, clock_.now()));
    const auto& pool = job.request.lane == HttpLane::stream ? stream_pool_ : pool_;
    Result<Lease> lease =
        co_await pool->acquire(ConnectionWish(job.origin, job.idempotent, fresh), queue_limit);
    if (!lease) {
        metrics_.overloaded.add();
        co_return lease.error();
    }
    const bool reused = lease->connection() != nullptr;
    if (reused) {
        metrics_.connections_reused.add();
    } else if (Result<void> opened = co_await open(*lease, job); !opened) {
        co_return opened.error();
    }
    ExchangeLimits limits;
    limits.head = job.request.method == "HEAD";
    limits.max_body = job.request.max_body;
    limits.time = time_until(job.deadline, clock_.now());
    metrics_.attempts.add();
    Result<HttpResponse> response = co_await lease->connection()->exchange(job.bytes, limits);
    if (!response) {
        const Error& error = response.error();
        const bool unsent = error.delivery() == Delivery::not_sent;
        const bool unanswered = error.delivery() != Delivery::sent;
        replayable = reused && unanswered && error.code() == Errc::closed &&
                     (unsent || (job.idempotent && job.request.retry));
        co_return response;
    }
    metrics_.answered(response->status);
    lease->keep(keep_alive_hint(response->headers));
    InflateLimits inflate_limits;
    inflate_limits.max_bytes = job.request.max_body;
    inflate_limits.max_ratio = config_.max_inflate_ratio;
    inflate_limits.ratio_from = config_.inflate_ratio_from;
    if (Result<void> decoded = decode_body(*response, inflate_limits); !decoded) {
        Error error = decoded.error();
        co_return std::move(error).with(Delivery::sent);
    }
    co_return response;
}

// The race that no watch can win: the server closes a kept connection while our request is on its way.
// Nothing of an answer came, so what is idempotent goes out again, once, on a connection that cannot be stale
// (RFC 9110 section 9.2.2).
Task<Result<HttpResponse>> Fetcher::attempt(const Job& job) {
    bool replayable = false;
    Result<HttpResponse> outcome = co_await over_pool(job, false, replayable);
    if (replayable) {
        metrics_.stale_replays.add();
        log_.debug("http connection was stale", {{"host", job.origin}, {"method", job.request.method}});
        outcome = co_await over_pool(job, true, replayable);
    }
    if (!outcome && outcome.error().code() == Errc::timeout) {
        metrics_.timeouts.add();
        log_.warn(
            "http timeout",
            {{"host", job.origin}, {"method", job.request.method}, {"reason", outcome.error().context()}});
    }
    co_return outcome;
}

std::optional<Duration> Fetcher::delay_after(const Job& job, const Result<HttpResponse>& outcome,
                                             unsigned retries) {
    const bool retryable = outcome ? policy_.is_retryable(outcome->status, job.idempotent)
                                   : policy_.is_retryable(outcome.error(), job.idempotent);
    if (!job.request.retry || !retryable) return std::nullopt;
    FailedAttempt failed(job.idempotent, retries, time_until(job.deadline, clock_.now()));
    if (outcome) failed.retry_after = retry_after(*outcome, clock_.wall_now());
    const std::optional<Duration> wait = policy_.delay(failed, random_.uniform());
    if (!wait) return std::nullopt;
    if (!budget_.spend(job.origin, !outcome && outcome.error().code() == Errc::timeout)) {
        metrics_.budget_exhausted.add();
        return std::nullopt;
    }
    return wait;
}

Task<Result<HttpResponse>> Fetcher::fetch(const HttpRequest& request, const Url& url, TimePoint deadline) {
    Result<std::string> bytes = request_bytes(request, url, config_.user_agent);
    if (!bytes) co_return bytes.error();
    const Job job(request, url, std::move(*bytes), deadline);
    for (unsigned retries = 0;; ++retries) {
        Result<HttpResponse> outcome = co_await attempt(job);
        if (succeeded(outcome)) budget_.on_success(job.origin);
        const std::optional<Duration> wait = delay_after(job, outcome, retries);
        if (!wait) {
            if (outcome) outcome->attempts = retries + 1;
            co_return outcome;
        }
        metrics_.retries.add();
        log_.warn("http retry", {{"host", job.origin},
                                 {"method", request.method},
                                 {"reason", outcome ? "status " + std::to_string(outcome->status)
                                                    : outcome.error().message()},
                                 {"retry", retries + 1},
                                 {"in", *wait}});
        co_await clock_.sleep(*wait);
    }
}

}  // namespace confab::core
