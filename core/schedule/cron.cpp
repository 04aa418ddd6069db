#include "core/schedule/cron.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace confab::core {
namespace chrono = std::chrono;

namespace {

struct Field {
    const char* name;
    int lowest;
    int highest;
    std::span<const char* const> words;  // the first means `lowest`
};

constexpr const char* kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr const char* kWeekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr Field kFields[] = {{"minute", 0, 59, {}},
                             {"hour", 0, 23, {}},
                             {"day of month", 1, 31, {}},
                             {"month", 1, 12, kMonths},
                             {"day of week", 0, 7, kWeekdays}};  // 7 is Sunday again

constexpr std::pair<const char*, const char*> kShortcuts[] = {
    {"@hourly", "0 * * * *"},  {"@daily", "0 0 * * *"},  {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}};

[[noreturn]] void refuse(std::string_view line, const std::string& why) {
    throw std::invalid_argument("cron `" + std::string(line) + "`: " + why);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    if (error != std::errc() || end != last || text.front() == '-') return std::nullopt;
    return value;
}

/// One field of one line, with what is needed to say what is wrong.
class FieldReader {
public:
    FieldReader(std::string_view line, const Field& field) : line_(line), field_(field) {}

    /// Calls `set(value)` for each value that the field names.
    template <class Set>
    void read(std::string_view text, Set set) const {
        if (text.starts_with(',') || text.ends_with(',') || text.find(",,") != std::string_view::npos)
            wrong("`" + std::string(text) + "` has an empty part");
        for (const std::string_view part : split(text, ",")) {
            const std::size_t slash = part.find('/');
            const auto [low, high] = range(part.substr(0, slash));
            int step = 1;
            if (slash != std::string_view::npos) {
                const std::string_view after = part.substr(slash + 1);
                const std::optional<int> given = after.empty() ? std::nullopt : number(after);
                if (!given || *given < 1) wrong("the step of `" + std::string(part) + "` must be 1 or more");
                if (low == high && part.find('-') == std::string_view::npos && part.front() != '*')
                    wrong("a step needs a range: write " + std::to_string(low) + "-" +
                          std::to_string(field_.highest) + "/" + std::to_string(*given));
                step = std::min(*given, 100);
            }
            for (int value = low; value <= high; value += step) set(value);
        }
    }

private:
    std::pair<int, int> range(std::string_view text) const {
        const int last = field_.words.size() == 7 ? 6 : field_.highest;  // `*` names Sunday once
        if (text == "*") return {field_.lowest, last};
        const std::size_t dash = text.find('-');
        const int low = value(text.substr(0, dash));
        if (dash == std::string_view::npos) return {low, low};
        int high = value(text.substr(dash + 1));
        if (field_.words.size() == 7 && high == 0 && low > 0) high = 7;  // fri-sun
        if (low > high) wrong("the range `" + std::string(text) + "` ends before it begins");
        return {low, high};
    }

    int value(std::string_view text) const {
        if (text.empty()) wrong("a value is missing");
        for (std::size_t i = 0; i < field_.words.size(); ++i)
            if (std::equal(text.begin(), text.end(), field_.words[i], field_.words[i] + 3,
                           [](char a, char b) { return (a | 0x20) == b; }))
                return field_.lowest + static_cast<int>(i);
        const std::optional<int> given = number(text);
        if (!given)
            wrong("`" + std::string(text) + "` is no number" + (field_.words.empty() ? "" : " or name"));
        if (*given < field_.lowest || *given > field_.highest)
            wrong(std::to_string(*given) + " is not within " + std::to_string(field_.lowest) + "-" +
                  std::to_string(field_.highest));
        return *given;
    }

    [[noreturn]] void wrong(const std::string& why) const {
        refuse(line_, std::string(field_.name) + ": " + why);
    }

    std::string_view line_;
    const Field& field_;
};

std::string_view without_shortcut(std::string_view line, std::string_view text) {
    if (!text.starts_with('@')) return text;
    for (const auto& [name, meaning] : kShortcuts)
        if (text == name) return meaning;
    refuse(line, "use @hourly, @daily, @weekly, @monthly or @yearly, or five fields");
}

}  // namespace

