#include "core/schedule/time_zone.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::TimeZone;
namespace chrono = std::chrono;

constexpr WallTime kSummer{chrono::sys_days(chrono::year(2026) / 7 / 1)};
constexpr WallTime kWinter{chrono::sys_days(chrono::year(2026) / 1 / 1)};

TEST(TimeZone, KnowsIanaNamesOnly) {
    EXPECT_EQ(TimeZone::find("Europe/Berlin").value().offset_at(kSummer), chrono::hours(2));
    EXPECT_EQ(TimeZone::find("Europe/Berlin").value().offset_at(kWinter), chrono::hours(1));
    EXPECT_EQ(TimeZone::find("").value().offset_at(kSummer), chrono::hours(0));
    EXPECT_TRUE(TimeZone::find("UTC").has_value());
    for (const char* wrong : {"Europe/Berlim", "GMT+2", "CEST-1", "nowhere", "\xff\xfe"})
        EXPECT_FALSE(TimeZone::find(wrong).has_value()) << wrong;
}

}  // namespace
}  // namespace confab::test
