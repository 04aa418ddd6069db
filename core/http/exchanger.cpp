#include "core/http/exchanger.hpp"

#include <algorithm>
#include <limits>

#include "core/http/body_decoding.hpp"
#include "core/http/retry_after.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kWorthOffloading = 128 * 1024;  // encoded bytes: about a millisecond of inflating

TimeoutPhase phase_of(HttpConnection::Phase phase) {
    switch (phase) {
        case HttpConnection::Phase::writing:
            return TimeoutPhase::write;
        case HttpConnection::Phase::reading:
            return TimeoutPhase::body;
        default:
            return TimeoutPhase::first_byte;
    }
}

const char* words_for(TimeoutPhase phase) {
    switch (phase) {
        case TimeoutPhase::connect:
            return "connecting";
        case TimeoutPhase::write:
            return "sending the request";
        case TimeoutPhase::first_byte:
            return "waiting for the answer";
        case TimeoutPhase::body:
            return "reading the body";
        case TimeoutPhase::queue:
            break;
    }
    return "waiting for a connection";
}

}  // namespace

Exchanger::Exchanger(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Logger& log,
                     HttpMetrics& metrics, const HttpConfig& config, Offload offload)
    : transport_(transport),
      clock_(clock),
      log_(log),
      metrics_(metrics),
      config_(config),
      offload_(std::move(offload)),
      pool_(std::make_shared<ConnectionPool>(
          config.pool, PoolLimits(config.pool.max_total, config.pool.max_per_host), clock, metrics)),
      stream_pool_(std::make_shared<ConnectionPool>(
          config.pool, PoolLimits(config.pool.max_stream, config.pool.max_stream), clock, metrics)),
      tasks_(std::move(executor), log) {
    sweep_when_idle(pool_);
    sweep_when_idle(stream_pool_);
}

Exchanger::~Exchanger() {
    pool_->shut();
    stream_pool_->shut();
}

// The sweeper of a pool sleeps on while connections come and go, so a busy one starts no task per request.
void Exchanger::sweep_when_idle(const std::shared_ptr<ConnectionPool>& pool) {
    const auto running = std::make_shared<bool>(false);  // shared by the hook and the task
    pool->on_idle = [this, running, weak = std::weak_ptr(pool)] {
        if (std::exchange(*running, true)) return;
        tasks_.spawn("http pool sweeper", sweep(clock_, weak, running));
    };
}

Task<void> Exchanger::sweep(Clock& clock, std::weak_ptr<ConnectionPool> pool, std::shared_ptr<bool> running) {
    for (;;) {
        std::optional<TimePoint> next;
        if (const auto alive = pool.lock()) next = alive->sweep();
        if (!next) break;
        co_await clock.sleep(std::max(Duration(1), time_until(*next, clock.now())));
    }
    *running = false;
}

InflateLimits Exchanger::inflate_limits(std::size_t max_body) const {
    InflateLimits limits;
    limits.max_bytes = max_body;
    limits.max_ratio = config_.max_inflate_ratio;
    limits.ratio_from = config_.inflate_ratio_from;
    return limits;
}

Error Exchanger::timed_out(Error error, TimeoutPhase phase, const Job& job) {
    if (error.code() != Errc::timeout) return error;
    metrics_.timeouts(phase).add();
    log_.warn("http timeout",
              {{"host", job.origin}, {"method", job.request.method}, {"while", words_for(phase)}});
    return Error(Errc::timeout, words_for(phase)).with(error.delivery());
}

Task<Result<void>> Exchanger::open(Lease& lease, const Job& job, TimePoint deadline) {
    Endpoint endpoint(job.url.host, job.url.port, job.url.tls());
    endpoint.ca_file = job.host.ca_file;
    endpoint.pins = job.host.pins;
    if (job.url.tls()) endpoint.alpn.emplace_back("http/1.1");
    endpoint.public_only = job.guarded();
    if (job.host.proxy)
        endpoint.proxy = *job.host.proxy;
    else if (config_.proxy)
        endpoint.proxy = config_.proxy(job.url.tls(), job.url.host, job.url.port);
    endpoint.timeout = std::min(job.host.connect_timeout, time_until(deadline, clock_.now()));
    Result<std::unique_ptr<Stream>> stream = co_await transport_.connect(std::move(endpoint));
    if (!stream) co_return timed_out(stream.error(), TimeoutPhase::connect, job);
    metrics_.connections_opened.add();
    lease.adopt(std::make_unique<HttpConnection>(job.pool_key(), std::move(*stream), config_.max_header,
                                                 clock_.now()));
    co_return Result<void>();
}

