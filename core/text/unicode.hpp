#pragma once

#include "confab/service/unicode.hpp"

namespace confab::core {

/// The Unicode service, on ICU. Stateless and thread-safe.
class CoreUnicode final : public Unicode {
public:
    std::size_t next_grapheme(std::string_view text, std::size_t at) const override;
    std::optional<std::string> saslprep(std::string_view text) const override;
};

}  // namespace confab::core