CronLine CronLine::parse(std::string_view text) {
    if (text.size() > 1'000) throw std::invalid_argument("cron: the line is longer than 1000 bytes");
    std::vector<std::string_view> parts;
    for (const std::string_view part : split(text, " \t"))
        if (!part.empty()) parts.push_back(part);
    if (parts.size() == 1) {
        const std::string_view meaning = without_shortcut(text, parts[0]);
        if (meaning != parts[0]) return parse(meaning);
    }
    if (parts.size() != 5)
        refuse(text, "it needs five fields (minute hour day-of-month month day-of-week), it has " +
                         std::to_string(parts.size()));
    CronLine line;
    const auto in = [](auto& bits) {
        return [&bits](int value) {
            bits.set(static_cast<std::size_t>(value) % bits.size());
        };
    };
    FieldReader(text, kFields[0]).read(parts[0], in(line.minutes_));
    FieldReader(text, kFields[1]).read(parts[1], in(line.hours_));
    FieldReader(text, kFields[2]).read(parts[2], in(line.days_));
    FieldReader(text, kFields[3]).read(parts[3], in(line.months_));
    FieldReader(text, kFields[4]).read(parts[4], in(line.weekdays_));
    // As crontab(5): only when neither begins with a star.
    line.either_day_ = parts[2].front() != '*' && parts[4].front() != '*';
    line.require_possible(text);
    return line;
}

void CronLine::require_possible(std::string_view text) const {
    const LocalMinutes any(chrono::local_days(chrono::year(2000) / 1 / 1));
    if (!first_at_or_after(any)) refuse(text, "this date never comes");
}

bool CronLine::matches_day(chrono::year_month_day day) const {
    const bool by_day = days_[static_cast<unsigned>(day.day())];
    const chrono::weekday weekday{chrono::local_days(day)};
    const bool by_weekday = weekdays_[weekday.c_encoding()];
    return either_day_ ? by_day || by_weekday : by_day && by_weekday;
}

std::optional<LocalMinutes> CronLine::first_at_or_after(LocalMinutes from) const {
    const chrono::local_days first_day = chrono::floor<chrono::days>(from);
    const chrono::year last_year = chrono::year_month_day(first_day).year() + chrono::years(50);
    for (chrono::local_days day = first_day;;) {
        const chrono::year_month_day date(day);
        if (date.year() > last_year) return std::nullopt;
        if (!months_[static_cast<unsigned>(date.month())]) {
            day = chrono::local_days((date.year() / date.month() + chrono::months(1)) / 1);
            continue;
        }
        if (matches_day(date)) {
            const auto earliest = day == first_day ? (from - LocalMinutes(day)).count() : 0;
            for (auto minute = earliest; minute < 24 * 60; ++minute) {
                const auto hour = static_cast<std::size_t>(minute / 60);
                if (hours_[hour] && minutes_[static_cast<std::size_t>(minute % 60)])
                    return LocalMinutes(day) + chrono::minutes(minute);
            }
        }
        day += chrono::days(1);
    }
}

namespace {

using Seconds = chrono::sys_seconds;

// When clocks that go forward over `local` go on: between the two moments the offset changes.
Seconds end_of_gap(const OffsetAt& offset_at, Seconds before, Seconds after) {
    const chrono::seconds offset = offset_at(before);
    while (after - before > chrono::seconds(1)) {
        const Seconds middle = before + (after - before) / 2;
        (offset_at(middle) == offset ? before : after) = middle;
    }
    return after;
}

Seconds to_utc(LocalMinutes local, const OffsetAt& offset_at) {
    const Seconds as_utc(chrono::seconds(local.time_since_epoch()));
    const chrono::seconds offset_before = offset_at(as_utc - chrono::days(1));
    const chrono::seconds offset_after = offset_at(as_utc + chrono::days(1));
    const Seconds by_before = as_utc - offset_before;
    const Seconds by_after = as_utc - offset_after;
    // Where clocks go back both are right: the first one counts.
    const Seconds earlier = std::min(by_before, by_after);
    const Seconds later = std::max(by_before, by_after);
    for (const Seconds candidate : {earlier, later})
        if (candidate + offset_at(candidate) == as_utc) return candidate;
    return end_of_gap(offset_at, earlier, later);
}

}  // namespace

std::optional<WallTime> next_run(const CronLine& line, const OffsetAt& offset_at, WallTime after) {
    const auto start = chrono::floor<chrono::seconds>(after);
    const chrono::seconds shown = start.time_since_epoch() + offset_at(start);
    LocalMinutes from = chrono::floor<chrono::minutes>(chrono::local_seconds(shown)) + chrono::minutes(1);
    // Within an hour that clocks show a second time, all that matches was earlier: at most that many are
    // passed over.
    for (int passed = 0; passed < 24 * 60; ++passed) {
        const std::optional<LocalMinutes> local = line.first_at_or_after(from);
        if (!local || *local >= LocalMinutes(chrono::local_days(chrono::year(2250) / 1 / 1)))
            return std::nullopt;  // a WallTime ends in 2262
        const WallTime run = to_utc(*local, offset_at);
        if (run > after) return run;
        from = *local + chrono::minutes(1);
    }
    return std::nullopt;
}

}  // namespace confab::core
