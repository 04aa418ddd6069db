#pragma once
/// What a `Content-Encoding` means for an answer.

#include <cstdint>
#include <memory>
#include <optional>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "core/http/content_decoder.hpp"

namespace confab::core {

/// Of the body as it comes; nothing where the headers do not tell.
std::optional<std::uint64_t> content_length(const HttpHeaders& headers);

/// The decoder for the body under these headers, and the headers without the fields that described the
/// encoded one. Null, and the headers untouched, where nothing is to be decoded or the coding is unknown:
/// that is left to the caller. Errors: protocol, for more than one coding.
Result<std::unique_ptr<ContentDecoder>> body_decoder(HttpHeaders& headers, const InflateLimits& limits);

/// Replaces a whole body by its decoded form. Errors: those above, too_large, protocol (damaged, cut short).
Result<void> decode_body(HttpResponse& response, const InflateLimits& limits);

}  // namespace confab::core
