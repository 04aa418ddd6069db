#pragma once
/// One request to one origin: retries around attempts, an attempt over a pooled connection.

#include <memory>
#include <string>

#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/random.hpp"
#include "confab/service/stream.hpp"
#include "core/http/config.hpp"
#include "core/http/http_metrics.hpp"
#include "core/http/pool.hpp"
#include "core/http/retry_policy.hpp"
#include "core/net/url.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {

class Fetcher {
public:
    Fetcher(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
            Logger& log, HttpMetrics& metrics, const HttpConfig& config);
    ~Fetcher();

    /// `request` and `url` must outlive the task. Without caching and redirects.
    Task<Result<HttpResponse>> fetch(const HttpRequest& request, const Url& url, TimePoint deadline);

private:
    class Job;
    Task<Result<HttpResponse>> attempt(const Job& job);
    Task<Result<HttpResponse>> over_pool(const Job& job, bool fresh, bool& replayable);
    Task<Result<void>> open(Lease& lease, const Job& job);
    std::optional<Duration> delay_after(const Job& job, const Result<HttpResponse>& outcome,
                                        unsigned retries);
    void sweep_when_idle(const std::shared_ptr<ConnectionPool>& pool);
    static Task<void> sweep(Clock& clock, std::weak_ptr<ConnectionPool> pool, std::shared_ptr<bool> running);

    Transport& transport_;
    Clock& clock_;
    Random& random_;
    Logger& log_;
    HttpMetrics& metrics_;
    HttpConfig config_;
    RetryPolicy policy_;
    RetryBudget budget_;
    std::shared_ptr<ConnectionPool> pool_;         // shared with leases
    std::shared_ptr<ConnectionPool> stream_pool_;  // of HttpLane::stream
    TaskScope tasks_;
};

}  // namespace confab::core
