#include "core/schedule/cron_job.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace confab::test {
namespace {

using core::CronJob;
using namespace std::chrono_literals;

constexpr WallTime kMidnight{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};

CronJob daily(MissedRun missed) {
    return CronJob("0 0 * * *", "", "name", missed);
}

TEST(CronJob, RunsWhenItsTimeComesAndThenWaitsForTheNext) {
    CronJob job = daily(MissedRun::skip);
    job.begin(kMidnight - 1h, std::nullopt);
    EXPECT_EQ(job.next(), kMidnight);
    EXPECT_FALSE(job.take_due(kMidnight - 1s).has_value());
    const auto run = job.take_due(kMidnight + 2s);
    ASSERT_TRUE(run.has_value());
    EXPECT_EQ(run->name, "name");
    EXPECT_EQ(run->due, kMidnight);
    EXPECT_FALSE(run->late);
    EXPECT_EQ(job.next(), kMidnight + 24h);
}

TEST(CronJob, AMissedRunIsLeftOutOrRunsOnceAsWasWished) {
    CronJob skip = daily(MissedRun::skip);
    skip.begin(kMidnight - 1h, std::nullopt);
    EXPECT_FALSE(skip.take_due(kMidnight + 6min).has_value());  // the machine slept
    EXPECT_EQ(skip.next(), kMidnight + 24h);

    CronJob once = daily(MissedRun::run_once);
    once.begin(kMidnight + 8h, kMidnight - 72h);
    const auto run = once.take_due(kMidnight + 8h);
    ASSERT_TRUE(run.has_value());
    EXPECT_TRUE(run->late);
    EXPECT_EQ(run->due, kMidnight - 48h);
    EXPECT_EQ(once.next(), kMidnight + 24h);
}

TEST(CronJob, ARunMissedAMomentAgoIsLateAsWell) {
    CronJob once = daily(MissedRun::run_once);
    once.begin(kMidnight + 1s, kMidnight - 24h);
    EXPECT_TRUE(once.take_due(kMidnight + 1s)->late);
    CronJob nothing_missed = daily(MissedRun::run_once);
    nothing_missed.begin(kMidnight + 1s, kMidnight);
    EXPECT_FALSE(nothing_missed.take_due(kMidnight + 1s).has_value());
}

TEST(CronJob, IsNotDoubledWhileItRuns) {
    CronJob job = daily(MissedRun::skip);
    job.begin(kMidnight - 1h, std::nullopt);
    job.is_running = true;
    EXPECT_FALSE(job.take_due(kMidnight).has_value());
    EXPECT_EQ(job.next(), kMidnight + 24h);
}

TEST(CronJob, SaysWhatIsWrong) {
    try {
        const CronJob job("0 0 * * *", "Europe/Berlim", "name", MissedRun::skip);
        ADD_FAILURE();
    } catch (const std::invalid_argument& e) {
        EXPECT_THAT(e.what(), testing::HasSubstr("no time zone `Europe/Berlim`"));
    }
    EXPECT_THROW(CronJob("* *", "", "name", MissedRun::skip), std::invalid_argument);
    EXPECT_NE(daily(MissedRun::skip).key(), CronJob("0 0 * * *", "UTC", "name", MissedRun::skip).key());
}

}  // namespace
}  // namespace confab::test
