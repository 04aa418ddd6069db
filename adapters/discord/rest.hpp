#pragma once
/// Performs REST calls through the shared HTTP client: in the order and at the pace of the rate limits,
/// repeated only where that is safe.

#include <map>
#include <string>

#include "confab/option.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/random.hpp"
#include "rate_limiter.hpp"
#include "route.hpp"

namespace confab::discord {

struct RestConfig {
    std::string base_url;  ///< "https://discord.com/api/v10"
    Secret token;
    Duration patience;  ///< How long one call may wait for its turn.
};

class Rest {
public:
    Rest(RestConfig config, HttpClient& http, Clock& clock, Random& random, Logger& log);

    /// Any answer that is not a rate limit is a result, whatever its status. `repeatable`: doing it twice
    /// does no harm. Errors: those of the HTTP client, and rate_limited (with retry_after), overloaded,
    /// unauthorized.
    Task<Result<HttpResponse>> call(Route route, std::string body, bool repeatable);

private:
    class Place;
    Task<Result<void>> turn(RateLimiter::Ticket ticket, TimePoint deadline);
    HttpRequest request(const Route& route, const std::string& body, bool repeatable) const;
    void wake();

    RestConfig config_;
    HttpClient& http_;
    Clock& clock_;
    Random& random_;
    Logger& log_;
    RateLimiter limiter_;
    std::map<RateLimiter::Ticket, Signal> waiting_;
};

}  // namespace confab::discord
