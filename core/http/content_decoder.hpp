#pragma once
/// Content codings (RFC 9110 section 8.4) piece by piece, with bounds: ten kilobytes of gzip can hold ten
/// megabytes.

#include <memory>
#include <string>
#include <string_view>

#include "confab/result.hpp"

namespace confab::core {

class InflateLimits {
public:
    std::size_t max_bytes = 8 * 1024 * 1024;  ///< Decoded, in all.
    double max_ratio = 100;                   ///< Of decoded to encoded bytes,
    std::size_t ratio_from = 1024 * 1024;     ///< once more than this was decoded.
};

/// What `Accept-Encoding` may name: gzip and deflate, and br and zstd where the libraries were there.
std::string_view accepted_codings() noexcept;

/// Decodes one body. Errors of its functions: too_large (a limit), protocol (damaged, cut short).
class ContentDecoder {
public:
    /// For "gzip", "x-gzip", "deflate", "br" or "zstd", in any case; null for a coding that is unknown here.
    static std::unique_ptr<ContentDecoder> create(std::string_view coding, const InflateLimits& limits);

    explicit ContentDecoder(const InflateLimits& limits) : limits_(limits) {}
    virtual ~ContentDecoder() = default;
    ContentDecoder(const ContentDecoder&) = delete;
    ContentDecoder& operator=(const ContentDecoder&) = delete;

    /// Appends to `out` what `encoded` decodes to.
    virtual Result<void> feed(std::string_view encoded, std::string& out) = 0;
    /// After the last piece: an error when the coding is not at its end.
    virtual Result<void> finish() = 0;

protected:
    static Error damaged();
    /// Counts, and tells whether the limits still hold.
    Result<void> account(std::size_t encoded, std::size_t decoded);

private:
    InflateLimits limits_;
    std::size_t encoded_ = 0;
    std::size_t decoded_ = 0;
};

}  // namespace confab::core
