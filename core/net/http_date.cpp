#include "core/net/http_date.hpp"

#include <array>
#include <charconv>
#include <vector>

namespace confab::core {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// The clock counts nanoseconds in 64 bits: a span of 292 years, and two dates are subtracted.
constexpr int kFirstYear = 1970, kLastYear = 2199;

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty() && out.size() < 8) {
        const std::size_t end = std::min(text.find_first_of(" ,-:"), text.size());
        if (end > 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return out;
}

std::optional<unsigned> month(std::string_view name) {
    for (unsigned i = 0; i < kMonths.size(); ++i)
        if (kMonths[i] == name) return i + 1;
    return std::nullopt;
}

std::optional<WallTime> assemble(std::string_view day_text, std::string_view month_text,
                                 std::string_view year_text, std::string_view h, std::string_view m,
                                 std::string_view s) {
    const auto day = number(day_text), hour = number(h), minute = number(m), second = number(s);
    auto year = number(year_text);
    const auto month_number = month(month_text);
    if (!day || !hour || !minute || !second || !year || !month_number) return std::nullopt;
    if (year_text.size() == 2) *year += *year < 70 ? 2000 : 1900;
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(*month_number),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (*day < 1 || *day > 31 || !date.ok() || *year < 1900 || *year > 9999 || *hour < 0 || *hour > 23 ||
        *minute < 0 || *minute > 59 || *second < 0 || *second > 60)
        return std::nullopt;
    if (*year < kFirstYear) return WallTime(std::chrono::sys_days(std::chrono::year(kFirstYear) / 1 / 1));
    if (*year > kLastYear) return WallTime(std::chrono::sys_days(std::chrono::year(kLastYear + 1) / 1 / 1));
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

void append_padded(std::string& out, long value, std::size_t width) {
    const std::string digits = std::to_string(value);
    out.append(width > digits.size() ? width - digits.size() : 0, '0').append(digits);
}

}  // namespace

std::optional<WallTime> parse_http_date(std::string_view text) {
    const auto w = words(text);
    if (w.size() == 8 && w[7] == "GMT")  // Sun 06 Nov 1994 08 49 37 GMT, or Sunday 06 Nov 94 ...
        return assemble(w[1], w[2], w[3], w[4], w[5], w[6]);
    if (w.size() == 7)  // Sun Nov 6 08 49 37 1994
        return assemble(w[2], w[1], w[6], w[3], w[4], w[5]);
    return std::nullopt;
}

std::string format_http_date(WallTime time) {
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
    std::string out(kDays[std::chrono::weekday(days).c_encoding()]);
    out += ", ";
    append_padded(out, static_cast<unsigned>(date.day()), 2);
    out.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
    append_padded(out, static_cast<int>(date.year()), 4);
    out += " ";
    append_padded(out, clock.hours().count(), 2);
    out += ":";
    append_padded(out, clock.minutes().count(), 2);
    out += ":";
    append_padded(out, clock.seconds().count(), 2);
    return out + " GMT";
}

}  // namespace confab::core
