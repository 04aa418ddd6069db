#include "core/http/client.hpp"

#include "core/http/cache.hpp"
#include "core/http/fetcher.hpp"
#include "core/http/request_bytes.hpp"
#include "core/http/single_flight.hpp"

namespace confab::core {
namespace {

HttpConfig completed(HttpConfig config) {
    if (config.user_agent.empty()) config.user_agent = "Confab/" CONFAB_VERSION;
    return config;
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Error in_context(const Error& error, const HttpRequest& request, const Url& url) {
    Error out(error.code(), request.method + " " + url.origin() + ": " + error.context(), error.cause());
    if (const auto delay = error.retry_after()) out = std::move(out).with_retry_after(*delay);
    return std::move(out).with(error.delivery());
}

/// Follows a Location: the new URL, and no credentials for another origin. Errors: insecure,
/// invalid_argument.
Result<Url> redirect(HttpRequest& request, const Url& from, const HttpResponse& answer) {
    Result<Url> next = from.resolve(answer.headers.get("Location"));
    if (!next) return next;
    if (from.tls() && !next->tls()) return Error(Errc::insecure, "redirected from https to http");
    if (next->origin() != from.origin()) {
        HttpHeaders kept;
        for (const auto& [name, value] : request.headers.fields())
            if (!is_credential(name)) kept.add(name, value);
        request.headers = std::move(kept);
    }
    return next;
}

}  // namespace

struct CoreHttpClient::State {
    State(boost::asio::any_io_executor executor, Transport& transport, Clock& clock_in, Random& random,
          Metrics& registry, Logger& log_in, HttpConfig config_in)
        : clock(clock_in),
          log(log_in),
          config(completed(std::move(config_in))),
          metrics(registry),
          cache(config.cache),
          fetcher(std::move(executor), transport, clock, random, log, metrics, config) {}

    Task<Result<HttpResponse>> send(HttpRequest request);
    Task<Result<HttpResponse>> follow_redirects(HttpRequest& request, Url& url, TimePoint deadline);
    Task<Result<HttpResponse>> cached(const HttpRequest& request, const Url& url, TimePoint deadline);
    Task<Result<HttpResponse>> fill(const HttpRequest& request, const Url& url, const CacheQuery& query,
                                    CacheHit stale, TimePoint deadline);
    bool uses_cache(const HttpRequest& request) const;
    HttpResponse serve(const CacheHit& hit, const Url& url);
    void publish_cache();

