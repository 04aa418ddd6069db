#pragma once
/// Content codings (RFC 9110 section 8.4), with bounds: ten kilobytes of gzip can hold ten megabytes.

#include <string>
#include <string_view>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"

namespace confab::core {

class InflateLimits {
public:
    std::size_t max_bytes = 8 * 1024 * 1024;
    double max_ratio = 100;                ///< Of decoded to encoded bytes,
    std::size_t ratio_from = 1024 * 1024;  ///< once more than this was decoded.
};

/// Decodes gzip, zlib and bare deflate, told apart by the bytes. Errors: too_large, protocol (damaged, cut
/// short).
Result<std::string> inflate(std::string_view encoded, const InflateLimits& limits);

/// Replaces the body by its decoded form and drops the fields that described the encoded one. A coding we do
/// not know is left to the caller; more than one coding is refused.
Result<void> decode_body(HttpResponse& response, const InflateLimits& limits);

}  // namespace confab::core
