#include "adapters/irc/state/roster.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

const Isupport kIsupport;

TEST(IrcRoster, KnowsTheAccountFromJoinAndAccountLines) {
    Roster roster;
    roster.on_join("Alice", "alice_acc", "#c", kIsupport);
    roster.on_join("bob", "*", "#c", kIsupport);
    EXPECT_EQ(roster.account("ALICE", kIsupport), "alice_acc");
    EXPECT_EQ(roster.account("bob", kIsupport), "");
    roster.on_account("bob", "bobby", kIsupport);
    EXPECT_EQ(roster.nick_of("bobby"), "bob");
    roster.on_account("bob", "*", kIsupport);
    EXPECT_EQ(roster.account("bob", kIsupport), "");
}

TEST(IrcRoster, ForgetsWhomItNoLongerSees) {
    Roster roster;
    roster.on_join("alice", "acc", "#a", kIsupport);
    roster.on_join("alice", "acc", "#b", kIsupport);
    roster.on_part("alice", "#a", kIsupport);
    EXPECT_EQ(roster.account("alice", kIsupport), "acc");
    roster.on_channel_left("#B", kIsupport);
    EXPECT_EQ(roster.account("alice", kIsupport), "") << "somebody else may have that nick by now";
    roster.on_join("alice", "acc", "#a", kIsupport);
    roster.on_quit("alice", kIsupport);
    EXPECT_EQ(roster.account("alice", kIsupport), "");
}

TEST(IrcRoster, FollowsARename) {
    Roster roster;
    roster.on_join("alice", "acc", "#a", kIsupport);
    roster.on_join("old", "other", "#a", kIsupport);
    roster.on_rename("alice", "old", kIsupport);
    EXPECT_EQ(roster.account("alice", kIsupport), "");
    EXPECT_EQ(roster.account("old", kIsupport), "acc");
    EXPECT_EQ(roster.channels("old", kIsupport), (std::vector<std::string>{"#a"}));
}

TEST(IrcRoster, DoesNotGrowWithoutBound) {
    Roster roster;
    for (std::size_t i = 0; i <= Roster::kMaxPeople; ++i)
        roster.on_join("n" + std::to_string(i), "acc", "#a", kIsupport);
    EXPECT_EQ(roster.account("n0", kIsupport), "acc");
    EXPECT_EQ(roster.account("n" + std::to_string(Roster::kMaxPeople), kIsupport), "");
}

}  // namespace
}  // namespace confab::irc
