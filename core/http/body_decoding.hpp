#pragma once
/// What a `Content-Encoding` means for an answer.

#include <memory>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "core/http/content_decoder.hpp"

namespace confab::core {

/// The decoder for the body under these headers, and the headers without the fields that described the
/// encoded one. Null, and the headers untouched, where nothing is to be decoded or the coding is unknown:
/// that is left to the caller. Errors: protocol, for more than one coding.
Result<std::unique_ptr<ContentDecoder>> body_decoder(HttpHeaders& headers, const InflateLimits& limits);

/// Replaces a whole body by its decoded form. Errors: those above, too_large, protocol (damaged, cut short).
Result<void> decode_body(HttpResponse& response, const InflateLimits& limits);

}  // namespace confab::core
