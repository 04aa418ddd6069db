#include "core/identity/person_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::IsEmpty;

const Identity kAlice(AccountId("libera"), UserId("alice"));
const Identity kBob(AccountId("matrix"), UserId("@bob/x:example.org"));

TEST(PersonMap, IdentitiesComeBackFromTheirText) {
    EXPECT_THAT(decode_identities(encode_identities({kAlice, kBob})), ElementsAre(kAlice, kBob));
    EXPECT_THAT(decode_identities(""), IsEmpty());
    EXPECT_THAT(decode_identities("libera"), IsEmpty());
    EXPECT_THAT(decode_identities("libera\nalice\nmatrix"), ElementsAre(kAlice));
    EXPECT_THAT(decode_identities("\nalice"), IsEmpty());
}

TEST(PersonMap, AnIdentityIsNeverTwoPersons) {
    PersonMap map;
    map.set(PersonId("one"), {kAlice});
    map.set(PersonId("two"), {kAlice, kBob});
    EXPECT_EQ(map.person_of(kAlice), PersonId("one"));
    EXPECT_THAT(map.identities_of(PersonId("two")), ElementsAre(kBob));
    EXPECT_THAT(map.identities_of(PersonId("libera/alice")), IsEmpty());
    map.set(PersonId("one"), {});
    EXPECT_EQ(map.person_of(kAlice), PersonId("libera/alice"));
    EXPECT_THAT(map.identities_of(PersonId("libera/alice")), ElementsAre(kAlice));
}

TEST(PersonMap, AUserWhoseIdHasASlashIsFoundByItsPersonId) {
    const PersonMap map;
    EXPECT_THAT(map.identities_of(map.person_of(kBob)), ElementsAre(kBob));
}

}  // namespace
}  // namespace confab::test