    Clock& clock;
    Logger& log;
    HttpConfig config;
    HttpMetrics metrics;
    ResponseCache cache;
    SingleFlight flights;
    Fetcher fetcher;
};

bool CoreHttpClient::State::uses_cache(const HttpRequest& request) const {
    return config.cache.enabled && request.cache == HttpCache::allowed && request.method == "GET" &&
           !request.headers.has("Range") && !CacheControl::parse(request.headers).no_store;
}

void CoreHttpClient::State::publish_cache() {
    metrics.cache_entries.set(static_cast<std::int64_t>(cache.size()));
    metrics.cache_bytes.set(static_cast<std::int64_t>(cache.bytes()));
}

HttpResponse CoreHttpClient::State::serve(const CacheHit& hit, const Url& url) {
    metrics.cache_hits.add();
    log.debug("http cache hit", {{"host", url.origin()}});
    HttpResponse response = *hit.response;
    response.from_cache = true;
    response.attempts = 0;
    return response;
}

Task<Result<HttpResponse>> CoreHttpClient::State::fill(const HttpRequest& request, const Url& url,
                                                       const CacheQuery& query, CacheHit stale,
                                                       TimePoint deadline) {
    metrics.cache_misses.add();
    log.debug("http cache miss", {{"host", url.origin()}});
    HttpRequest asking = request;
    const bool conditional = stale.response && !request.headers.has("If-None-Match");
    if (conditional) make_conditional(asking.headers, stale.response->headers);
    Result<HttpResponse> response = co_await fetcher.fetch(asking, url, deadline);
    if (!response) co_return response;
    if (conditional && response->status == 304) {
        metrics.cache_revalidated.add();
        const CacheHit renewed = cache.refresh(query, *response, clock.wall_now(), clock.now());
        HttpResponse answer = renewed.response ? *renewed.response : *stale.response;
        answer.from_cache = true;
        answer.attempts = response->attempts;
        publish_cache();
        co_return answer;
    }
    if (const auto fresh_for = storable_for(*response, clock.wall_now(), config.cache.default_ttl))
        cache.store(query, *response, *fresh_for, clock.now());
    publish_cache();
    co_return response;
}

Task<Result<HttpResponse>> CoreHttpClient::State::cached(const HttpRequest& request, const Url& url,
                                                         TimePoint deadline) {
    const CacheQuery query(url.text(), request.headers);
    const bool must_ask = CacheControl::parse(request.headers).no_cache;
    // An answer that could not be stored helps its leader only: who waited then asks for itself, and not in a
    // row.
    for (bool may_wait = !must_ask;;) {
        CacheHit hit = cache.find(query, clock.now());
        if (hit.fresh && !must_ask) co_return serve(hit, url);
        if (!may_wait || !flights.in_the_air(query.key())) {
            SingleFlight::Leader leader(flights, query.key());
            Result<HttpResponse> response = co_await fill(request, url, query, std::move(hit), deadline);
            if (response)
                leader.landed();
            else if (response.error().code() != Errc::cancelled)  // that concerns this caller alone
                leader.failed(response.error());
            co_return response;
        }
        metrics.cache_collapsed.add();
        const Duration left = std::max(Duration(0), std::chrono::ceil<Duration>(deadline - clock.now()));
        const SingleFlight::Landing landing = co_await flights.follow(query.key(), left);
        if (landing.outcome == SingleFlight::Outcome::failed) co_return landing.error;
        if (landing.outcome == SingleFlight::Outcome::timeout)
            co_return Error(Errc::timeout, "waiting for an identical request");
        may_wait = landing.outcome == SingleFlight::Outcome::abandoned;
    }
}

Task<Result<HttpResponse>> CoreHttpClient::State::follow_redirects(HttpRequest& request, Url& url,
                                                                   TimePoint deadline) {
    const bool follows = request.method == "GET" || request.method == "HEAD";
    for (unsigned hops = 0;; ++hops) {
        Result<HttpResponse> response(HttpResponse{});
        if (uses_cache(request))
            response = co_await cached(request, url, deadline);
        else
            response = co_await fetcher.fetch(request, url, deadline);
        if (!response || !follows || !is_redirect(response->status) || !response->headers.has("Location"))
            co_return response;
        if (hops == config.max_redirects)
            co_return Error(Errc::protocol, "too many redirects").with(Delivery::sent);
        Result<Url> next = redirect(request, url, *response);
        if (!next) co_return next.error();
        url = std::move(*next);
        metrics.redirects.add();
    }
}

Task<Result<HttpResponse>> CoreHttpClient::State::send(HttpRequest request) {
    metrics.requests.add();
    Result<Url> url = Url::parse(request.url);
    if (url && url->scheme != "http" && url->scheme != "https")
        url = Error(Errc::invalid_argument, "an HTTP request needs an http or https URL");
    if (!url) {
        metrics.failures.add();
        co_return url.error();
    }
    const TimePoint deadline = clock.now() + request.timeout.value_or(config.timeout);
    Result<HttpResponse> response = co_await follow_redirects(request, *url, deadline);
    if (!response) {
        metrics.failures.add();
        co_return in_context(response.error(), request, *url);
    }
    if (!is_safe(request.method) && response->status < 400) {
        cache.invalidate(url->text());  // RFC 9111 section 4.4
        publish_cache();
    }
    co_return response;
}

CoreHttpClient::CoreHttpClient(boost::asio::any_io_executor executor, Transport& transport, Clock& clock,
                               Random& random, Metrics& metrics, Logger& log, HttpConfig config)
    : state_(std::make_unique<State>(std::move(executor), transport, clock, random, metrics, log,
                                     std::move(config))) {}

CoreHttpClient::~CoreHttpClient() = default;

Task<Result<HttpResponse>> CoreHttpClient::send(HttpRequest request) {
    return state_->send(std::move(request));
}

}  // namespace confab::core
