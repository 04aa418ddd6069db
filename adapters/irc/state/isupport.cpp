#include "state/isupport.hpp"

#include <algorithm>
#include <charconv>

namespace confab::irc {
namespace {

constexpr std::size_t kMinLine = 512;
constexpr std::size_t kMaxLine = 8192;
constexpr std::size_t kMaxNick = 200;

std::size_t number(std::string_view text, std::size_t fallback) {
    std::size_t value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? value : fallback;
}

/// "\x20" in a value stands for the byte.
std::string unescape(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        unsigned byte = 0;
        if (value[i] == '\\' && i + 3 < value.size() && value[i + 1] == 'x' &&
            std::from_chars(value.data() + i + 2, value.data() + i + 4, byte, 16).ptr ==
                value.data() + i + 4) {
            out += static_cast<char>(byte);
            i += 3;
        } else {
            out += value[i];
        }
    }
    return out;
}

}  // namespace

void Isupport::apply(const Line& line) {
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        const std::string_view token = line.param(i);
        if (token.starts_with('-')) {
            unset(token.substr(1));
            continue;
        }
        const std::size_t equals = token.find('=');
        set(token.substr(0, equals),
            equals == std::string_view::npos ? std::string_view() : token.substr(equals + 1));
    }
}

void Isupport::set(std::string_view key, std::string_view value) {
    if (key == "CASEMAPPING") {
        casemapping_ = value == "rfc1459"          ? CaseMapping::rfc1459
                       : value == "rfc1459-strict" ? CaseMapping::rfc1459_strict
                                                   : CaseMapping::ascii;
    } else if (key == "CHANTYPES") {
        channel_types_ = value;
    } else if (key == "PREFIX") {
        const std::size_t close = value.find(')');
        prefix_symbols_ = close == std::string_view::npos ? std::string_view() : value.substr(close + 1);
    } else if (key == "STATUSMSG") {
        status_symbols_ = value;
    } else if (key == "NETWORK") {
        network_ = unescape(value);
    } else if (key == "BOT") {
        bot_mode_ = value.substr(0, 1);
    } else if (key == "NICKLEN") {
        nick_length_ = std::min(number(value, 0), kMaxNick);
    } else if (key == "LINELEN") {
        line_length_ = std::clamp(number(value, kMinLine), kMinLine, kMaxLine);
    } else if (key == "MONITOR") {
        has_monitor_ = true;
    }
}

void Isupport::unset(std::string_view key) {
    const Isupport defaults;
    if (key == "CASEMAPPING") casemapping_ = defaults.casemapping_;
    if (key == "CHANTYPES") channel_types_ = defaults.channel_types_;
    if (key == "PREFIX") prefix_symbols_ = defaults.prefix_symbols_;
    if (key == "STATUSMSG") status_symbols_.clear();
    if (key == "NETWORK") network_.clear();
    if (key == "BOT") bot_mode_.clear();
    if (key == "NICKLEN") nick_length_ = 0;
    if (key == "LINELEN") line_length_ = defaults.line_length_;
    if (key == "MONITOR") has_monitor_ = false;
}

char Isupport::fold(char c) const {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c + 32);
    if (casemapping_ == CaseMapping::ascii) return c;
    switch (c) {
        case '[':
            return '{';
        case ']':
            return '}';
        case '\\':
            return '|';
        case '~':
            return casemapping_ == CaseMapping::rfc1459 ? '^' : c;
        default:
            return c;
    }
}

std::string Isupport::fold(std::string_view name) const {
    std::string out(name);
    for (char& c : out) c = fold(c);
    return out;
}

bool Isupport::same(std::string_view a, std::string_view b) const {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [this](char x, char y) { return fold(x) == fold(y); });
}

bool Isupport::is_channel(std::string_view target) const {
    return !target.empty() && channel_types_.find(target.front()) != std::string::npos;
}

std::string_view Isupport::without_status(std::string_view target) const {
    std::string_view rest = target;
    while (!rest.empty() && status_symbols_.find(rest.front()) != std::string::npos) rest.remove_prefix(1);
    return is_channel(rest) ? rest : target;
}

}  // namespace confab::irc
