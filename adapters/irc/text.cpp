#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "colors.hpp"

namespace confab::irc {
namespace {

// modern IRC formatting: https://modern.ircdocs.horse/formatting
constexpr char kBold = 0x02, kColor = 0x03, kHexColor = 0x04, kReset = 0x0F, kCode = 0x11, kReverse = 0x16;
constexpr char kItalic = 0x1D, kStrike = 0x1E, kUnderline = 0x1F;

struct StyleCode {
    char code;
    Style style;
};
constexpr std::array<StyleCode, 5> kStyleCodes{{{kBold, Style::bold},
                                                {kItalic, Style::italic},
                                                {kUnderline, Style::underline},
                                                {kStrike, Style::strike},
                                                {kCode, Style::code}}};

/// Length of the valid sequence at the start of `text`; 0 when there is none (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    const auto continues = [&](std::size_t i) {
        return i < text.size() && (byte(i) & 0xC0) == 0x80;
    };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!continues(1) || !continues(2)) return 0;
        if (first == 0xE0 && byte(1) < 0xA0) return 0;
        return first == 0xED && byte(1) > 0x9F ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!continues(1) || !continues(2) || !continues(3)) return 0;
        if (first == 0xF0 && byte(1) < 0x90) return 0;
        return first == 0xF4 && byte(1) > 0x8F ? 0 : 4;
    }
    return 0;
}

/// Eight bytes of ASCII at once, which most text is.
bool eight_of_ascii(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return (word & 0x8080808080808080U) == 0;
}

std::size_t valid_prefix(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (at + 8 <= bytes.size() && eight_of_ascii(bytes.data() + at)) {
            at += 8;
            continue;
        }
        const std::size_t length = sequence_length(bytes.substr(at));
        if (length == 0) break;
        at += length;
    }
    return at;
}

bool has_multibyte(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// The bytes after the last whole character are the beginning of one more.
bool is_cut_sequence(std::string_view rest) {
    const auto first = static_cast<unsigned char>(rest.front());
    const std::size_t wanted = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (first > 0xF4 || rest.size() >= wanted) return false;
    for (std::size_t i = 1; i < rest.size(); ++i)
        if ((static_cast<unsigned char>(rest[i]) & 0xC0) != 0x80) return false;
    return true;
}

void append_code_point(std::string& out, std::uint16_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    }
}

