#include "adapters/irc/login/sts.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using std::chrono::seconds;

TEST(IrcSts, ReadsWhatAServerOffers) {
    const StsOffer both = StsOffer::parse("duration=5184000,port=6697,preload");
    EXPECT_EQ(both.port, 6697);
    EXPECT_EQ(both.duration, seconds(5'184'000));
    EXPECT_EQ(StsOffer::parse("duration=0").duration, seconds(0));
    EXPECT_FALSE(StsOffer::parse("").port);
}

TEST(IrcSts, SkipsWhatMakesNoSense) {
    for (const char* text : {"port=0", "port=65536", "port=-1", "port=", "port", "port=12x", "Port=6697"})
        EXPECT_FALSE(StsOffer::parse(text).port) << text;
    for (const char* text : {"duration=-5", "duration=1e3", "duration=99999999999999999999", "duration"})
        EXPECT_FALSE(StsOffer::parse(text).duration) << text;
    EXPECT_EQ(StsOffer::parse("duration=9000000000000000000").duration, seconds(315'360'000))
        << "far from any overflow";
}

TEST(IrcSts, KeepsAPolicyAsText) {
    const StsPolicy policy(6697, WallTime(seconds(1'700'000'000)));
    EXPECT_EQ(policy.to_text(), "6697 1700000000");
    const auto read = StsPolicy::from_text(policy.to_text());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->port, 6697);
    EXPECT_TRUE(read->holds(WallTime(seconds(1'699'999'999))));
    EXPECT_FALSE(read->holds(WallTime(seconds(1'700'000'000))));
    for (const char* text : {"", "6697", "0 1", "6697 x", "x 5", "6697 -5", "6697 9000000000000000000"})
        EXPECT_FALSE(StsPolicy::from_text(text)) << text;
}

}  // namespace
}  // namespace confab::irc
