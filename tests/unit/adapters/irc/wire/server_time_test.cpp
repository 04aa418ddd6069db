#include "adapters/irc/wire/server_time.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using namespace std::chrono;

TEST(IrcServerTime, ReadsMillisecondsSinceTheEpoch) {
    EXPECT_EQ(parse_server_time("1970-01-01T00:00:01.500Z"), WallTime(milliseconds(1500)));
    EXPECT_EQ(parse_server_time("2011-10-19T16:40:51.620Z"), WallTime(milliseconds(1'319'042'451'620)));
    EXPECT_EQ(parse_server_time("1970-01-01T00:00:01Z"), WallTime(seconds(1)));
}

TEST(IrcServerTime, CountsALeapSecondAsTheNextOne) {
    EXPECT_EQ(parse_server_time("2016-12-31T23:59:60.000Z"), parse_server_time("2017-01-01T00:00:00.000Z"));
}

TEST(IrcServerTime, RefusesEverythingElse) {
    for (const char* bad :
         {"", "now", "2011-10-19", "2011-10-19T16:40:51.620", "2011-13-19T16:40:51.620Z",
          "2011-02-30T16:40:51.620Z", "2011-10-19T24:00:00.000Z", "2011-10-19T16:40:61.000Z",
          "2011-10-19 16:40:51.620Z", "20a1-10-19T16:40:51.620Z", "2011-10-19T16:40:51.Z",
          "2011-10-19T16:40:51.6x0Z", "6026-10-19T16:40:51.620Z", "0000-01-01T00:00:00.000Z"})
        EXPECT_EQ(parse_server_time(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace confab::irc
