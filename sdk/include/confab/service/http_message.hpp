#pragma once
/// HTTP requests and answers as values.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// Header fields in order. Names compare without regard to case.
class CONFAB_API HttpHeaders {
public:
    void add(std::string name, std::string value) {
        if (fields_.empty())
            fields_.reserve(8);  // few messages have fewer, and growing step by step costs more
        fields_.emplace_back(std::move(name), std::move(value));
    }
    void set(std::string_view name, std::string value);
    /// First value of that name, or empty.
    std::string_view get(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept;
    const std::vector<std::pair<std::string, std::string>>& fields() const noexcept { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Which connections a request may use. Long-polls and event streams must not starve the rest; work in bulk
/// must not delay somebody who waits for an answer.
enum class HttpLane : std::uint8_t { interactive, bulk, stream };

/// What may be answered from the cache.
enum class HttpCache : std::uint8_t {
    never,
    allowed,  ///< GET only: by RFC 9111, and for 5 minutes where the answer gives no freshness.
};

/// Where a request may go.
enum class HttpReach : std::uint8_t {
    anywhere,
    /// Only public addresses, ports 80 and 443: for URLs that came from a user or a model. Every address of
    /// every redirect is checked after its name was resolved, and it is the checked address that is connected
    /// to. Refused with Errc::forbidden.
    public_internet,
};

/// How far a request got. Totals are absent where nobody knows them (a chunked answer).
class HttpProgress {
public:
    std::uint64_t sent = 0;  ///< Bytes of the request's body.
    std::optional<std::uint64_t> to_send;
    std::uint64_t received = 0;  ///< Bytes of the answer's body as they came, before decompression.
    std::optional<std::uint64_t> to_receive;
};

/// One part of a multipart/form-data body (RFC 7578).
class CONFAB_API HttpPart {
public:
    static HttpPart field(std::string name, std::string value);
    static HttpPart bytes(std::string name, std::string file_name, std::string content,
                          std::string content_type = {});
    /// A file read from disk while it is sent, and again for every attempt. It must not change meanwhile.
    static HttpPart file(std::string name, std::string path, std::string content_type = {});

    std::string name;
    std::string file_name;     ///< Empty: a plain field.
    std::string content_type;  ///< Empty: application/octet-stream for what has a file name.
    std::string content;
    std::string path;  ///< Of a file on disk, in place of `content`.
};

class CONFAB_API HttpRequest {
public:
    HttpRequest(std::string method_in, std::string url_in)
        : method(std::move(method_in)), url(std::move(url_in)) {}

    std::string method;  ///< "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" ...
    std::string url;     ///< http:// or https://, absolute, already percent-encoded.
    HttpHeaders headers;
    std::string body;
    std::string body_file;        ///< In place of `body`: a file read from disk while it is sent.
    std::vector<HttpPart> parts;  ///< In place of `body`: multipart/form-data; sets Content-Type.

    std::optional<Duration> timeout;  ///< Total, over all attempts; unset: services.http.timeout (30 s).
    HttpLane lane = HttpLane::interactive;
    HttpCache cache = HttpCache::never;
    HttpReach reach = HttpReach::anywhere;
    /// Repeating does no harm although the method says otherwise (Matrix PUT with txnId, Discord nonce). A
    /// header `Idempotency-Key` says the same.
    bool idempotent = false;
    bool retry = true;                       ///< False: exactly one attempt.
    std::size_t max_body = 8 * 1024 * 1024;  ///< Limit of the decoded answer; beyond it Errc::too_large.
    /// GET only: when no answer came within this time, a second copy is sent on another connection and the
    /// first answer wins. Costs the host a retry of its budget.
    std::optional<Duration> hedge_after;
    /// Called on the I/O thread as bytes move; must not block.
    std::function<void(const HttpProgress&)> on_progress;
    std::string caller;  ///< Which plugin asks, for fairness and accounts; the core fills it in.

    static HttpRequest get(std::string url) { return HttpRequest("GET", std::move(url)); }
    /// With Content-Type: application/json.
    static HttpRequest json(std::string method, std::string url, std::string body);
    /// With Content-Type: application/x-www-form-urlencoded.
    static HttpRequest form(std::string method, std::string url,
                            std::span<const std::pair<std::string, std::string>> fields);
};

class CONFAB_API HttpResponse {
public:
    int status = 0;
    HttpHeaders headers;
    std::string body;         ///< Decoded (gzip, deflate, and br and zstd where built in).
    bool from_cache = false;  ///< Also after a 304: the body is the stored one.
    bool stale = false;  ///< From the cache, past its time: the server could not be asked, or is being asked.
    unsigned attempts = 1;

    bool ok() const noexcept { return status >= 200 && status < 300; }
};

/// Percent-encodes one path segment or query value (RFC 3986: all but unreserved characters).
CONFAB_API std::string url_encode(std::string_view text);

}  // namespace confab::inline v1
