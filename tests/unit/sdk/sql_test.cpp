#include "confab/service/sql.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace confab::test {
namespace {

std::int64_t integer(SqlValue value) {
    return SqlRow({std::move(value)}).integer(0);
}
double number(const char* text) {
    return SqlRow({std::string(text)}).number(0);
}
std::string text(SqlValue value) {
    return SqlRow({std::move(value)}).text(0);
}

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(SqlRow, ANumberBeyondAnIntegerIsItsEnd) {
    EXPECT_EQ(integer(1e300), kMost);
    EXPECT_EQ(integer(9223372036854775808.0), kMost);
    EXPECT_EQ(integer(-1e300), kLeast);
    EXPECT_EQ(integer(HUGE_VAL), kMost);
    EXPECT_EQ(integer(std::nan("")), 0);
    EXPECT_EQ(integer(-2.9), -2);
    EXPECT_EQ(integer(std::string("99999999999999999999")), kMost);
    EXPECT_EQ(integer(std::string(" 12 apples")), 12);
    EXPECT_EQ(integer(std::monostate()), 0);
}

TEST(SqlRow, ReadsTextAsADecimalNumber) {
    EXPECT_EQ(number("1.5e2 and more"), 150);
    EXPECT_EQ(number("  +3"), 3);
    EXPECT_EQ(number("-.5"), -0.5);
    EXPECT_EQ(number("1e999"), HUGE_VAL);
    for (const char* none : {"", " ", "-", "0x10", "inf", "nan", "apples"})
        EXPECT_EQ(number(none), 0) << none;
}

TEST(SqlRow, ShowsNumbersAsSqliteDoes) {
    EXPECT_EQ(text(0.1), "0.1");
    EXPECT_EQ(text(1.0), "1.0");
    EXPECT_EQ(text(1e20), "1.0e+20");
    EXPECT_EQ(text(-HUGE_VAL), "-Inf");
    EXPECT_EQ(text(std::int64_t(-7)), "-7");
    EXPECT_EQ(text(std::monostate()), "");
}

TEST(SqlRow, AColumnThatIsNotThereThrows) {
    const SqlRow row({std::monostate()});
    EXPECT_TRUE(row.is_null(0));
    EXPECT_THROW((void)row.integer(1), std::out_of_range);
}

}  // namespace
}  // namespace confab::test
