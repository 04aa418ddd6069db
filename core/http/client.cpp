#include "core/http/client.hpp"

#include "core/http/body_decoding.hpp"
#include "core/http/body_stream.hpp"
#include "core/http/bulk.hpp"
#include "core/http/caching_fetcher.hpp"
#include "core/http/request_bytes.hpp"

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

Result<Url> http_url(const std::string& text) {
    Result<Url> url = Url::parse(text);
    if (url && url->scheme != "http" && url->scheme != "https")
        return Error(Errc::invalid_argument, "an HTTP request needs an http or https URL");
    return url;
}

}  // namespace

struct CoreHttpClient::State {
    struct Way {
        Url url;
        TimePoint deadline;
        unsigned hops = 0;
    };

    State(boost::asio::any_io_executor executor_in, Transport& transport, Clock& clock_in, Random& random,
          Metrics& registry, Logger& log_in, HttpConfig config_in, Offload offload, SharedCache* shared)
        : executor(executor_in),
          clock(clock_in),
          log(log_in),
          config(completed(std::move(config_in))),
          metrics(registry),
          fetcher(std::make_shared<Fetcher>(executor_in, transport, clock_in, random, log_in, metrics, config,
                                            std::move(offload))),
          cache(std::make_shared<CachingFetcher>(executor_in, fetcher, clock_in, log_in, metrics, config,
                                                 shared)) {}

    Task<Result<Answer>> one_hop(const HttpRequest& request, const Url& url, TimePoint deadline,
                                 bool streamed);
    /// Where a request begins. Errors: invalid_argument.
    Result<Way> begin(const HttpRequest& request);
    /// True when the answer is a redirect: `way` then leads there, without credentials for another origin.
    /// One that cannot be followed becomes the error.
    bool goes_on(HttpRequest& request, Way& way, Result<Answer>& answer);
    Result<std::unique_ptr<HttpStream>> stream(HttpRequest& request, Answer answer);
    void ended(const HttpRequest& request, const Url& url, const Result<Answer>& answer);

    boost::asio::any_io_executor executor;
    Clock& clock;
    Logger& log;
    HttpConfig config;
    HttpMetrics metrics;
    std::shared_ptr<Fetcher> fetcher;       // shared with the cache's refreshes
    std::shared_ptr<CachingFetcher> cache;  // shared with its own refreshes
};

Task<Result<Answer>> CoreHttpClient::State::one_hop(const HttpRequest& request, const Url& url,
                                                    TimePoint deadline, bool streamed) {
    if (!streamed && cache->applies(request, url)) return cache->fetch(request, url, deadline);
    return fetcher->fetch(request, url, deadline, streamed);
}

bool CoreHttpClient::State::goes_on(HttpRequest& request, Way& way, Result<Answer>& answer) {
    const bool follows = request.method == "GET" || request.method == "HEAD";
    if (!answer || !follows || !is_redirect(answer->response.status) ||
        !answer->response.headers.has("Location"))
        return false;
    if (way.hops++ == config.max_redirects) {
        answer = Error(Errc::protocol, "too many redirects").with(Delivery::sent);
        return false;
    }
    Result<Url> next = redirect(request, way.url, answer->response);
    if (!next) {
        answer = next.error();
        return false;
    }
    metrics.redirects.add();
    way.url = std::move(*next);
    return true;
}

void CoreHttpClient::State::ended(const HttpRequest& request, const Url& url, const Result<Answer>& answer) {
    if (!answer) {
        metrics.failures.add();
        if (answer.error().code() == Errc::forbidden) metrics.refused.add();
    } else if (!is_safe(request.method) && answer->response.status < 400) {
        cache->invalidate(request, url);
    }
}

Result<std::unique_ptr<HttpStream>> CoreHttpClient::State::stream(HttpRequest& request, Answer answer) {
    const InflateLimits limits = fetcher->inflate_limits(std::numeric_limits<std::size_t>::max());
    Result<std::unique_ptr<ContentDecoder>> decoder = body_decoder(answer.response.headers, limits);
    if (!decoder) return decoder.error();
    return std::unique_ptr<HttpStream>(std::make_unique<BodyStream>(
        std::move(answer), std::move(*decoder), config.stream_idle, metrics, std::move(request.on_progress)));
}

CoreHttpClient::CoreHttpClient(boost::asio::any_io_executor executor, Transport& transport, Clock& clock,
                               Random& random, Metrics& metrics, Logger& log, HttpConfig config,
                               Offload offload, SharedCache* shared)
    : state_(std::make_unique<State>(std::move(executor), transport, clock, random, metrics, log,
                                     std::move(config), std::move(offload), shared)) {}

CoreHttpClient::~CoreHttpClient() = default;

Result<CoreHttpClient::State::Way> CoreHttpClient::State::begin(const HttpRequest& request) {
    metrics.requests.add();
    Result<Url> url = http_url(request.url);
    if (!url) {
        metrics.failures.add();
        return url.error();
    }
    Way way;
    way.deadline = clock.now() + request.timeout.value_or(fetcher->settings(*url).timeout);
    way.url = std::move(*url);
    return way;
}

Task<Result<HttpResponse>> CoreHttpClient::send(HttpRequest request) {
    State& state = *state_;
    Result<State::Way> way = state.begin(request);
    if (!way) co_return way.error();
    for (;;) {
        Result<Answer> answer = co_await state.one_hop(request, way->url, way->deadline, false);
        if (state.goes_on(request, *way, answer)) continue;
        state.ended(request, way->url, answer);
        if (!answer) co_return in_context(answer.error(), request, way->url);
        co_return std::move(answer->response);
    }
}

Task<Result<std::unique_ptr<HttpStream>>> CoreHttpClient::open(HttpRequest request) {
    State& state = *state_;
    request.lane = HttpLane::stream;
    Result<State::Way> way = state.begin(request);
    if (!way) co_return way.error();
    for (;;) {
        Result<Answer> answer = co_await state.one_hop(request, way->url, way->deadline, true);
        if (state.goes_on(request, *way, answer)) continue;
        state.ended(request, way->url, answer);
        if (!answer) co_return in_context(answer.error(), request, way->url);
        Result<std::unique_ptr<HttpStream>> stream = state.stream(request, std::move(*answer));
        if (!stream) co_return in_context(stream.error(), request, way->url);
        co_return stream;
    }
}

Task<std::vector<Result<HttpResponse>>> CoreHttpClient::send_all(
    std::vector<HttpRequest> requests, std::function<void(const HttpBulkProgress&)> on_progress) {
    return send_in_bulk(state_->executor, state_->log, *this, std::move(requests), std::move(on_progress),
                        state_->config.pool.max_total);
}

Task<void> CoreHttpClient::stop() {
    return state_->cache->stop();
}

}  // namespace confab::core
