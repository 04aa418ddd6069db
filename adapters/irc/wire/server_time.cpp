#include "wire/server_time.hpp"

namespace confab::irc {
namespace {

/// Reads `length` digits at `at`; -1 when they are not there.
int digits(std::string_view text, std::size_t at, std::size_t length) {
    if (at + length > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + length; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// ".620Z" to milliseconds; "Z" to 0.
std::optional<int> milliseconds(std::string_view rest) {
    if (rest == "Z") return 0;
    if (rest.size() < 3 || rest.front() != '.' || rest.back() != 'Z') return std::nullopt;
    int value = 0;
    int scale = 100;
    for (const char c : rest.substr(1, rest.size() - 2)) {
        if (c < '0' || c > '9') return std::nullopt;
        value += (c - '0') * scale;
        scale /= 10;
    }
    return value;
}

}  // namespace

std::optional<WallTime> parse_server_time(std::string_view text) {
    constexpr std::string_view kShape = "0000-00-00T00:00:00";
    if (text.size() <= kShape.size()) return std::nullopt;
    for (std::size_t i = 0; i < kShape.size(); ++i)
        if (kShape[i] != '0' && text[i] != kShape[i]) return std::nullopt;
    const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    const auto fraction = milliseconds(text.substr(kShape.size()));
    // The clock counts nanoseconds in 64 bits, which end in 2262.
    if (year < 1970 || year > 2200 || month < 0 || day < 0 || !fraction) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(*fraction);
}

}  // namespace confab::irc
