#include "core/text/wildcard.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::matches_wildcards;

TEST(Wildcards, NeedTheWholeText) {
    EXPECT_TRUE(matches_wildcards("Hello", "Hello"));
    EXPECT_FALSE(matches_wildcards("Hello", "Hello!"));
    EXPECT_FALSE(matches_wildcards("", "x"));
}

TEST(Wildcards, StandForAnyText) {
    EXPECT_TRUE(matches_wildcards("...", ""));
    EXPECT_TRUE(matches_wildcards("a...c...e", "abcde"));
    EXPECT_TRUE(matches_wildcards("a...b...b", "abb"));
    EXPECT_FALSE(matches_wildcards("a...b...b", "ab"));
    EXPECT_FALSE(matches_wildcards("ab...ba", "aba"));
    EXPECT_TRUE(matches_wildcards("......", "x"));
}

}  // namespace
}  // namespace confab::test
