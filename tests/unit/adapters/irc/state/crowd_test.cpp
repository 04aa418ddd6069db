#include "adapters/irc/state/crowd.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
constexpr TimePoint kStart{};

User person(const std::string& name) {
    return User(UserId(name), name, Assurance::none);
}

ChannelRef where(const char* channel) {
    return ChannelRef(AccountId("net"), ChannelId(channel));
}

const MembersChanged& members(const Event& event) {
    return std::get<MembersChanged>(event);
}

TEST(IrcCrowd, KnowsANetsplitByItsText) {
    for (const char* text : {"irc.example.org irc2.example.org", "*.net *.split", "a.b c.d"})
        EXPECT_TRUE(Crowd::is_split(text)) << text;
    for (const char* text : {"", "irc.example.org", "irc.example.org ", " irc.example.org", "Quit: a.b c.d",
                             "a.b c.d e.f", "bye bye", "see example.org", ". .", "a.b. .c.d", "a.b c!d.e"})
        EXPECT_FALSE(Crowd::is_split(text)) << text;
}

TEST(IrcCrowd, TellsOnceWhatHappenedToMany) {
    Crowd crowd;
    for (int i = 0; i < 3; ++i)
        crowd.add(where("#a"), person("n" + std::to_string(i)), MembershipChange::left, "a.b c.d", kStart);
    crowd.add(where("#b"), person("n0"), MembershipChange::left, "a.b c.d", kStart);
    EXPECT_EQ(crowd.next_timeout(), kStart + seconds(1));
    EXPECT_TRUE(crowd.take(kStart).empty());
    const std::vector<Event> events = crowd.take(kStart + seconds(1));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(members(events[0]).where.channel.str(), "#a");
    EXPECT_EQ(members(events[0]).users.size(), 3U);
    EXPECT_EQ(members(events[0]).detail, "a.b c.d");
    EXPECT_EQ(members(events[1]).users.size(), 1U);
    EXPECT_EQ(crowd.next_timeout(), TimePoint::max());
}

TEST(IrcCrowd, WaitsForStragglersButNotForEver) {
    Crowd crowd;
    for (int i = 0; i < 20; ++i)
        crowd.add(where("#a"), person("n"), MembershipChange::left, "a.b c.d", kStart + Duration(400 * i));
    EXPECT_EQ(crowd.next_timeout(), kStart + seconds(5));
}

TEST(IrcCrowd, TellsOfLeavingBeforeComingBack) {
    Crowd crowd;
    crowd.add(where("#a"), person("n"), MembershipChange::left, "a.b c.d", kStart);
    crowd.add(where("#a"), person("n"), MembershipChange::joined, "a.b c.d", kStart);
    crowd.add(where("#a"), person("m"), MembershipChange::left, "a.b c.d", kStart + seconds(1));
    EXPECT_TRUE(crowd.take(kStart + seconds(1)).empty());
    const std::vector<Event> events = crowd.take(kStart + seconds(2));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(members(events[0]).change, MembershipChange::left);
    EXPECT_EQ(members(events[1]).change, MembershipChange::joined);
}

TEST(IrcCrowd, RemembersWhoWasSplitAwayForAWhile) {
    Crowd crowd;
    crowd.on_split("alice", "a.b c.d", kStart);
    EXPECT_EQ(crowd.split_of("bob", kStart), std::nullopt);
    EXPECT_EQ(crowd.split_of("alice", kStart + minutes(10)), "a.b c.d");
    EXPECT_EQ(crowd.split_of("alice", kStart + minutes(10) + seconds(20)), "a.b c.d") << "her other channels";
    EXPECT_EQ(crowd.split_of("alice", kStart + minutes(11)), std::nullopt) << "she left by herself since";
    crowd.on_split("carol", "a.b c.d", kStart);
    EXPECT_EQ(crowd.next_timeout(), kStart + minutes(30));
    EXPECT_TRUE(crowd.take(kStart + minutes(30)).empty());
    EXPECT_EQ(crowd.split_of("carol", kStart + minutes(30)), std::nullopt);
    EXPECT_EQ(crowd.next_timeout(), TimePoint::max());
}

TEST(IrcCrowd, CountsJoinsPerChannel) {
    Crowd crowd;
    for (unsigned i = 0; i < Crowd::kFlood; ++i) EXPECT_FALSE(crowd.is_flood("#a", kStart));
    EXPECT_TRUE(crowd.is_flood("#a", kStart + seconds(2)));
    EXPECT_FALSE(crowd.is_flood("#b", kStart + seconds(2)));
    EXPECT_FALSE(crowd.is_flood("#a", kStart + seconds(5)));
}

TEST(IrcCrowd, IsBounded) {
    Crowd crowd;
    for (std::size_t i = 0; i < Crowd::kMaxAway + 10; ++i)
        crowd.on_split("n" + std::to_string(i), "a.b c.d", kStart);
    EXPECT_TRUE(crowd.split_of("n0", kStart));
    EXPECT_FALSE(crowd.split_of("n" + std::to_string(Crowd::kMaxAway), kStart));
    for (int i = 0; i < 50; ++i)
        crowd.on_split("x" + std::to_string(i), std::to_string(i) + ".x y.z", kStart);
    for (std::size_t i = 0; i < Crowd::kMaxWaiting; ++i) {
        EXPECT_FALSE(crowd.is_full());
        crowd.add(where("#a"), person("n"), MembershipChange::left, {}, kStart);
    }
    EXPECT_TRUE(crowd.is_full());
    EXPECT_EQ(crowd.take(kStart, true).size(), 1U);
    EXPECT_FALSE(crowd.is_full());
}

}  // namespace
}  // namespace confab::irc