Task<Result<void>> Exchanger::decode(HttpResponse& response, std::size_t max_body) {
    const InflateLimits limits = inflate_limits(max_body);
    Result<void> done;
    if (offload_ && response.body.size() >= kWorthOffloading) {
        std::function<void()> work = [&] {
            done = decode_body(response, limits);
        };
        co_await offload_(std::move(work));
    } else {
        done = decode_body(response, limits);
    }
    co_return done;
}

Task<Result<Lease>> Exchanger::acquire(ConnectionWish wish, HttpLane lane, Duration left) {
    const auto& pool = lane == HttpLane::stream ? stream_pool_ : pool_;
    // Work in bulk has nobody waiting for it: it queues as long as it may take.
    const Duration limit = lane == HttpLane::bulk ? left : std::min(config_.pool.queue_timeout, left);
    Result<Lease> lease = co_await pool->acquire(std::move(wish), limit);
    if (!lease) metrics_.overloaded.add();
    co_return lease;
}

Answer Exchanger::answer(const Job& job, Lease lease) {
    HttpConnection& connection = *lease.connection();
    metrics_.answered(connection.status());
    Answer out;
    out.response.status = connection.status();
    out.response.headers = std::move(connection.headers());
    if (job.streamed) {
        out.lease.emplace(std::move(lease));
        return out;
    }
    out.response.body = std::move(connection.body());
    connection.finish();
    lease.keep(keep_alive_hint(out.response.headers));
    metrics_.bytes_received.add(out.response.body.size());
    return out;
}

// The race that no watch can win: the server closes a kept connection while our request is on its way.
// Nothing of an answer came, so what is idempotent goes out again, once, on a connection that cannot be stale
// (RFC 9110 section 9.2.2).
bool Exchanger::is_stale_race(const Job& job, const Error& error, bool reused) const {
    const bool unsent = error.delivery() == Delivery::not_sent;
    const bool unanswered = error.delivery() != Delivery::sent;
    return reused && unanswered && error.code() == Errc::closed &&
           (unsent || (job.idempotent && job.request.retry));
}

Task<Result<Answer>> Exchanger::attempt(const Job& job, TimePoint deadline) {
    const HttpLane lane = job.request.lane;
    ConnectionPool& pool = lane == HttpLane::stream ? *stream_pool_ : *pool_;
    ConnectionWish wish(job.pool_key(), job.idempotent);
    wish.bulk = lane == HttpLane::bulk;
    wish.caller = job.request.caller;
    if (lane != HttpLane::stream) wish.per_host = job.host.max_per_host;
    ExchangeLimits limits;
    limits.head = job.request.method == "HEAD";
    limits.max_body = job.streamed ? std::numeric_limits<std::size_t>::max() : job.request.max_body;
    for (;;) {
        std::optional<Lease> lease = pool.try_acquire(wish);
        if (!lease) {
            Result<Lease> waited = co_await acquire(wish, lane, time_until(deadline, clock_.now()));
            if (!waited) co_return waited.error();
            lease.emplace(std::move(*waited));
        }
        const bool reused = lease->connection() != nullptr;
        if (reused) {
            metrics_.connections_reused.add();
        } else {
            const Result<void> opened = co_await open(*lease, job, deadline);
            if (!opened) co_return opened.error();
        }
        HttpConnection& connection = *lease->connection();
        limits.time = time_until(deadline, clock_.now());
        metrics_.attempts.add();
        Result<void> done =
            co_await connection.begin(job.outgoing, limits, offload_, job.request.on_progress);
        if (done && !job.streamed && (!connection.complete() || job.request.on_progress))
            done = co_await connection.read_all(job.request.on_progress);
        if (!done && is_stale_race(job, done.error(), reused)) {
            metrics_.stale_replays.add();
            log_.debug("http connection was stale", {{"host", job.origin}, {"method", job.request.method}});
            wish.fresh = true;
            continue;
        }
        if (!done) co_return timed_out(done.error(), phase_of(connection.phase()), job);
        Answer out = answer(job, std::move(*lease));
        lease.reset();  // others may go on while we decode
        if (!job.streamed && out.response.headers.has("Content-Encoding")) {
            const Result<void> decoded = co_await decode(out.response, job.request.max_body);
            if (!decoded) {
                Error error = decoded.error();
                co_return std::move(error).with(Delivery::sent);
            }
        }
        if (!job.streamed) metrics_.bytes_decoded.add(out.response.body.size());
        co_return out;
    }
}

}  // namespace confab::core
