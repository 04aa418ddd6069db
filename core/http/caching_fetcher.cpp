#include "core/http/caching_fetcher.hpp"

namespace confab::core {

CachingFetcher::CachingFetcher(boost::asio::any_io_executor executor, std::shared_ptr<Fetcher> fetcher,
                               Clock& clock, Logger& log, HttpMetrics& metrics, const HttpConfig& config,
                               SharedCache* shared)
    : fetcher_(std::move(fetcher)),
      clock_(clock),
      log_(log),
      metrics_(metrics),
      config_(config),
      cache_(config.cache),
      shared_(shared, clock, log),
      tasks_(std::move(executor), log) {}

bool CachingFetcher::applies(const HttpRequest& request, const Url& url) const {
    if (!config_.cache.enabled || request.method != "GET" || request.headers.has("Range")) return false;
    const bool wanted = fetcher_->settings(url).cache.value_or(request.cache == HttpCache::allowed);
    return wanted && !CacheControl::parse(request.headers).no_store;
}

CacheQuery CachingFetcher::query(const HttpRequest& request, const Url& url) const {
    // What was fetched from inside must not be handed to somebody who may only see the outside.
    const bool guarded = request.reach == HttpReach::public_internet;
    return CacheQuery(url.text(), request.headers, guarded ? "public " : "");
}

CacheDefaults CachingFetcher::defaults(const Url& url) const {
    return CacheDefaults(fetcher_->settings(url).cache_ttl, config_.cache.stale_if_error);
}

void CachingFetcher::publish() {
    metrics_.cache_entries.set(static_cast<std::int64_t>(cache_.size()));
    metrics_.cache_bytes.set(static_cast<std::int64_t>(cache_.bytes()));
    metrics_.cache_evicted.add(cache_.evicted() - published_evictions_);
    published_evictions_ = cache_.evicted();
}

Answer CachingFetcher::serve(const CacheHit& hit, const Url& url, bool stale) {
    (stale ? metrics_.cache_stale : metrics_.cache_hits).add();
    if (log_.enabled(LogLevel::debug))
        log_.debug(stale ? "http cache stale" : "http cache hit", {{"host", url.origin()}});
    Answer answer;
    answer.response = *hit.response;
    answer.response.from_cache = true;
    answer.response.stale = stale;
    answer.response.attempts = 0;
    return answer;
}

Task<CachingFetcher::Outcome> CachingFetcher::ask_origin(const HttpRequest& request, const Url& url,
                                                         const CacheQuery& query, const CacheHit& old,
                                                         TimePoint deadline) {
    metrics_.cache_misses.add();
    log_.debug("http cache miss", {{"host", url.origin()}});
    HttpRequest asking = request;
    const bool conditional =
        old.response && has_validator(old.response->headers) && !request.headers.has("If-None-Match");
    if (conditional) make_conditional(asking.headers, old.response->headers);
    Outcome outcome = co_await fetcher_->fetch(asking, url, deadline);
    const bool failed = !outcome || outcome->response.status >= 500;
    const bool cancelled = !outcome && outcome.error().code() == Errc::cancelled;
    if (failed && !cancelled && old.response && old.if_error) co_return serve(old, url, true);
    if (!outcome) co_return outcome;
    const HttpResponse& response = outcome->response;
    if (conditional && response.status == 304) {
        metrics_.cache_revalidated.add();
        log_.debug("http cache revalidated", {{"host", url.origin()}});
        const CacheHit renewed =
            cache_.refresh(query, response, defaults(url), clock_.wall_now(), clock_.now());
        Answer answer;
        answer.response = renewed.response ? *renewed.response : *old.response;
        answer.response.from_cache = true;
        answer.response.attempts = response.attempts;
        co_return answer;
    }
    if (const auto usable = freshness(response, clock_.wall_now(), defaults(url)))
        cache_.store(query, response, *usable, clock_.now());
    co_return outcome;
}

/// Into the local tier, and as an answer.
std::optional<Answer> CachingFetcher::keep(const CacheQuery& query, std::optional<StoredAnswer> found) {
    if (!found) return std::nullopt;
    metrics_.cache_shared_hits.add();
    Freshness usable(found->fresh_for, found->stale_while_revalidate, found->stale_if_error);
    cache_.store(query, found->response, usable, clock_.now());
    Answer answer;
    answer.response = std::move(found->response);
    answer.response.from_cache = true;
    answer.response.attempts = 0;
    return answer;
}

// One process asks for all: who gets the lease goes to the origin, the others wait for what it stores, and
// go themselves when nothing comes of that.
Task<CachingFetcher::Outcome> CachingFetcher::through_shared(const HttpRequest& request, const Url& url,
                                                             const CacheQuery& query, CacheHit old,
                                                             TimePoint deadline) {
    for (int round = 0; round < 2 && shared_.is_up(); ++round) {
        std::optional<StoredAnswer> found = co_await shared_.find(query);
        if (std::optional<Answer> answer = keep(query, std::move(found))) co_return std::move(*answer);
        const bool ours = co_await shared_.may_ask(query.key());
        if (ours) break;
        co_await shared_.wait(query.key(), time_until(deadline, clock_.now()));
    }
    if (shared_.is_up()) {  // it may have been stored between our look and our lease
        std::optional<StoredAnswer> found = co_await shared_.find(query);
        if (std::optional<Answer> answer = keep(query, std::move(found))) {
            co_await shared_.give_up(query.key());
            co_return std::move(*answer);
        }
    }
    Outcome outcome = co_await ask_origin(request, url, query, old, deadline);
    if (!shared_.is_up()) co_return outcome;
    std::optional<Freshness> usable;
    if (outcome && !outcome->response.stale)
        usable = freshness(outcome->response, clock_.wall_now(), defaults(url));
    if (usable)
        co_await shared_.store(query, outcome->response, *usable);
    else
        co_await shared_.give_up(query.key());
    co_return outcome;
}

Task<CachingFetcher::Outcome> CachingFetcher::lead(const HttpRequest& request, const Url& url,
                                                   const CacheQuery& query, CacheHit old,
                                                   TimePoint deadline) {
    SingleFlight::Leader leader(flights_, query.key());
    const bool must_ask = CacheControl::parse(request.headers).no_cache;
    Outcome outcome(Answer{});
    if (shared_.is_up() && !must_ask)
        outcome = co_await through_shared(request, url, query, std::move(old), deadline);
    else
        outcome = co_await ask_origin(request, url, query, old, deadline);
    publish();
    if (outcome)
        leader.landed();
    else if (outcome.error().code() != Errc::cancelled)  // that concerns this caller alone
        leader.failed(outcome.error());
    co_return outcome;
}

Task<void> CachingFetcher::refresh(std::shared_ptr<CachingFetcher> self, HttpRequest request, Url url) {
    const CacheQuery query = self->query(request, url);
    const TimePoint deadline = self->clock_.now() + self->fetcher_->settings(url).timeout;
    if (self->flights_.in_the_air(query.key())) co_return;
    CacheHit old = self->cache_.find(query, self->clock_.now());
    [[maybe_unused]] const Outcome done = co_await self->lead(request, url, query, std::move(old), deadline);
}

Task<Result<Answer>> CachingFetcher::fetch(const HttpRequest& request, const Url& url, TimePoint deadline) {
    const CacheQuery query = this->query(request, url);
    const bool must_ask = CacheControl::parse(request.headers).no_cache;
    // An answer that could not be stored helps its leader only: who waited then asks for itself, and not in a
    // row.
    bool landed = false;
    for (bool may_wait = !must_ask;;) {
        CacheHit hit = cache_.find(query, clock_.now());
        if (hit.fresh && !must_ask) co_return serve(hit, url, false);
        if (landed && hit.if_error) co_return serve(hit, url, true);  // the origin has just failed the leader
        if (hit.while_revalidating && !must_ask) {
            HttpRequest again = request;
            again.on_progress = nullptr;  // its caller has its answer
            again.timeout.reset();
            if (!flights_.in_the_air(query.key()))
                tasks_.spawn("http refresh", refresh(shared_from_this(), std::move(again), url));
            co_return serve(hit, url, true);
        }
        if (!may_wait || !flights_.in_the_air(query.key()))
            co_return co_await lead(request, url, query, std::move(hit), deadline);
        metrics_.cache_collapsed.add();
        log_.debug("http cache collapsed", {{"host", url.origin()}});
        const Duration left = time_until(deadline, clock_.now());
        const SingleFlight::Landing landing = co_await flights_.follow(query.key(), left);
        if (landing.outcome == SingleFlight::Outcome::failed) co_return landing.error;
        if (landing.outcome == SingleFlight::Outcome::timeout)
            co_return Error(Errc::timeout, "waiting for an identical request");
        landed = landing.outcome == SingleFlight::Outcome::landed;
        may_wait = landing.outcome == SingleFlight::Outcome::abandoned;
    }
}

Task<void> CachingFetcher::forget(std::shared_ptr<CachingFetcher> self, std::string key) {
    co_await self->shared_.remove(std::move(key));
}

void CachingFetcher::invalidate(const HttpRequest& request, const Url& url) {
    cache_.invalidate(url.text());
    if (shared_.is_up()) tasks_.spawn("forget", forget(shared_from_this(), query(request, url).key()));
    publish();
}

Task<void> CachingFetcher::stop() {
    tasks_.cancel();
    co_await tasks_.join();
}

}  // namespace confab::core
