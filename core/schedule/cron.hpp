#pragma once
/// Cron lines. Pure: no clock, no zone; `next_run` is given what a zone's clocks show.

#include <bitset>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "confab/task.hpp"

namespace confab::core {

/// Minutes since 1970 as clocks on the wall show them, in whatever zone.
using LocalMinutes = std::chrono::local_time<std::chrono::minutes>;

/// Five fields, or one of "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually".
class CronLine {
public:
    /// Throws std::invalid_argument that says which field is wrong and how, also for a date that never comes.
    static CronLine parse(std::string_view text);

    /// The first matching minute that is not before `from`. Nothing when there is none within 50 years.
    std::optional<LocalMinutes> first_at_or_after(LocalMinutes from) const;

private:
    CronLine() = default;
    bool matches_day(std::chrono::year_month_day day) const;
    void require_possible(std::string_view text) const;

    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;
    std::bitset<13> months_;
    std::bitset<7> weekdays_;  // from Sunday
    bool either_day_ = false;  // day of month and day of week are both given: one of them is enough
};

/// What must be added to UTC at a moment to get what clocks show.
using OffsetAt = std::function<std::chrono::seconds(WallTime)>;

/// The first run later than `after`. A time that clocks skip runs when they go on, once; one that they show
/// twice runs the first time. Nothing when there is none within 50 years.
std::optional<WallTime> next_run(const CronLine& line, const OffsetAt& offset_at, WallTime after);

}  // namespace confab::core
