#pragma once

#include <string>
#include <string_view>

namespace confab::straico_sandbox {

/// A valid gzip member that stores `text` uncompressed (RFC 1952, RFC 1951 section 3.2.4): enough to prove
/// that a client decodes, without a compression library.
std::string gzip_stored(std::string_view text);

}  // namespace confab::straico_sandbox
