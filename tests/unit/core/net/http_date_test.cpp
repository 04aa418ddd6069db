#include "core/net/http_date.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

const WallTime kExample{std::chrono::seconds(784111777)};

TEST(HttpDate, ReadsAllThreeFormsOfTheStandard) {
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), kExample);
    EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), kExample);
    EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), kExample);
}

TEST(HttpDate, WritesThePreferredForm) {
    EXPECT_EQ(format_http_date(kExample), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(HttpDate, ReadsWhatItWrote) {
    for (const long second : {0L, 951826154L, 1709164800L, 4102444799L}) {
        const WallTime time{std::chrono::seconds(second)};
        EXPECT_EQ(parse_http_date(format_http_date(time)), time) << second;
    }
}

TEST(HttpDate, TakesADateBeyondTheClockForItsFirstOrLastMoment) {
    EXPECT_EQ(format_http_date(parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT").value()),
              "Wed, 01 Jan 2200 00:00:00 GMT");
    EXPECT_EQ(parse_http_date("Mon, 01 Jan 1900 00:00:00 GMT"), WallTime());
}

TEST(HttpDate, RefusesWhatIsNoDate) {
    for (const char* bad :
         {"", "0", "-1", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 32 Nov 1994 08:49:37 GMT",
          "Sun, 30 Feb 1994 08:49:37 GMT", "Sun, 257 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, 06 Nvo 1994 08:49:37 GMT", "Sun, 06 Nov 99999999999 08:49:37 GMT", "a b c d e f g h i",
          "Sun, 06 Nov 1994 08:49:37 PST"})
        EXPECT_EQ(parse_http_date(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace confab::core
