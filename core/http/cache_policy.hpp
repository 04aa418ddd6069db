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
    std::optional<Duration> max_age;
};

/// How long an answer is fresh, zero meaning that it must be validated before each use; nothing when it must
/// not be stored at all.
std::optional<Duration> storable_for(const HttpResponse& response, WallTime now, Duration default_ttl);

bool has_validator(const HttpHeaders& response) noexcept;  ///< ETag or Last-Modified.
/// Adds If-None-Match and If-Modified-Since, unless the request is conditional already.
void make_conditional(HttpHeaders& request, const HttpHeaders& stored);

/// The request's fields named by the answer's Vary, as they are; nothing for "Vary: *".
using VaryFields = std::vector<std::pair<std::string, std::string>>;
std::optional<VaryFields> vary_fields(const HttpHeaders& request, const HttpHeaders& response);

/// A digest of the request's credentials: answers to one identity are not given to another.
std::string credential_digest(const HttpHeaders& request);

}  // namespace confab::core
