#include "plugins/people/introduction.hpp"

#include <gtest/gtest.h>

namespace confab::people {
namespace {

const Identity kAlice(AccountId("libera"), UserId("alice"));
const Identity kBob(AccountId("matrix"), UserId("@bob:x"));
const Identity kEve(AccountId("discord"), UserId("1"));

TEST(Introduction, TellsAllThatIsGiven) {
    EXPECT_EQ(introduce(kAlice, Assurance::account, {"owner", "moderators"}, {kBob, kEve}),
              "You are libera/alice. The network vouches for your account.\n"
              "Roles: owner, moderators\n"
              "Also you: matrix/@bob:x, discord/1");
}

TEST(Introduction, LeavesOutWhatIsNot) {
    EXPECT_EQ(introduce(kAlice, Assurance::none, {}, {}),
              "You are libera/alice. The network does not vouch for you: anybody could have this name.\n"
              "Roles: none");
}

}  // namespace
}  // namespace confab::people
