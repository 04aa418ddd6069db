#pragma once
/// Service: the one HTTP client of the process: connection pool, cache, retries, limits and metrics are
/// shared by all.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// An answer whose body is read piece by piece. Dropping it before the end closes its connection.
class CONFAB_API HttpStream {
public:
    virtual ~HttpStream();
    /// Status and headers; its body is empty.
    virtual const HttpResponse& head() const noexcept = 0;
    /// The next piece, decoded, at least one byte; nothing at the end. Errors: timeout (no byte for
    /// services.http.stream_idle, 60 s), closed (cut short), protocol.
    virtual Task<Result<std::optional<std::string>>> read() = 0;
};

/// How far `send_all` got.
class HttpBulkProgress {
public:
    std::size_t done = 0;    ///< Answered or failed.
    std::size_t failed = 0;  ///< Of those, with an error; a status is no error.
    std::size_t total = 0;
};

class CONFAB_API HttpClient {
public:
    static constexpr const char* kServiceId = "confab.http_client/1";
    virtual ~HttpClient();
    /// Any complete answer is a result, whatever its status. An error tells by `delivery()` whether the
    /// request may have been received. Further errors: overloaded (no connection became free in time),
    /// unavailable with a `retry_after()` (the host keeps failing and is left alone until then), forbidden
    /// (`HttpReach`).
    virtual Task<Result<HttpResponse>> send(HttpRequest request) = 0;

    /// Sends and returns as soon as the header is there. Runs in `HttpLane::stream`, is not cached, and is
    /// repeated only until a header came. `request.timeout` limits the wait for the header (30 s).
    virtual Task<Result<std::unique_ptr<HttpStream>>> open(HttpRequest request);

    /// Sends all of them in `HttpLane::bulk`, as many at a time as the pool allows, and returns the outcomes
    /// in the order of the requests. `on_progress` is called after each, on the I/O thread.
    virtual Task<std::vector<Result<HttpResponse>>> send_all(
        std::vector<HttpRequest> requests, std::function<void(const HttpBulkProgress&)> on_progress = {});
};

}  // namespace confab::inline v1
