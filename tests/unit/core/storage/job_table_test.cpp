#include "core/storage/job_table.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::Database;
using core::JobTable;

WallTime at(int seconds) {
    return WallTime(std::chrono::seconds(seconds));
}

TEST(JobTable, KeepsJobsOfEachPluginApart) {
    const auto database = *Database::open(":memory:");
    JobTable mine(*database, "mine");
    JobTable other(*database, "other");
    const std::int64_t second = *mine.add("remind", std::string("b\0", 2), at(20));
    const std::int64_t first = *mine.add("remind", "a", at(10));
    (void)other.add("remind", "c", at(5));
    const auto jobs = *mine.named("remind");
    ASSERT_EQ(jobs.size(), 2U);
    EXPECT_EQ(jobs[0].id, first);
    EXPECT_EQ(jobs[0].due, at(10));
    EXPECT_EQ(jobs[1].payload, std::string("b\0", 2));
    EXPECT_EQ(mine.all()->size(), 2U);
    EXPECT_EQ(*mine.payload(second), std::string("b\0", 2));
    EXPECT_EQ(*other.payload(second), std::nullopt);
    EXPECT_FALSE(*other.remove(second));
    EXPECT_TRUE(*mine.remove(second));
    EXPECT_FALSE(*mine.remove(second));
    EXPECT_EQ(*mine.payload(second), std::nullopt);
}

TEST(JobTable, AnIdIsNeverUsedAgain) {
    const auto database = *Database::open(":memory:");
    JobTable table(*database, "p");
    const std::int64_t first = *table.add("n", "", at(1));
    EXPECT_TRUE(*table.remove(first));
    EXPECT_GT(*table.add("n", "", at(1)), first);
}

TEST(JobTable, NeverMakesAJobEarlierThanItWasAsked) {
    const auto database = *Database::open(":memory:");
    JobTable table(*database, "p");
    (void)table.add("n", "", at(1) + std::chrono::nanoseconds(1));
    EXPECT_EQ(table.named("n")->at(0).due, at(1) + std::chrono::milliseconds(1));
    (void)table.add("far", "", WallTime::max());
    EXPECT_GT(table.named("far")->at(0).due, at(1));
}

}  // namespace
}  // namespace confab::test
