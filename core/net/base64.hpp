#pragma once
/// RFC 4648 section 4, padded: for pins and proxy credentials.

#include <optional>
#include <string>
#include <string_view>

namespace confab::core {

std::string to_base64(std::string_view bytes);
/// nullopt for anything but the one canonical text of some bytes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace confab::core
