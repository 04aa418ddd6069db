#include "adapters/irc/state/id_table.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace confab::irc {
namespace {

// Few different hashes, so that everything collides with something.
std::uint32_t bad_hash(std::uint32_t id) {
    return (id % 7) * 0x20000000U;
}

std::set<std::uint32_t> all(const IdTable& table) {
    std::set<std::uint32_t> ids;
    table.each([&](std::uint32_t id) { return ids.insert(id).second; });
    return ids;
}

TEST(IrcIdTable, HoldsExactlyWhatWasPutInAndNotTakenOut) {
    std::mt19937 random(7);
    IdTable table;
    std::set<std::uint32_t> expected;
    for (int i = 0; i < 20'000; ++i) {
        const std::uint32_t id = random() % 300;
        if (expected.insert(id).second) {
            table.insert(id, bad_hash);
        } else {
            EXPECT_TRUE(table.erase(id, bad_hash));
            expected.erase(id);
        }
        EXPECT_FALSE(table.erase(1'000, bad_hash));
    }
    EXPECT_EQ(all(table), expected);
    EXPECT_EQ(table.size(), expected.size());
    for (std::uint32_t id = 0; id < 300; ++id) {
        const auto is_it = [&](std::uint32_t candidate) {
            return candidate == id;
        };
        EXPECT_EQ(table.find(bad_hash(id), is_it) == id, expected.contains(id)) << id;
    }
}

TEST(IrcIdTable, StopsWhenTheVisitorHasSeenEnough) {
    IdTable table;
    for (std::uint32_t id = 0; id < 10; ++id) table.insert(id, bad_hash);
    int seen = 0;
    table.each([&](std::uint32_t) { return ++seen < 3; });
    EXPECT_EQ(seen, 3);
}

}  // namespace
}  // namespace confab::irc
