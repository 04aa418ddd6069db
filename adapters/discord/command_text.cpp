#include "command_text.hpp"

#include <algorithm>
#include <array>

#include "encode.hpp"

namespace confab::discord {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Letters without an upper case, or lower-case ones.
constexpr std::array<Range, 11> kLetters{{{0xDF, 0xF6},  // Latin
                                          {0xF8, 0xFF},
                                          {0x3B1, 0x3C9},      // Greek
                                          {0x430, 0x45F},      // Cyrillic
                                          {0x5D0, 0x5EA},      // Hebrew
                                          {0x621, 0x63A},      // Arabic
                                          {0xE01, 0xE30},      // Thai
                                          {0x3041, 0x3096},    // Hiragana
                                          {0x30A1, 0x30FA},    // Katakana
                                          {0x4E00, 0x9FFF},    // Han
                                          {0xAC00, 0xD7A3}}};  // Hangul

/// The code point at `i`, which moves behind it. The texts come from declarations the host has checked.
char32_t next_code_point(std::string_view text, std::size_t& i) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) return lead;
    const unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    char32_t out = lead & (0x3FU >> more);
    for (unsigned n = 0; n < more && i < text.size(); ++n)
        out = out << 6 | (static_cast<unsigned char>(text[i++]) & 0x3FU);
    return out;
}

bool is_name_character(char32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '\'';
    return std::any_of(kLetters.begin(), kLetters.end(),
                       [c](const Range& range) { return c >= range.first && c <= range.last; });
}

}  // namespace

std::optional<std::string> command_name(std::string_view name) {
    std::string out(name);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (out.empty() || count_code_points(out) > 32) return {};
    for (std::size_t i = 0; i < out.size();)
        if (!is_name_character(next_code_point(out, i))) return {};
    return out;
}

std::string one_line(std::string_view text, std::size_t limit, std::string_view fallback) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    const std::size_t first = out.find_first_not_of(' ');
    if (first == std::string::npos) return text == fallback ? "-" : one_line(fallback, limit, fallback);
    out = out.substr(first, out.find_last_not_of(' ') + 1 - first);
    if (count_code_points(out) <= limit) return out;
    std::size_t kept = 0;
    for (std::size_t points = 0; points + 1 < limit; ++points) next_code_point(out, kept);
    return out.substr(0, kept) + "\u2026";
}

}  // namespace confab::discord
