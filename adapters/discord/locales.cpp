#include "locales.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace confab::discord {
namespace {

constexpr std::array<std::string_view, 34> kLocales{
    "ar",    "bg", "cs", "da",    "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr",
    "he",    "hi", "hr", "hu",    "id", "it", "ja",    "ko",    "lt",     "nl",    "no", "pl",
    "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk",    "vi",    "zh-CN",  "zh-TW"};

// Languages that Discord has only with a region, and names of its own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kDefaults{{{"en", "en-US"},
                                                                                  {"es", "es-ES"},
                                                                                  {"pt", "pt-BR"},
                                                                                  {"sv", "sv-SE"},
                                                                                  {"zh", "zh-CN"},
                                                                                  {"nb", "no"},
                                                                                  {"nn", "no"},
                                                                                  {"zh-Hans", "zh-CN"},
                                                                                  {"zh-Hant", "zh-TW"}}};

std::string_view exactly(std::string_view language) {
    const auto* known = std::find(kLocales.begin(), kLocales.end(), language);
    if (known != kLocales.end()) return *known;
    for (const auto& [tag, locale] : kDefaults)
        if (tag == language) return locale;
    return {};
}

}  // namespace

std::string_view locale_of(std::string_view language) {
    while (!language.empty()) {
        if (const std::string_view locale = exactly(language); !locale.empty()) return locale;
        const std::size_t dash = language.rfind('-');
        if (dash == std::string_view::npos) break;
        language = language.substr(0, dash);
    }
    return {};
}

}  // namespace confab::discord
