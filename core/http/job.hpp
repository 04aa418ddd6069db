#pragma once
/// One request to one origin, and what an attempt of it brings.

#include <optional>
#include <string>

#include "confab/service/http_message.hpp"
#include "core/http/host_settings.hpp"
#include "core/http/pool.hpp"
#include "core/http/request_bytes.hpp"
#include "core/net/url.hpp"

namespace confab::core {

/// What stays the same over all attempts. `request`, `url` and `host` must outlive it.
class Job {
public:
    Job(const HttpRequest& request_in, const Url& url_in, const HostSettings& host_in,
        OutgoingRequest outgoing_in, TimePoint deadline_in)
        : request(request_in),
          url(url_in),
          host(host_in),
          outgoing(std::move(outgoing_in)),
          origin(url_in.origin()),
          idempotent(is_idempotent(request_in)),
          deadline(deadline_in) {}

    const HttpRequest& request;
    const Url& url;
    const HostSettings& host;
    OutgoingRequest outgoing;
    std::string origin;
    bool idempotent;
    bool streamed = false;  ///< Stop at the header: the body is read by whoever asked.
    TimePoint deadline;

    bool guarded() const noexcept { return request.reach == HttpReach::public_internet; }
    /// Connections that were opened without the guard are not used with it.
    std::string pool_key() const { return guarded() ? origin + " public" : origin; }
    /// Streams fail in ways of their own.
    std::string breaker_key() const { return request.lane == HttpLane::stream ? origin + " stream" : origin; }
};

/// An answer; when streamed, its body is still on the leased connection.
class Answer {
public:
    HttpResponse response;
    std::optional<Lease> lease;
};

inline Duration time_until(TimePoint deadline, TimePoint now) {
    return std::max(Duration(0), std::chrono::ceil<Duration>(deadline - now));
}

}  // namespace confab::core
