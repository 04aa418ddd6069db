#include "login/sts.hpp"

#include <algorithm>
#include <charconv>

#include "login/caps.hpp"

namespace confab::irc {
namespace {

/// Ten years: as good as for ever, and far from any overflow.
constexpr std::int64_t kLongest = 315'360'000;

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<std::uint16_t> port_number(std::string_view text) {
    const auto value = number(text);
    if (!value || *value < 1 || *value > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(*value);
}

}  // namespace

StsOffer StsOffer::parse(std::string_view value) {
    StsOffer offer;
    each_item(value, ',', [&](std::string_view item) {
        const std::size_t equals = item.find('=');
        if (equals == std::string_view::npos) return;
        const std::string_view text = item.substr(equals + 1);
        if (item.substr(0, equals) == "port") offer.port = port_number(text);
        if (item.substr(0, equals) != "duration") return;
        if (const auto seconds = number(text))
            offer.duration = std::chrono::seconds(std::min(*seconds, kLongest));
    });
    return offer;
}

std::optional<StsPolicy> StsPolicy::from_text(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto port = port_number(text.substr(0, space));
    const auto seconds = number(text.substr(space + 1));
    if (!port || !seconds || *seconds > 100 * kLongest) return std::nullopt;
    return StsPolicy(*port, WallTime(std::chrono::seconds(*seconds)));
}

std::string StsPolicy::to_text() const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(expires.time_since_epoch());
    return std::to_string(port) + " " + std::to_string(seconds.count());
}

}  // namespace confab::irc
