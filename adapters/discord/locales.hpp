#pragma once
/// Languages as Discord names them (Discord documentation, "Locales").

#include <string_view>

namespace confab::discord {

/// Discord's locale for a BCP 47 tag ("de-AT" is "de", "pt" is "pt-BR"), or empty when it has none.
std::string_view locale_of(std::string_view language);

}  // namespace confab::discord
