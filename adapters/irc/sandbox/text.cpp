#include "text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>

namespace confab::irc_sandbox {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Bytes of the UTF-8 character that begins here; 0: none does (overlong, surrogate, beyond U+10FFFF, cut).
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i) {
        return (byte(i) & 0xC0U) == 0x80U;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!follows(1) || !follows(2)) return 0;
        if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!follows(1) || !follows(2) || !follows(3)) return 0;
        if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
        return 4;
    }
    return 0;
}

// Past a colour code: up to two digits, and up to two more after a comma.
std::size_t after_colour(std::string_view text, std::size_t at) {
    const auto digits = [&](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && end < from + 2 && is_digit(text[end])) ++end;
        return end;
    };
    const std::size_t end = digits(at);
    if (end == at || end + 1 >= text.size() || text[end] != ',' || !is_digit(text[end + 1])) return end;
    return digits(end + 1);
}

}  // namespace

std::string fold(std::string_view text, CaseMapping mapping) {
    std::string out = lower(text);
    if (mapping == CaseMapping::ascii) return out;
    for (char& c : out) {
        if (c >= '[' && c <= ']') c = static_cast<char>(c + 32);  // RFC 2812 section 2.2: []\ are {}|
        if (c == '^' && mapping == CaseMapping::rfc1459) c = '~';
    }
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        if (end != 0 && !text.empty()) parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string take_word(std::string_view& text) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string word(text.substr(0, end));
    text.remove_prefix(end);
    while (text.starts_with(' ')) text.remove_prefix(1);
    return word;
}

bool matches_mask(std::string_view mask, std::string_view text) {
    std::size_t m = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (m < mask.size() && mask[m] == '*') {
            star = m++;
            resume = t;
        } else if (m < mask.size() && (mask[m] == '?' || mask[m] == text[t])) {
            ++m;
            ++t;
        } else if (star != std::string_view::npos) {
            m = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (m < mask.size() && mask[m] == '*') ++m;
    return m == mask.size();
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string to_latin1(std::string_view utf8) {
    std::string out;
    while (!utf8.empty()) {
        const std::size_t length = std::max<std::size_t>(1, character_length(utf8));
        const auto first = static_cast<unsigned char>(utf8[0]);
        if (length == 1)
            out += utf8[0];
        else if (length == 2 && first <= 0xC3)
            out += static_cast<char>(((first & 0x03U) << 6U) | (static_cast<unsigned char>(utf8[1]) & 0x3FU));
        else
            out += '?';
        utf8.remove_prefix(length);
    }
    return out;
}

unsigned long to_number(std::string_view text, unsigned long fallback) {
    unsigned long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
    return whole ? value : fallback;
}

std::string as_read(std::string_view nick, std::string_view text) {
    constexpr std::string_view kAction =
        "\x01"
        "ACTION ";
    std::string out;
    if (text.starts_with(kAction)) {
        text.remove_prefix(kAction.size());
        out = "* " + std::string(nick) + " ";
    }
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i++];
        if (c == '\x03')
            i = after_colour(text, i);
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n')
            out += c;
    }
    return out;
}

}  // namespace confab::irc_sandbox
