#include "core/redis/config.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace confab::core {
namespace {

constexpr std::string_view kPlain = "redis://";
constexpr std::string_view kSecure = "rediss://";
constexpr unsigned kMostDatabases = 1'000'000;

Error wrong(std::string what) {
    return Error(Errc::invalid_argument, "a Redis URL: " + what);
}

/// All of `text` as a number of [least, most].
std::optional<unsigned> number(std::string_view text, unsigned least, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) return {};
    return value;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const std::string_view digits = text.substr(i + 1, 2);
        unsigned value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return {};
        out += static_cast<char>(value);
        i += 2;
    }
    return out;
}

bool names_a_host(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == '_' || c == ':';
    });
}

}  // namespace

Result<RedisConfig> parse_redis_url(std::string_view url) {
    RedisConfig config;
    config.tls = url.starts_with(kSecure);
    if (!config.tls && !url.starts_with(kPlain)) return wrong("it starts with redis:// or rediss://");
    url.remove_prefix(config.tls ? kSecure.size() : kPlain.size());

    std::string_view authority = url.substr(0, url.find_first_of("/?#"));
    const std::string_view path = url.substr(authority.size());
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        const std::string_view user = authority.substr(0, at);
        const std::size_t colon = user.find(':');
        if (colon == std::string_view::npos) return wrong("a user needs a password, user:password@host");
        std::optional<std::string> name = percent_decoded(user.substr(0, colon));
        std::optional<std::string> password = percent_decoded(user.substr(colon + 1));
        if (!name || !password) return wrong("a % in the user or the password must be written as %25");
        config.username = std::move(*name);
        config.password = Secret(std::move(*password));
        authority.remove_prefix(at + 1);
    }

    std::string_view host = authority;
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) return wrong("a ] is missing after the address");
        host = authority.substr(1, end - 1);
        port = authority.substr(end + 1);
    } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
        host = authority.substr(0, colon);
        port = authority.substr(colon);
    }
    if (!names_a_host(host)) return wrong("the host is missing or has characters that no host has");
    config.host = host;
    if (!port.empty()) {
        const std::optional<unsigned> value =
            port.starts_with(':') ? number(port.substr(1), 1, 65'535) : std::nullopt;
        if (!value) return wrong("the port is a number from 1 to 65535");
        config.port = static_cast<std::uint16_t>(*value);
    }
    if (path.empty() || path == "/") return config;
    const std::optional<unsigned> db =
        path.starts_with('/') ? number(path.substr(1), 0, kMostDatabases) : std::nullopt;
    if (!db) return wrong("after the host comes nothing but the number of a database");
    config.db = *db;
    return config;
}

}  // namespace confab::core
