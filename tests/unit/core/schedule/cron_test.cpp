#include "core/schedule/cron.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <stdexcept>

#include "core/schedule/time_zone.hpp"

namespace confab::test {
namespace {

using core::CronLine;
using core::next_run;
using core::TimeZone;
using testing::ElementsAre;
using testing::HasSubstr;
namespace chrono = std::chrono;

/// "2026-03-29 01:30", UTC.
WallTime at(const char* text) {
    int y = 0, mo = 0, d = 0, h = 0, mi = 0;
    EXPECT_EQ(std::sscanf(text, "%d-%d-%d %d:%d", &y, &mo, &d, &h, &mi), 5) << text;
    return chrono::sys_days(chrono::year(y) / mo / d) + chrono::hours(h) + chrono::minutes(mi);
}

std::string show(WallTime when) {
    const auto day = chrono::floor<chrono::days>(when);
    const chrono::year_month_day date(day);
    const auto minutes = chrono::duration_cast<chrono::minutes>(when - day).count();
    char buffer[80];
    std::snprintf(buffer, sizeof buffer, "%d-%02u-%02u %02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return buffer;
}

/// The next runs in UTC.
std::vector<std::string> runs(const char* line, const char* zone, const char* after, int count) {
    const CronLine cron = CronLine::parse(line);
    const TimeZone there = TimeZone::find(zone).value();
    const auto offset_at = [&](WallTime when) {
        return there.offset_at(when);
    };
    std::vector<std::string> found;
    WallTime now = at(after);
    for (int i = 0; i < count; ++i) {
        const auto next = next_run(cron, offset_at, now);
        if (!next) break;
        EXPECT_GT(*next, now);
        found.push_back(show(*next));
        now = *next;
    }
    return found;
}

std::string refusal(const char* line) {
    try {
        (void)CronLine::parse(line);
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return "";
}

TEST(Cron, ReadsListsRangesStepsAndNames) {
    EXPECT_THAT(runs("5,10-12,*/30 * * * *", "", "2026-01-01 00:00", 6),
                ElementsAre("2026-01-01 00:05", "2026-01-01 00:10", "2026-01-01 00:11", "2026-01-01 00:12",
                            "2026-01-01 00:30", "2026-01-01 01:00"));
    EXPECT_THAT(runs("0 9-17/4 * * MON-Fri", "", "2026-01-02 12:00", 4),  // a Friday
                ElementsAre("2026-01-02 13:00", "2026-01-02 17:00", "2026-01-05 09:00", "2026-01-05 13:00"));
    EXPECT_THAT(runs("0 0 * jan,dec fri-sun", "", "2026-01-30 12:00", 3),
                ElementsAre("2026-01-31 00:00", "2026-12-04 00:00", "2026-12-05 00:00"));
    EXPECT_EQ(runs("0 0 * * 7", "", "2026-01-01 00:00", 1), runs("0 0 * * sun", "", "2026-01-01 00:00", 1));
    EXPECT_THAT(runs("  0\t0  1 *   * ", "", "2026-01-01 00:00", 1), ElementsAre("2026-02-01 00:00"));
}

TEST(Cron, KnowsTheShortNames) {
    EXPECT_THAT(runs("@hourly", "", "2026-01-01 00:59", 1), ElementsAre("2026-01-01 01:00"));
    EXPECT_THAT(runs("@daily", "", "2026-01-01 00:00", 1), ElementsAre("2026-01-02 00:00"));
    EXPECT_THAT(runs("@weekly", "", "2026-01-01 00:00", 1), ElementsAre("2026-01-04 00:00"));
    EXPECT_THAT(runs("@monthly", "", "2026-01-01 00:00", 1), ElementsAre("2026-02-01 00:00"));
    EXPECT_THAT(runs("@yearly", "", "2026-01-01 00:00", 1), ElementsAre("2027-01-01 00:00"));
}

TEST(Cron, EitherDayIsEnoughWhenBothAreGiven) {
    EXPECT_THAT(runs("0 0 13 * fri", "", "2026-02-01 00:00", 4),
                ElementsAre("2026-02-06 00:00", "2026-02-13 00:00", "2026-02-20 00:00", "2026-02-27 00:00"));
    EXPECT_THAT(runs("0 0 14 * fri", "", "2026-02-07 00:00", 3),
                ElementsAre("2026-02-13 00:00", "2026-02-14 00:00", "2026-02-20 00:00"));
    // A star narrows: every second day that is a Friday.
    EXPECT_THAT(runs("0 0 */2 * fri", "", "2026-02-01 00:00", 2),
                ElementsAre("2026-02-13 00:00", "2026-02-27 00:00"));
}

TEST(Cron, WaitsForTheLeapDay) {
    EXPECT_THAT(runs("0 12 29 2 *", "", "2026-01-01 00:00", 2),
                ElementsAre("2028-02-29 12:00", "2032-02-29 12:00"));
    EXPECT_THAT(runs("0 12 29 2 *", "", "2096-03-01 00:00", 1), ElementsAre("2104-02-29 12:00"));
    EXPECT_THAT(runs("0 12 29 2 */7", "", "2072-03-01 00:00", 1), ElementsAre("2088-02-29 12:00"));
}

TEST(Cron, WhatSummerTimeSkipsRunsRightAfterTheGapAndOnce) {
    // Berlin, 29 March 2026: 01:59 CET (00:59 UTC) is followed by 03:00 CEST (01:00 UTC).
    EXPECT_THAT(runs("30 2 * * *", "Europe/Berlin", "2026-03-28 00:00", 3),
                ElementsAre("2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30"));
    EXPECT_THAT(runs("*/20 * * * *", "Europe/Berlin", "2026-03-29 00:30", 4),
                ElementsAre("2026-03-29 00:40", "2026-03-29 01:00", "2026-03-29 01:20", "2026-03-29 01:40"));
    EXPECT_THAT(runs("0 3 * * *", "Europe/Berlin", "2026-03-28 12:00", 2),
                ElementsAre("2026-03-29 01:00", "2026-03-30 01:00"));
}

TEST(Cron, WhatClocksShowTwiceRunsTheFirstTime) {
    // Berlin, 25 October 2026: 02:00-02:59 comes as CEST (00:00 UTC) and again as CET (01:00 UTC).
    EXPECT_THAT(runs("30 2 * * *", "Europe/Berlin", "2026-10-24 12:00", 2),
                ElementsAre("2026-10-25 00:30", "2026-10-26 01:30"));
    EXPECT_THAT(runs("0 * * * *", "Europe/Berlin", "2026-10-24 23:30", 3),
                ElementsAre("2026-10-25 00:00", "2026-10-25 02:00", "2026-10-25 03:00"));
    // Asked within the second showing: what matches then was already.
    EXPECT_THAT(runs("*/10 2 * * *", "Europe/Berlin", "2026-10-25 01:15", 1),
                ElementsAre("2026-10-26 01:00"));
}

TEST(Cron, KnowsASummerTimeOfHalfAnHour) {
    // Lord Howe: 4 October 2026 01:59 +10:30 is followed by 02:30 +11; 5 April 2026 01:30-01:59 comes twice.
    EXPECT_THAT(runs("15 2 * * *", "Australia/Lord_Howe", "2026-10-02 20:00", 3),
                ElementsAre("2026-10-03 15:30", "2026-10-04 15:15", "2026-10-05 15:15"));
    EXPECT_THAT(runs("45 1 * * *", "Australia/Lord_Howe", "2026-04-04 00:00", 2),
                ElementsAre("2026-04-04 14:45", "2026-04-05 15:15"));
}

TEST(Cron, ADayThatAZoneLeftOutRunsWhenClocksGoOn) {
    // Samoa had no 30 December 2011.
    EXPECT_THAT(runs("0 12 30 12 *", "Pacific/Apia", "2011-12-01 00:00", 2),
                ElementsAre("2011-12-30 10:00", "2012-12-29 22:00"));
}

TEST(Cron, SaysWhatIsWrong) {
    EXPECT_THAT(refusal("* * * *"), HasSubstr("needs five fields"));
    EXPECT_THAT(refusal(""), HasSubstr("it has 0"));
    EXPECT_THAT(refusal("* * * * * *"), HasSubstr("it has 6"));
    EXPECT_THAT(refusal("60 * * * *"), HasSubstr("minute: 60 is not within 0-59"));
    EXPECT_THAT(refusal("* 24 * * *"), HasSubstr("hour: 24 is not within 0-23"));
    EXPECT_THAT(refusal("* * 0 * *"), HasSubstr("day of month: 0 is not within 1-31"));
    EXPECT_THAT(refusal("* * * foo *"), HasSubstr("month: `foo` is no number or name"));
    EXPECT_THAT(refusal("x * * * *"), HasSubstr("minute: `x` is no number"));
    EXPECT_THAT(refusal("* * * * 8"), HasSubstr("day of week: 8 is not within 0-7"));
    EXPECT_THAT(refusal("*/0 * * * *"), HasSubstr("the step of `*/0` must be 1 or more"));
    EXPECT_THAT(refusal("5/10 * * * *"), HasSubstr("write 5-59/10"));
    EXPECT_THAT(refusal("30-10 * * * *"), HasSubstr("ends before it begins"));
    EXPECT_THAT(refusal("@reboot"), HasSubstr("use @hourly"));
    EXPECT_THAT(refusal(std::string(2'000, '*').c_str()), HasSubstr("longer than"));
    for (const char* wrong : {", * * * *", "1,,2 * * * *", "1, * * * *", "-5 * * * *", "1- * * * *",
                              "*/ * * * *", "99999999999 * * * *", "1.5 * * * *", "+1 * * * *", "** * * * *",
                              "1/ * * * *", "* * * * m", "*/-1 * * * *"})
        EXPECT_NE(refusal(wrong), "") << wrong;
}

TEST(Cron, RefusesADateThatNeverComes) {
    for (const char* never : {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 30-31 feb *"})
        EXPECT_THAT(refusal(never), HasSubstr("never comes")) << never;
    EXPECT_EQ(refusal("0 0 30 2 mon"), "");  // Mondays in February
    EXPECT_EQ(refusal("0 0 29 2 *"), "");
}

TEST(Cron, EndsWhereTheClockEnds) {
    EXPECT_TRUE(runs("@daily", "", "2250-01-01 00:00", 1).empty());
}

}  // namespace
}  // namespace confab::test
