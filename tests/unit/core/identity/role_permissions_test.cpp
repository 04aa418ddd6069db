#include "core/identity/role_permissions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::RoleEntry;
using core::RolePermissions;
using testing::ElementsAre;
using testing::IsEmpty;

/// Everybody alone, but for one person of several identities.
class OnePerson final : public People {
public:
    std::vector<Identity> linked;
    PersonId person_of(const Identity& who) const override {
        for (const Identity& other : linked)
            if (other == who) return PersonId("one");
        return PersonId(who.account.str() + "/" + who.user.str());
    }
    std::vector<Identity> identities_of(const PersonId& person) const override {
        if (person.str() == "one") return linked;
        const std::size_t slash = person.str().find('/');
        return {Identity(AccountId(person.str().substr(0, slash)), UserId(person.str().substr(slash + 1)))};
    }
    Result<std::string> begin_link(const AccountId&, const User&) override { return std::string(); }
    Task<Result<PersonId>> finish_link(AccountId, User, std::string) override { co_return PersonId(); }
    Task<Result<void>> unlink(Identity) override { co_return Result<void>(); }
};

RoleEntry role(std::string name, std::vector<std::string> members, std::vector<std::string> allow,
               Assurance assurance = Assurance::account) {
    RoleEntry entry;
    entry.name = std::move(name);
    entry.members = std::move(members);
    entry.allow = std::move(allow);
    entry.assurance = assurance;
    return entry;
}

class RolePermissionsTest : public testing::Test {
protected:
    bool allows(const char* account, const char* user, std::string_view permission,
                Assurance assurance = Assurance::account) {
        return permissions_.allows(AccountId(account), User(UserId(user), user, assurance), permission);
    }
    std::vector<std::string> roles(const char* account, const char* user,
                                   Assurance assurance = Assurance::account) {
        return permissions_.roles_of(AccountId(account), User(UserId(user), user, assurance));
    }
    OnePerson people_;
    RolePermissions permissions_{
        {"libera/root"},
        {role("moderators", {"libera/alice", "matrix/@bob:x"}, {"tag.write", "plugins.*"}),
         role("everything", {"libera/carol"}, {"*"}),
         role("guests", {"libera/guest", "matrix/@bob:x"}, {"say"}, Assurance::none),
         role("careful", {"matrix/@bob:x"}, {"mail.read"}, Assurance::strong)},
        people_};
};

TEST_F(RolePermissionsTest, WhatNoRoleGivesIsDenied) {
    EXPECT_TRUE(allows("libera", "alice", "tag.write"));
    EXPECT_FALSE(allows("libera", "alice", "tag.read"));
    EXPECT_FALSE(allows("libera", "alice", "tag.write.all"));
    EXPECT_FALSE(allows("libera", "mallory", "tag.write"));
    EXPECT_FALSE(allows("oftc", "alice", "tag.write"));
    EXPECT_THAT(roles("libera", "mallory"), IsEmpty());
}

TEST_F(RolePermissionsTest, AStarAtTheEndIsAllThatBeginsSo) {
    EXPECT_TRUE(allows("libera", "alice", "plugins.load"));
    EXPECT_FALSE(allows("libera", "alice", "plugins"));
    EXPECT_TRUE(allows("libera", "carol", "anything.at.all"));
}

TEST_F(RolePermissionsTest, OwnersMayAllAndNobodyElseWhatIsTheirs) {
    EXPECT_TRUE(allows("libera", "root", "owner"));
    EXPECT_TRUE(allows("libera", "root", "tag.write"));
    EXPECT_FALSE(allows("libera", "carol", "owner"));
    EXPECT_THAT(roles("libera", "root"), ElementsAre("owner"));
}

TEST_F(RolePermissionsTest, WhomTheNetworkDoesNotVouchForHasNothing) {
    EXPECT_FALSE(allows("libera", "root", "owner", Assurance::host));
    EXPECT_FALSE(allows("libera", "alice", "tag.write", Assurance::none));
    EXPECT_TRUE(allows("libera", "guest", "say", Assurance::none));
    EXPECT_FALSE(allows("matrix", "@bob:x", "mail.read", Assurance::account));
    EXPECT_TRUE(allows("matrix", "@bob:x", "mail.read", Assurance::strong));
    EXPECT_THAT(roles("matrix", "@bob:x", Assurance::none), ElementsAre("guests"));
}

TEST_F(RolePermissionsTest, LinkedIdentitiesShareWhatTheyAreGiven) {
    people_.linked = {Identity(AccountId("libera"), UserId("root")), Identity(AccountId("oftc"), UserId("r")),
                      Identity(AccountId("matrix"), UserId("@bob:x"))};
    EXPECT_TRUE(allows("oftc", "r", "owner"));
    EXPECT_THAT(roles("oftc", "r"), ElementsAre("owner", "moderators", "guests"));
    // As strongly as the identity that asks is vouched for, not as another one of the person is.
    EXPECT_THAT(roles("oftc", "r", Assurance::strong),
                ElementsAre("owner", "moderators", "guests", "careful"));
    EXPECT_THAT(roles("oftc", "r", Assurance::none), IsEmpty());
    EXPECT_FALSE(allows("oftc", "r", "say", Assurance::none));
}

}  // namespace
}  // namespace confab::test
