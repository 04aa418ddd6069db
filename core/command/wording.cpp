#include "core/command/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "core/text/graphemes.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kMostEchoed = 40;

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Bytes of a C1 control, or of a mark that turns the direction of the text around it (U+202A to U+202E,
// U+2066 to U+2069), at the start of `text`; 0: neither.
std::size_t invisible(std::string_view text) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return 2;
    if (byte(0) != 0xE2) return 0;
    if (byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) return 3;
    if (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;
    return 0;
}

}  // namespace

std::string echoed(std::string_view text) {
    std::size_t cut = text.size();
    if (cut > kMostEchoed) {
        cut = kMostEchoed - 3;
        // Bounded: bytes that begin no character may go on for ever.
        for (int i = 0; i < 3 && cut > 0 && !begins_character(text[cut]); ++i) --cut;
    }
    const std::string clean = clean_utf8(text.substr(0, cut));
    std::string out;
    for (std::size_t i = 0; i < clean.size();) {
        const auto byte = static_cast<unsigned char>(clean[i]);
        if (const std::size_t length = invisible(std::string_view(clean).substr(i))) {
            out += ' ';
            i += length;
            continue;
        }
        out += byte < 0x20 || byte == 0x7F ? ' ' : clean[i] == '`' ? '\'' : clean[i];
        ++i;
    }
    return cut < text.size() ? out + "..." : out;
}

std::string duration_text(Duration duration) {
    struct Unit {
        std::int64_t length;
        const char* name;
    };
    static constexpr Unit kUnits[] = {
        {86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}};
    std::int64_t left = duration.count();
    if (left <= 0) return "0s";
    std::string out;
    for (const Unit& unit : kUnits) {
        if (left < unit.length) continue;
        out += std::to_string(left / unit.length) + unit.name;
        left %= unit.length;
    }
    return out;
}

std::string number_text(double number) {
    std::array<char, 400> buffer{};
    const auto whole = static_cast<double>(static_cast<std::int64_t>(std::clamp(number, -9e15, 9e15)));
    const auto written =
        whole == number
            ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(number))
            : std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return std::string(buffer.data(), written.ptr);
}

std::string list_text(const std::vector<std::string>& words, std::size_t most) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i == most) return out + " ...";
        out += (i == 0 ? "" : ", ") + words[i];
    }
    return out;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

}  // namespace confab::core
