#include "plugins/people/people.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/random.hpp"
#include "core/identity/linked_people.hpp"
#include "core/identity/role_permissions.hpp"
#include "tests/support/fake_context.hpp"

namespace confab::people {
namespace {

using test::FakeContext;
using test::TestRuntime;
using testing::HasSubstr;

core::RoleEntry moderators() {
    core::RoleEntry role;
    role.name = "moderators";
    role.members = {"libera/alice"};
    return role;
}

class World {
public:
    explicit World(TestRuntime& rt)
        : people(rt.runtime(), rt.clock(), random, *database, rt.log()), context(rt) {
        context.provide<People>(people);
        context.provide<Permissions>(permissions);
    }
    Task<std::string> say(const char* account, const char* user, std::string command,
                          std::string argument = "", ChannelKind kind = ChannelKind::direct,
                          Assurance assurance = Assurance::account) {
        MessageReceived event;
        event.channel = Channel(ChannelRef(AccountId(account), ChannelId("here")), "here", kind);
        event.sender = User(UserId(user), user, assurance);
        std::map<std::string, ArgumentValue, std::less<>> arguments;
        if (!argument.empty()) arguments[command == "link" ? "code" : "identity"] = std::move(argument);
        return context.invoke(std::move(command), std::move(event), std::move(arguments));
    }
    Task<std::string> code_for_alice() {
        const std::string answer = co_await say("libera", "alice", "link");
        EXPECT_THAT(answer, testing::StartsWith("Your code is "));
        co_return answer.substr(13, 8);
    }
    Task<void> link_alice_and_bob() {
        std::string code = co_await code_for_alice();
        context.answers.emplace_back("yes");
        const std::string done = co_await say("matrix", "@bob:x", "link", std::move(code));
        EXPECT_EQ(done, "Done. You are also libera/alice. `unlink` undoes it.");
    }
    bool are_linked() const {
        return people.person_of(Identity(AccountId("libera"), UserId("alice"))) ==
               people.person_of(Identity(AccountId("matrix"), UserId("@bob:x")));
    }

    core::CoreRandom random;
    std::unique_ptr<core::Database> database = *core::Database::open(":memory:");
    core::LinkedPeople people;
    core::RolePermissions permissions{{"libera/root"}, {moderators()}, people};
    FakeContext context;
    LinkingPeople plugin;
};

#define PEOPLE_TEST(name)                   \
    Task<void> name(World& w);              \
    Task<void> started_##name(World& w) {   \
        co_await w.plugin.start(w.context); \
        co_await name(w);                   \
    }                                       \
    TEST(PeoplePlugin, name) {              \
        TestRuntime rt;                     \
        World world(rt);                    \
        rt.run(started_##name(world));      \
    }                                       \
    Task<void> name(World& w)

PEOPLE_TEST(LinksWhoShowsTheCodeAndMeansIt) {
    co_await w.link_alice_and_bob();
    EXPECT_TRUE(w.are_linked());
    const std::string who = co_await w.say("matrix", "@bob:x", "whoami");
    EXPECT_THAT(who, HasSubstr("Roles: moderators"));
    EXPECT_THAT(who, HasSubstr("Also you: libera/alice"));
}

PEOPLE_TEST(WhoWasTalkedIntoItCanSayNo) {
    std::string code = co_await w.code_for_alice();
    w.context.answers.emplace_back("no");
    const std::string refused = co_await w.say("matrix", "@bob:x", "link", code);
    EXPECT_THAT(refused, HasSubstr("Nothing was changed"));
    w.context.answers.emplace_back("yes");
    const std::string again = co_await w.say("matrix", "@bob:x", "link", std::move(code));
    EXPECT_THAT(again, HasSubstr("wrong, used, or too old"));
    EXPECT_FALSE(w.are_linked());
}

PEOPLE_TEST(SilenceIsNotYes) {
    std::string code = co_await w.code_for_alice();
    const std::string answer = co_await w.say("matrix", "@bob:x", "link", std::move(code));
    EXPECT_THAT(answer, HasSubstr("Nothing was changed"));
    EXPECT_FALSE(w.are_linked());
}

PEOPLE_TEST(InAGroupNoCodeIsGivenAndOneThatIsShownIsWorthless) {
    const std::string sent_away = co_await w.say("libera", "alice", "link", "", ChannelKind::group);
    EXPECT_EQ(sent_away, "Write me `link` in private.");
    std::string code = co_await w.code_for_alice();
    const std::string seen = co_await w.say("matrix", "@bob:x", "link", code, ChannelKind::group);
    EXPECT_THAT(seen, HasSubstr("worthless now"));
    w.context.answers.emplace_back("yes");
    const std::string late = co_await w.say("matrix", "@bob:x", "link", std::move(code));
    EXPECT_THAT(late, HasSubstr("wrong, used, or too old"));
}

PEOPLE_TEST(WhomTheNetworkDoesNotVouchForGetsNoCodeAndUnlinksNobody) {
    const std::string none =
        co_await w.say("libera", "alice", "link", "", ChannelKind::direct, Assurance::none);
    EXPECT_THAT(none, HasSubstr("does not vouch for you"));
    co_await w.link_alice_and_bob();
    const std::string refused =
        co_await w.say("libera", "alice", "unlink", "", ChannelKind::direct, Assurance::host);
    EXPECT_THAT(refused, HasSubstr("does not vouch for you"));
    EXPECT_TRUE(w.are_linked());
    const std::string who =
        co_await w.say("libera", "alice", "whoami", "", ChannelKind::direct, Assurance::none);
    EXPECT_THAT(who, testing::Not(HasSubstr("@bob")));
    EXPECT_THAT(who, HasSubstr("Roles: none"));
}

PEOPLE_TEST(AChannelNeedNotKnowWhoSomebodyIsElsewhere) {
    co_await w.link_alice_and_bob();
    const std::string who = co_await w.say("matrix", "@bob:x", "whoami", "", ChannelKind::group);
    EXPECT_THAT(who, HasSubstr("You are matrix/@bob:x"));
    EXPECT_THAT(who, testing::Not(HasSubstr("alice")));
}

PEOPLE_TEST(UnlinksOneselfOrAnotherIdentityOfOnes) {
    const std::string alone = co_await w.say("libera", "alice", "unlink");
    EXPECT_EQ(alone, "You are not linked.");
    co_await w.link_alice_and_bob();
    const std::string stranger = co_await w.say("matrix", "@bob:x", "unlink", "libera/root");
    EXPECT_THAT(stranger, HasSubstr("That is not you"));
    const std::string other = co_await w.say("matrix", "@bob:x", "unlink", "libera/alice");
    EXPECT_EQ(other, "Done: libera/alice is a person of its own.");
    EXPECT_FALSE(w.are_linked());
    co_await w.link_alice_and_bob();
    const std::string self = co_await w.say("matrix", "@bob:x", "unlink");
    EXPECT_EQ(self, "Done: matrix/@bob:x is a person of its own.");
    EXPECT_FALSE(w.are_linked());
}

}  // namespace
}  // namespace confab::people
