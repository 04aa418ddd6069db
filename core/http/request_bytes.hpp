#pragma once

#include <string>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "core/net/url.hpp"

namespace confab::core {

/// RFC 9110 section 9.2.2, or the caller's word for it.
bool is_idempotent(const HttpRequest& request) noexcept;
bool is_safe(std::string_view method) noexcept;  ///< Section 9.2.1: GET, HEAD, OPTIONS, TRACE.
/// A header that may identify somebody: it splits the cache and is not sent on to another origin.
bool is_credential(std::string_view header_name) noexcept;

/// The whole request for one write. What concerns the connection (Host, lengths, Connection ...) is decided
/// here and not taken from the caller. Errors: invalid_argument.
Result<std::string> request_bytes(const HttpRequest& request, const Url& url, const std::string& user_agent);

}  // namespace confab::core
