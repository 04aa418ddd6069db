#pragma once
/// One request to one origin, whatever it takes: breaker, attempts, retries, hedging.

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "confab/service/random.hpp"
#include "core/http/breaker.hpp"
#include "core/http/exchanger.hpp"
#include "core/http/retry_policy.hpp"

namespace confab::core {

class Fetcher {
public:
    Fetcher(boost::asio::any_io_executor executor, Transport& transport, Clock& clock, Random& random,
            Logger& log, HttpMetrics& metrics, const HttpConfig& config, Offload offload);

    /// `request` and `url` must outlive the task. Without caching and redirects. `streamed`: up to the
    /// header; the body stays on the lease of the answer.
    Task<Result<Answer>> fetch(const HttpRequest& request, const Url& url, TimePoint deadline,
                               bool streamed = false);

    const HostSettings& settings(const Url& url) const { return rules_.find(url.host); }
    InflateLimits inflate_limits(std::size_t max_body) const { return exchanger_.inflate_limits(max_body); }

private:
    struct Race;
    Result<Job> job(const HttpRequest& request, const Url& url, TimePoint deadline);
    Task<Result<Answer>> persist(Job job);
    Task<Result<Answer>> attempt(const Job& job);
    static Task<Result<Answer>> failed(Error error);
    std::optional<Error> blocked(const Job& job);
    Task<Result<Answer>> hedged(const Job& job, TimePoint deadline);
    static Task<void> run(std::shared_ptr<Race> race, std::size_t lane);
    std::optional<Duration> delay_after(const Job& job, const Result<Answer>& outcome, unsigned retries);
    void judge(const Job& job, const Result<Answer>& outcome);

    boost::asio::any_io_executor executor_;
    Clock& clock_;
    Random& random_;
    Logger& log_;
    HttpMetrics& metrics_;
    HttpConfig config_;
    HostRules rules_;
    RetryBudget budget_;
    Breakers breakers_;
    Exchanger exchanger_;
};

}  // namespace confab::core
