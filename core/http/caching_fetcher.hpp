#pragma once
/// GET requests through the cache: fresh answers, one fetch per key, revalidation, stale answers where they
/// help, and a second tier shared with other processes.

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "core/http/cache.hpp"
#include "core/http/fetcher.hpp"
#include "core/http/shared_tier.hpp"
#include "core/http/single_flight.hpp"

namespace confab::core {

class CachingFetcher : public std::enable_shared_from_this<CachingFetcher> {  // shared with refreshes
public:
    /// `shared` may be null.
    CachingFetcher(boost::asio::any_io_executor executor, std::shared_ptr<Fetcher> fetcher, Clock& clock,
                   Logger& log, HttpMetrics& metrics, const HttpConfig& config, SharedCache* shared);

    /// Does this request go through the cache at all?
    bool applies(const HttpRequest& request, const Url& url) const;
    /// `request` and `url` must outlive the task.
    Task<Result<Answer>> fetch(const HttpRequest& request, const Url& url, TimePoint deadline);
    /// After an unsafe method (RFC 9111 section 4.4): forgets every answer of that URL, and in the second
    /// tier the one for the same credentials.
    void invalidate(const HttpRequest& request, const Url& url);
    /// Ends what runs in the background.
    Task<void> stop();

private:
    using Outcome = Result<Answer>;
    CacheQuery query(const HttpRequest& request, const Url& url) const;
    CacheDefaults defaults(const Url& url) const;
    Answer serve(const CacheHit& hit, const Url& url, bool stale);
    Task<Outcome> lead(const HttpRequest& request, const Url& url, const CacheQuery& query, CacheHit old,
                       TimePoint deadline);
    Task<Outcome> through_shared(const HttpRequest& request, const Url& url, const CacheQuery& query,
                                 CacheHit old, TimePoint deadline);
    std::optional<Answer> keep(const CacheQuery& query, std::optional<StoredAnswer> found);
    static Task<void> forget(std::shared_ptr<CachingFetcher> self, std::string key);
    Task<Outcome> ask_origin(const HttpRequest& request, const Url& url, const CacheQuery& query,
                             const CacheHit& old, TimePoint deadline);
    static Task<void> refresh(std::shared_ptr<CachingFetcher> self, HttpRequest request, Url url);
    void publish();

    std::shared_ptr<Fetcher> fetcher_;  // shared with streams, see client.cpp
    Clock& clock_;
    Logger& log_;
    HttpMetrics& metrics_;
    HttpConfig config_;
    ResponseCache cache_;
    SharedTier shared_;
    SingleFlight flights_;
    std::uint64_t published_evictions_ = 0;
    TaskScope tasks_;
};

}  // namespace confab::core
