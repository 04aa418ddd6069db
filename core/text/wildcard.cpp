#include "core/text/wildcard.hpp"

namespace confab::core {
namespace {

constexpr std::string_view kAnything = "...";

}  // namespace

// The pieces between wildcards, in order: the first at the start, the last at the end.
bool matches_wildcards(std::string_view pattern, std::string_view text) {
    std::size_t wildcard = pattern.find(kAnything);
    if (wildcard == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, wildcard))) return false;
    text.remove_prefix(wildcard);
    for (;;) {
        pattern.remove_prefix(wildcard + kAnything.size());
        wildcard = pattern.find(kAnything);
        const std::string_view piece = pattern.substr(0, wildcard);
        if (wildcard == std::string_view::npos) return text.ends_with(piece);
        const std::size_t found = text.find(piece);
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + piece.size());
    }
}

}  // namespace confab::core
