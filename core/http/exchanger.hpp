#pragma once
/// One attempt: a connection from the pool, or a new one, and one exchange over it.

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "confab/service/clock.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/stream.hpp"
#include "core/http/content_decoder.hpp"
#include "core/http/http_metrics.hpp"
#include "core/http/job.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {

class Exchanger {
public:
    Exchanger(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Logger& log,
              HttpMetrics& metrics, const HttpConfig& config, Offload offload);
    ~Exchanger();

    /// `job` must outlive the task. Replays once, on a fresh connection, what met a kept connection that was
    /// just being closed. Whole bodies come decoded.
    Task<Result<Answer>> attempt(const Job& job, TimePoint deadline);

    InflateLimits inflate_limits(std::size_t max_body) const;

private:
    Task<Result<Lease>> acquire(ConnectionWish wish, HttpLane lane, Duration left);
    Answer answer(const Job& job, Lease lease);
    bool is_stale_race(const Job& job, const Error& error, bool reused) const;
    Task<Result<void>> open(Lease& lease, const Job& job, TimePoint deadline);
    Task<Result<void>> decode(HttpResponse& response, std::size_t max_body);
    Error timed_out(Error error, TimeoutPhase phase, const Job& job);
    void sweep_when_idle(const std::shared_ptr<ConnectionPool>& pool);
    static Task<void> sweep(Clock& clock, std::weak_ptr<ConnectionPool> pool, std::shared_ptr<bool> running);

    Transport& transport_;
    Clock& clock_;
    Logger& log_;
    HttpMetrics& metrics_;
    HttpConfig config_;
    Offload offload_;
    std::shared_ptr<ConnectionPool> pool_;         // shared with leases
    std::shared_ptr<ConnectionPool> stream_pool_;  // of HttpLane::stream
    TaskScope tasks_;
};

}  // namespace confab::core
