#pragma once
/// Service: the one HTTP client of the process: connection pool, cache, retries, limits and metrics are
/// shared by all.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// Header fields in order. Names compare without regard to case.
class CONFAB_API HttpHeaders {
public:
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    void set(std::string_view name, std::string value);
    /// First value of that name, or empty.
    std::string_view get(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept;
    const std::vector<std::pair<std::string, std::string>>& fields() const noexcept { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Which connections a request may use: long-polls must not starve the rest.
enum class HttpLane : std::uint8_t { interactive, bulk, stream };

/// What may be answered from the cache.
enum class HttpCache : std::uint8_t {
    never,
    allowed,  ///< GET only: by RFC 9111, and for 5 minutes where the answer gives no freshness.
};

class CONFAB_API HttpRequest {
public:
    HttpRequest(std::string method_in, std::string url_in)
        : method(std::move(method_in)), url(std::move(url_in)) {}

    std::string method;  ///< "GET", "POST" ...
    std::string url;     ///< http:// or https://, absolute, already percent-encoded.
    HttpHeaders headers;
    std::string body;
    std::optional<Duration> timeout;  ///< Total, over all attempts; unset: services.http.timeout (30 s).
    HttpLane lane = HttpLane::interactive;
    HttpCache cache = HttpCache::never;
    /// Repeating does no harm although the method says otherwise (Matrix PUT with txnId, Discord nonce).
    bool idempotent = false;
    bool retry = true;                       ///< False: exactly one attempt.
    std::size_t max_body = 8 * 1024 * 1024;  ///< Limit of the decoded answer; beyond it Errc::too_large.

    static HttpRequest get(std::string url) { return HttpRequest("GET", std::move(url)); }
    /// With Content-Type: application/json.
    static HttpRequest json(std::string method, std::string url, std::string body);
};

class CONFAB_API HttpResponse {
public:
    int status = 0;
    HttpHeaders headers;
    std::string body;  ///< Decoded (gzip, deflate).
    bool from_cache = false;
    unsigned attempts = 1;

    bool ok() const noexcept { return status >= 200 && status < 300; }
};

class CONFAB_API HttpClient {
public:
    static constexpr const char* kServiceId = "confab.http_client/1";
    virtual ~HttpClient();
    /// Any complete answer is a result, whatever its status. An error tells by `delivery()` whether the
    /// request may have been received.
    virtual Task<Result<HttpResponse>> send(HttpRequest request) = 0;
};

/// Percent-encodes one path segment or query value (RFC 3986: all but unreserved characters).
CONFAB_API std::string url_encode(std::string_view text);

}  // namespace confab::inline v1
