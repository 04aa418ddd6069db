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

Lines join_all(Channels channels, const Isupport& isupport = kIsupport) {
    std::vector<std::string> too_many;
    return channels.join_all(isupport, too_many);
}

TEST(IrcChannels, JoinsSeveralWithOneLineKeysFirst) {
    EXPECT_EQ(join_all(Channels({"#a", "#secret key", "#b"}, {"#c k2"})),
              (Lines{"JOIN #secret,#c,#a,#b key,k2"}));
    EXPECT_EQ(join_all(Channels({}, {})), Lines{});
}

TEST(IrcChannels, KeepsEveryJoinWithinTheLine) {
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i)
        names.push_back("#channel-number-" + std::to_string(i) + " key" + std::to_string(i));
    std::size_t joined = 0;
    for (const std::string& line : join_all(Channels(names, {}))) {
        EXPECT_LE(line.size(), 510U);
        joined += static_cast<std::size_t>(std::count(line.begin(), line.end(), '#'));
    }
    EXPECT_EQ(joined, 200U);
}

TEST(IrcChannels, ComesBackAfterAKickLaterEachTimeButNotForEver) {
    Channels channels({"#a"}, {});
    for (int kick = 0; kick < 3; ++kick) {
        channels.on_kicked("#A", kIsupport, kStart);
        const TimePoint due = kStart + seconds(10 << kick);
        EXPECT_EQ(channels.on_timeout(due - seconds(1)), Lines{});
        EXPECT_EQ(channels.next_timeout(), due);
        EXPECT_EQ(channels.on_timeout(due), (Lines{"JOIN #a"}));
        channels.on_joined("#a", kIsupport, kStart);
    }
    channels.on_kicked("#a", kIsupport, kStart + minutes(50));
    EXPECT_EQ(channels.next_timeout(), TimePoint::max());
    channels.on_joined("#a", kIsupport, kStart);
    channels.on_kicked("#a", kIsupport, kStart + minutes(60));
    EXPECT_EQ(channels.next_timeout(), kStart + minutes(60) + seconds(10)) << "it was let stay for an hour";
}

TEST(IrcChannels, TriesARefusedChannelEverMoreSeldom) {
    Channels channels({"#a"}, {});
    TimePoint now = kStart;
    std::vector<long> pauses;
    for (int i = 0; i < 6; ++i) {
        EXPECT_TRUE(channels.on_refused("#a", Refusal::by_settings, kIsupport, now));
        pauses.push_back(std::chrono::duration_cast<minutes>(channels.next_timeout() - now).count());
        now = channels.next_timeout();
        EXPECT_EQ(channels.on_timeout(now), (Lines{"JOIN #a"}));
    }
    EXPECT_EQ(pauses, (std::vector<long>{5, 10, 20, 40, 60, 60}));
}

TEST(IrcChannels, TriesARefusedChannelAgainOnceLoggedIn) {
    Channels channels({"#a", "#b key"}, {});
    EXPECT_TRUE(channels.on_refused("#b", Refusal::by_settings, kIsupport, kStart));
    EXPECT_FALSE(channels.on_refused("#other", Refusal::by_settings, kIsupport, kStart));
    EXPECT_EQ(channels.on_logged_in(), (Lines{"JOIN #b key"}));
    EXPECT_EQ(channels.on_logged_in(), Lines{});
    EXPECT_EQ(channels.next_timeout(), TimePoint::max());
}

TEST(IrcChannels, UsesTheKeyThatIsSetWhileItIsIn) {
    Channels channels({"#a old"}, {});
    channels.on_joined("#a", kIsupport, kStart);
    channels.on_key("#A", "new", kIsupport);
    channels.on_key("#a", "*", kIsupport);  // how some servers hide it
    channels.on_key("#a", "x,y", kIsupport);
    channels.on_kicked("#a", kIsupport, kStart);
    EXPECT_EQ(channels.on_timeout(kStart + seconds(10)), (Lines{"JOIN #a new"}));
}

TEST(IrcChannels, DeclinesInvitationsBeyondABound) {
    ChannelPolicy open;
    open.join_on_invite = true;
    Channels channels({}, {}, open);
    for (std::size_t i = 0; i < Channels::kMaxInvited + 50; ++i)
        channels.on_invited("#c" + std::to_string(i), kIsupport);
    EXPECT_EQ(channels.invited().size(), Channels::kMaxInvited);
}

}  // namespace
}  // namespace confab::irc