// 0x80..0x9F of Windows-1252; its five unassigned bytes become U+FFFD.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}
unsigned hex_value(char c) {
    if (digit(c)) return static_cast<unsigned>(c - '0');
    return static_cast<unsigned>((c | 0x20) - 'a' + 10);
}
bool hex(char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Reads up to `most` characters that satisfy `accepts` at `at`, and moves `at` behind them.
template <class F>
std::string_view take(std::string_view text, std::size_t& at, std::size_t most, F accepts) {
    const std::size_t begin = at;
    while (at < text.size() && at - begin < most && accepts(text[at])) ++at;
    return text.substr(begin, at - begin);
}

/// One colour of a code, and whether it was the reader's default or nothing we know.
using Paint = std::optional<Color>;

Paint paint_of(std::string_view digits) {
    unsigned value = 0;
    for (const char c : digits) value = value * 16 + hex_value(c);
    if (digits.size() != 6) return std::nullopt;
    return Color(static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
                 static_cast<std::uint8_t>(value));
}

Paint paint_of_code(std::string_view digits) {
    unsigned code = 0;
    for (const char c : digits) code = code * 10 + static_cast<unsigned>(c - '0');
    return color_of(code);
}

class Runs {
public:
    void add(char c) { pending_ += c; }
    void add(std::string_view text) { pending_ += text; }
    void toggle(Style style) {
        flush();
        look_.style = static_cast<Style>(static_cast<unsigned>(look_.style) ^ static_cast<unsigned>(style));
    }
    void reset() {
        flush();
        look_ = Text("");
    }
    /// A colour code and its digits; both empty: back to the reader's colours.
    template <class F>
    void paint(std::string_view foreground, std::string_view background, F read) {
        flush();
        if (foreground.empty() || !background.empty()) look_.background.reset();
        look_.foreground = foreground.empty() ? std::nullopt : read(foreground);
        if (!background.empty()) look_.background = read(background);
    }
    std::vector<Text> take() && {
        flush();
        return std::move(runs_);
    }

private:
    // Text in the colour of its own background is hidden on purpose.
    Text shown() const {
        Text run = look_;
        if (!run.foreground || run.foreground != run.background) return run;
        run.foreground.reset();
        run.background.reset();
        run.style = run.style | Style::spoiler;
        return run;
    }
    void flush() {
        if (pending_.empty()) return;
        Text run = shown();
        run.text = std::move(pending_);
        pending_.clear();
        if (!runs_.empty() && runs_.back().looks_like(run))
            runs_.back().text += run.text;
        else
            runs_.push_back(std::move(run));
    }
    std::vector<Text> runs_;
    std::string pending_;
    Text look_{""};
};

/// Reads what follows a colour code: one or two numbers.
template <class F, class G>
void take_colors(std::string_view text, std::size_t& at, std::size_t digits, F accepts, G read, Runs& runs) {
    const std::string_view foreground = take(text, at, digits, accepts);
    std::string_view background;
    if (!foreground.empty() && at + 1 < text.size() && text[at] == ',' && accepts(text[at + 1])) {
        ++at;
        background = take(text, at, digits, accepts);
    }
    runs.paint(foreground, background, read);
}

void append_code(std::string& out, unsigned code) {
    out += static_cast<char>('0' + code / 10);
    out += static_cast<char>('0' + code % 10);
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
    return valid_prefix(bytes) == bytes.size();
}

std::string decode_bytes(std::string_view bytes, bool line_was_full) {
    const std::size_t valid = valid_prefix(bytes);
    const std::string_view whole = bytes.substr(0, valid);
    if (valid == bytes.size()) return std::string(bytes);
    // A server that shortens a line may cut a character in two. Without a sign of UTF-8 or of shortening, the
    // same bytes are a word in another encoding: "caf\xE9".
    const bool looks_like_utf8 = line_was_full || has_multibyte(whole);
    if (looks_like_utf8 && is_cut_sequence(bytes.substr(valid))) return std::string(whole);
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append_code_point(out, byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte);
    }
    return out;
}

std::vector<Text> parse_formatting(std::string_view text) {
    Runs runs;
    if (std::none_of(text.begin(), text.end(), is_control)) {
        runs.add(text);
        return std::move(runs).take();
    }
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at++];
        if (!is_control(c) || c == '\t') {
            runs.add(c);
        } else if (c == kReset) {
            runs.reset();
        } else if (c == kColor) {
            take_colors(text, at, 2, digit, paint_of_code, runs);
        } else if (c == kHexColor) {
            take_colors(text, at, 6, hex, paint_of, runs);
        } else if (c != kReverse) {
            for (const StyleCode& known : kStyleCodes)
                if (known.code == c) runs.toggle(known.style);
        }
    }
    return std::move(runs).take();
}

std::string format_run(std::string_view text, Style style) {
    return format_run(text, Text("", style));
}

std::string format_run(std::string_view text, const Text& look) {
    if (look.is_plain()) return std::string(text);
    constexpr unsigned kDefault = 99;
    std::string out;
    for (const StyleCode& known : kStyleCodes)
        if (has(look.style, known.style)) out += known.code;
    const bool hidden = has(look.style, Style::spoiler);  // black on black
    if (hidden || look.foreground || look.background) {
        // Always two digits, so that digits of the text cannot be taken for colours.
        out += kColor;
        append_code(out, hidden ? 1 : look.foreground ? code_of(*look.foreground) : kDefault);
        if (hidden || look.background) {
            out += ',';
            append_code(out, hidden ? 1 : code_of(*look.background));
        } else if (text.size() > 1 && text[0] == ',' && digit(text[1])) {
            out.append({kBold, kBold});  // nothing to see, but the comma is text now
        }
    }
    out += text;
    out += kReset;
    return out;
}

std::string clean_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text.substr(at));
        if (length == 0) {
            out += "\xEF\xBF\xBD";
            ++at;
        } else if (length == 1 && is_control(text[at])) {
            const char c = text[at++];
            if (c == '\n') out += '\n';
            if (c == '\t') out += ' ';
        } else {
            out += text.substr(at, length);
            at += length;
        }
    }
    return out;
}

}  // namespace confab::irc
