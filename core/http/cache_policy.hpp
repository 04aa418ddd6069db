#pragma once
/// What RFC 9111 says about one request and its answer, for a private cache. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/service/http_client.hpp"

namespace confab::core {

/// The directives of Cache-Control that matter here.
class CacheControl {
public:
    static CacheControl parse(const HttpHeaders& headers);
    bool no_store = false;
    bool no_cache = false;
    bool must_revalidate = false;
    std::optional<Duration> max_age;
    std::optional<Duration> stale_while_revalidate;  ///< RFC 5861.
    std::optional<Duration> stale_if_error;
};

/// Where an answer says nothing.
class CacheDefaults {
public:
    CacheDefaults(Duration ttl_in, Duration stale_if_error_in)
        : ttl(ttl_in), stale_if_error(stale_if_error_in) {}
    Duration ttl;
    Duration stale_if_error;
};

/// How long a stored answer may be used, and what for.
class Freshness {
public:
    Freshness() = default;
    explicit Freshness(Duration fresh_in, Duration while_revalidating_in = Duration(0),
                       Duration if_error_in = Duration(0))
        : fresh(fresh_in), while_revalidating(while_revalidating_in), if_error(if_error_in) {}
    Duration fresh{0};               ///< Zero: it must be validated before each use.
    Duration while_revalidating{0};  ///< After that, while it is being fetched anew;
    Duration if_error{0};            ///< and when the origin fails.
};

/// Nothing when the answer must not be stored at all.
std::optional<Freshness> freshness(const HttpResponse& response, WallTime now, const CacheDefaults& defaults);

bool has_validator(const HttpHeaders& response) noexcept;  ///< ETag or Last-Modified.
/// Adds If-None-Match and If-Modified-Since, unless the request is conditional already.
void make_conditional(HttpHeaders& request, const HttpHeaders& stored);

/// The request's fields named by the answer's Vary, as they are; nothing for "Vary: *".
using VaryFields = std::vector<std::pair<std::string, std::string>>;
std::optional<VaryFields> vary_fields(const HttpHeaders& request, const HttpHeaders& response);

/// A digest of the request's credentials: answers to one identity are not given to another.
std::string credential_digest(const HttpHeaders& request);

}  // namespace confab::core
