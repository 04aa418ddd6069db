#include "core/identity/linked_people.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/random.hpp"
#include "tests/support/manual_clock.hpp"

namespace confab::test {
namespace {

using core::Database;
using core::LinkedPeople;
using testing::ElementsAre;
using testing::IsEmpty;

Identity identity(const char* account, const char* user) {
    return Identity(AccountId(account), UserId(user));
}
User user(const char* id, Assurance assurance = Assurance::account) {
    return User(UserId(id), id, assurance);
}

const Identity kAlice = identity("libera", "alice");
const Identity kBob = identity("matrix", "@bob:example.org");
const Identity kCarol = identity("discord", "1234");

class World {
public:
    explicit World(TestRuntime& runtime) : rt(runtime), clock(runtime) { restart(); }
    void restart() {
        people = std::make_unique<LinkedPeople>(rt.runtime(), clock, random, *database, rt.log());
    }
    /// `second` shows a code of `first`.
    Task<Result<PersonId>> link(Identity first, Identity second) {
        const Result<std::string> code = people->begin_link(first.account, user(first.user.str().c_str()));
        if (!code) co_return code.error();
        co_return co_await people->finish_link(second.account, user(second.user.str().c_str()), *code);
    }
    std::vector<Identity> all_of(const Identity& who) {
        return people->identities_of(people->person_of(who));
    }

    TestRuntime& rt;
    ManualClock clock;
    core::CoreRandom random;
    std::unique_ptr<Database> database = *Database::open(":memory:");
    std::unique_ptr<LinkedPeople> people;
};

#define PEOPLE_TEST(name)      \
    Task<void> name(World& w); \
    TEST(LinkedPeople, name) { \
        TestRuntime rt;        \
        World world(rt);       \
        rt.run(name(world));   \
    }                          \
    Task<void> name(World& w)

PEOPLE_TEST(WhoIsNotLinkedIsAPersonOfTheirOwn) {
    EXPECT_NE(w.people->person_of(kAlice), w.people->person_of(kBob));
    EXPECT_THAT(w.all_of(kBob), ElementsAre(kBob));
    EXPECT_THAT(w.people->identities_of(PersonId("nobody")), IsEmpty());
    const auto done = co_await w.people->unlink(kAlice);
    EXPECT_TRUE(done.has_value());
}

PEOPLE_TEST(LinkedIdentitiesAreOnePersonOverARestart) {
    const PersonId before = w.people->person_of(kAlice);
    const auto person = co_await w.link(kAlice, kBob);
    EXPECT_EQ(*person, before);
    const auto more = co_await w.link(kBob, kCarol);
    EXPECT_EQ(*more, before);
    EXPECT_THAT(w.all_of(kCarol), ElementsAre(kAlice, kBob, kCarol));
    w.restart();
    EXPECT_EQ(w.people->person_of(kBob), before);
    EXPECT_THAT(w.all_of(kAlice), ElementsAre(kAlice, kBob, kCarol));
}

PEOPLE_TEST(TwoPersonsOfSeveralIdentitiesBecomeOne) {
    const Identity dave = identity("oftc", "dave");
    (void)co_await w.link(kAlice, kBob);
    (void)co_await w.link(kCarol, dave);
    const auto person = co_await w.link(dave, kBob);
    EXPECT_EQ(*person, PersonId("discord/1234"));
    w.restart();
    EXPECT_THAT(w.all_of(kAlice), ElementsAre(kCarol, dave, kAlice, kBob));
    EXPECT_THAT(w.people->identities_of(PersonId("libera/alice")), IsEmpty());
}

PEOPLE_TEST(WhoIsUnlinkedIsAloneAgain) {
    (void)co_await w.link(kAlice, kBob);
    const auto done = co_await w.people->unlink(kBob);
    EXPECT_TRUE(done.has_value());
    EXPECT_THAT(w.all_of(kAlice), ElementsAre(kAlice));
    EXPECT_THAT(w.all_of(kBob), ElementsAre(kBob));
    EXPECT_EQ(w.people->person_of(kBob), PersonId("matrix/@bob:example.org"));
    w.restart();
    EXPECT_THAT(w.all_of(kAlice), ElementsAre(kAlice));
    EXPECT_TRUE(w.database->scan("core/people", "", 10)->empty());
}

PEOPLE_TEST(TheIdStaysWithTheOthersWhenItsFirstOwnerLeaves) {
    (void)co_await w.link(kAlice, kBob);
    (void)co_await w.link(kAlice, kCarol);
    const PersonId shared = w.people->person_of(kAlice);
    (void)co_await w.people->unlink(kAlice);
    w.restart();
    EXPECT_EQ(w.people->person_of(kBob), shared);
    EXPECT_THAT(w.all_of(kBob), ElementsAre(kBob, kCarol));
    EXPECT_NE(w.people->person_of(kAlice), shared);
    EXPECT_THAT(w.all_of(kAlice), ElementsAre(kAlice));
    // And back, and out again: never the id that the others have.
    (void)co_await w.link(kAlice, identity("oftc", "al"));
    (void)co_await w.people->unlink(kAlice);
    EXPECT_NE(w.people->person_of(kAlice), shared);
    EXPECT_THAT(w.all_of(kCarol), ElementsAre(kBob, kCarol));
}

PEOPLE_TEST(OnlyWhomANetworkVouchesForCanLink) {
    const auto none = w.people->begin_link(kAlice.account, user("alice", Assurance::host));
    EXPECT_EQ(none.error().code(), Errc::unauthorized);
    const auto code = w.people->begin_link(kAlice.account, user("alice"));
    const auto unsure =
        co_await w.people->finish_link(kBob.account, user("@bob:example.org", Assurance::none), *code);
    EXPECT_EQ(unsure.error().code(), Errc::unauthorized);
    const auto sure = co_await w.people->finish_link(kBob.account, user("@bob:example.org"), *code);
    EXPECT_TRUE(sure.has_value());
}

PEOPLE_TEST(CodesAgeByTheClock) {
    const auto code = w.people->begin_link(kAlice.account, user("alice"));
    w.clock.advance(Duration(600'000));
    const auto late = co_await w.people->finish_link(kBob.account, user("@bob:example.org"), *code);
    EXPECT_EQ(late.error().code(), Errc::unauthorized);
    const auto next = w.people->begin_link(kAlice.account, user("alice"));
    w.people->revoke_code(*next);
    const auto revoked = co_await w.people->finish_link(kBob.account, user("@bob:example.org"), *next);
    EXPECT_EQ(revoked.error().code(), Errc::unauthorized);
    EXPECT_NE(w.people->person_of(kAlice), w.people->person_of(kBob));
}

PEOPLE_TEST(LinkingTwiceChangesNothing) {
    (void)co_await w.link(kAlice, kBob);
    const auto again = co_await w.link(kBob, kAlice);
    EXPECT_EQ(*again, PersonId("libera/alice"));
    EXPECT_THAT(w.all_of(kBob), ElementsAre(kAlice, kBob));
}

PEOPLE_TEST(APersonHasABoundedNumberOfIdentities) {
    for (std::size_t i = 1; i < LinkedPeople::kMostIdentities; ++i) {
        const std::string name = "a" + std::to_string(i);
        const auto linked = co_await w.link(kAlice, identity("x", name.c_str()));
        EXPECT_TRUE(linked.has_value());
    }
    const auto beyond = co_await w.link(kAlice, kBob);
    EXPECT_EQ(beyond.error().code(), Errc::too_large);
}

}  // namespace
}  // namespace confab::test
