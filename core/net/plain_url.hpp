#pragma once

#include <optional>
#include <string_view>

#include "core/net/url.hpp"

namespace confab::core {

/// The URLs that nearly all requests have, taken apart in one pass: http or https, a lower-case name or IPv4
/// address, an optional port, and a target of characters that stand for themselves or are percent-encoded
/// (RFC 3986 sections 3.3 and 3.4). Nothing for any other: that takes the full parser, which alone decides
/// whether it is a URL.
std::optional<Url> plain_url(std::string_view text);

}  // namespace confab::core
