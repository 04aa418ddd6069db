#pragma once
/// An answer with what its cache knows about it, as bytes for a cache that other processes and other versions
/// of this program share. Pure.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"

namespace confab::core {

class StoredAnswer {
public:
    HttpResponse response;  ///< Status, fields and decoded body; the rest describes one exchange only.
    WallTime stored_at{};   ///< To the millisecond.
    Duration fresh_for{0};
    Duration stale_while_revalidate{
        0};                      ///< After that, how long it may be used while it is fetched anew (RFC 5861).
    Duration stale_if_error{0};  ///< And how long while the server fails.
    std::vector<std::pair<std::string, std::string>> vary;  ///< The request's fields that it depends on.
};

/// Of the decoded answer, body and fields together, in either direction.
inline constexpr std::size_t kMaxStoredAnswer = 2 * 1024 * 1024;

/// A format with a version, lengths before everything, and a checksum; the body is compressed where that
/// helps. Errors: too_large; invalid_argument for what the format cannot hold (no status, control characters
/// in a field).
Result<std::string> encode(const StoredAnswer& answer);

/// The other way, for bytes that anybody may have written or damaged. Never allocates beyond the limit.
/// Errors: unsupported (another version: a miss), protocol (damaged), too_large.
Result<StoredAnswer> decode_stored_answer(std::string_view bytes);

}  // namespace confab::core
