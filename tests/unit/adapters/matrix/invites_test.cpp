#include "adapters/matrix/invites.hpp"

#include <gtest/gtest.h>

namespace confab::matrix {
namespace {

TEST(MatrixInvites, AcceptsListedUsersAndServersOnly) {
    const InvitePolicy policy({"@alice:example.org", "*:friends.example"});
    EXPECT_TRUE(policy.accepts("@alice:example.org"));
    EXPECT_TRUE(policy.accepts("@anyone:friends.example"));
    EXPECT_FALSE(policy.accepts("@mallory:example.org"));
    EXPECT_FALSE(policy.accepts("@alice:example.org.evil"));
}

TEST(MatrixInvites, AcceptsNobodyByDefault) {
    EXPECT_FALSE(InvitePolicy({}).accepts("@alice:example.org"));
}

TEST(MatrixInvites, MatchesSeveralStars) {
    EXPECT_TRUE(glob_match("@*bot*:hs", "@mybot2:hs"));
    EXPECT_TRUE(glob_match("*", ""));
    EXPECT_FALSE(glob_match("@*bot*:hs", "@alice:hs"));
    EXPECT_FALSE(glob_match("", "x"));
}

TEST(MatrixInvites, MatchesAHostilePatternInBoundedTime) {
    EXPECT_FALSE(glob_match("*a*a*a*a*a*a*a*a*b", std::string(250, 'a')));
}

}  // namespace
}  // namespace confab::matrix
