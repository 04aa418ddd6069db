#include "adapters/irc/send/pace.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

TEST(IrcPace, IsCarefulWhereNothingIsKnown) {
    EXPECT_EQ(pace_of("", "", false), kCarefulPace);
    EXPECT_EQ(pace_of("SomeNet", "somed-1.0", false), kCarefulPace);
}

TEST(IrcPace, IsWhatTheNetworkAllowsWhateverItsServer) {
    const Pace rizon = pace_of("Rizon", "", false);
    EXPECT_NE(rizon, kCarefulPace);
    EXPECT_EQ(pace_of("rizon", "solanum-1.0", false), rizon);
    EXPECT_EQ(pace_of("Rizon2", "", false), kCarefulPace) << "another network";
}

TEST(IrcPace, IsWhatTheServerAllowsOnAnUnknownNetwork) {
    EXPECT_NE(pace_of("MyNet", "ngircd-26.1", false), kCarefulPace);
    EXPECT_EQ(pace_of("MyNet", "InspIRCd-4.", false), pace_of("", "inspircd-3", false));
    EXPECT_EQ(pace_of("MyNet", "solanu", false), kCarefulPace);
}

TEST(IrcPace, IsNoneWhereTheServerSlowsUsDownItself) {
    EXPECT_EQ(pace_of("Rizon", "ngircd-26.1", true).interval, Duration(0));
}

}  // namespace
}  // namespace confab::irc
