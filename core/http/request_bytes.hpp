#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "core/http/request_body.hpp"
#include "core/net/url.hpp"

namespace confab::core {

/// RFC 9110 section 9.2.2, or the caller's word for it.
bool is_idempotent(const HttpRequest& request) noexcept;
bool is_safe(std::string_view method) noexcept;  ///< Section 9.2.1: GET, HEAD, OPTIONS, TRACE.
/// A header that may identify somebody: it splits the cache and is not sent on to another origin.
bool is_credential(std::string_view header_name) noexcept;

/// A request ready for the wire: all of it where the body is in memory, else the header, and pieces to
/// follow.
class OutgoingRequest {
public:
    std::string bytes;
    std::vector<BodyPiece> pieces;
    std::uint64_t body_size = 0;
};

/// What concerns the connection (Host, lengths, Connection ...) is decided here and not taken from the
/// caller. Errors: invalid_argument.
Result<OutgoingRequest> outgoing(const HttpRequest& request, const Url& url, const std::string& user_agent,
                                 std::string_view boundary);

}  // namespace confab::core
