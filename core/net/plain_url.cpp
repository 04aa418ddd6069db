#include "core/net/plain_url.hpp"

#include <array>

namespace confab::core {
namespace {

enum Kind : unsigned char { none = 0, host = 1, target = 2, digit = 4, hex = 8 };

constexpr std::array<unsigned char, 256> kinds() {
    std::array<unsigned char, 256> table{};
    const auto mark = [&](std::string_view characters, unsigned char kind) {
        for (const char c : characters) table[static_cast<unsigned char>(c)] |= kind;
    };
    mark("abcdefghijklmnopqrstuvwxyz0123456789-.", host | target);
    mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ_~!$&'()*+,;=:@/?", target);
    mark("0123456789", digit | hex);
    mark("abcdefABCDEF", hex);
    return table;
}

constexpr std::array<unsigned char, 256> kKinds = kinds();

bool is(char c, Kind kind) {
    return (kKinds[static_cast<unsigned char>(c)] & kind) != 0;
}

}  // namespace

std::optional<Url> plain_url(std::string_view text) {
    Url url;
    const bool tls = text.starts_with("https://");
    if (!tls && !text.starts_with("http://")) return std::nullopt;
    url.scheme = tls ? "https" : "http";
    url.port = tls ? 443 : 80;
    const std::size_t begin = tls ? 8 : 7;
    std::size_t at = begin;
    while (at < text.size() && is(text[at], host)) ++at;
    if (at == begin) return std::nullopt;
    url.host = text.substr(begin, at - begin);
    if (at < text.size() && text[at] == ':') {
        unsigned port = 0;
        const std::size_t first = ++at;
        for (; at < text.size() && at - first < 5 && is(text[at], digit); ++at)
            port = port * 10 + static_cast<unsigned>(text[at] - '0');
        if (port == 0 || port > 65'535) return std::nullopt;
        url.port = static_cast<std::uint16_t>(port);
    }
    if (at == text.size()) return url;
    if (text[at] != '/') return std::nullopt;
    const std::size_t path = at;
    for (; at < text.size(); ++at) {
        if (is(text[at], target)) continue;
        const bool encoded =
            text[at] == '%' && at + 2 < text.size() && is(text[at + 1], hex) && is(text[at + 2], hex);
        if (!encoded) return std::nullopt;
        at += 2;
    }
    url.target = text.substr(path);
    return url;
}

}  // namespace confab::core
