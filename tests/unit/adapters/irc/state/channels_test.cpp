#include "adapters/irc/state/channels.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;
using std::chrono::minutes;
using std::chrono::seconds;
constexpr TimePoint kStart{};
const Isupport kIsupport;

TEST(IrcChannels, JoinsSeveralWithOneLineKeysFirst) {
    EXPECT_EQ(Channels({"#a", "#secret key", "#b"}).join_all(510), (Lines{"JOIN #secret,#a,#b key"}));
    EXPECT_EQ(Channels({}).join_all(510), Lines{});
}

TEST(IrcChannels, KeepsEveryJoinWithinTheLine) {
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i) names.push_back("#channel-number-" + std::to_string(i));
    std::size_t joined = 0;
    for (const std::string& line : Channels(names).join_all(510)) {
        EXPECT_LE(line.size(), 510U);
        joined += static_cast<std::size_t>(std::count(line.begin(), line.end(), '#'));
    }
    EXPECT_EQ(joined, 200U);
}

TEST(IrcChannels, ComesBackAfterAKickButNotForEver) {
    Channels channels({"#a"});
    for (int kick = 0; kick < 3; ++kick) {
        channels.on_kicked("#A", kIsupport, kStart);
        EXPECT_EQ(channels.on_timeout(kStart + seconds(9)), Lines{});
        EXPECT_EQ(channels.next_timeout(), kStart + seconds(10));
        EXPECT_EQ(channels.on_timeout(kStart + seconds(10)), (Lines{"JOIN #a"}));
        channels.on_joined("#a", kIsupport);
    }
    channels.on_kicked("#a", kIsupport, kStart);
    EXPECT_EQ(channels.next_timeout(), TimePoint::max());
}

TEST(IrcChannels, TriesARefusedChannelAgainLaterOrOnceLoggedIn) {
    Channels channels({"#a", "#b key"});
    EXPECT_TRUE(channels.on_refused("#b", kIsupport, kStart));
    EXPECT_FALSE(channels.on_refused("#other", kIsupport, kStart));
    EXPECT_EQ(channels.next_timeout(), kStart + minutes(5));
    EXPECT_EQ(channels.on_logged_in(), (Lines{"JOIN #b key"}));
    EXPECT_EQ(channels.on_logged_in(), Lines{});
    EXPECT_EQ(channels.next_timeout(), TimePoint::max());
}

}  // namespace
}  // namespace confab::irc
