#include "confab/testing/pattern.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using confab::testing::Pattern;

TEST(Pattern, MatchesTheWholeText) {
    EXPECT_TRUE(Pattern("Hello").matches("Hello"));
    EXPECT_FALSE(Pattern("Hello").matches("Hello!"));
    EXPECT_FALSE(Pattern("Hello").matches("Say Hello"));
    EXPECT_TRUE(Pattern("").matches(""));
}

TEST(Pattern, TakesThreeDotsForAnyText) {
    EXPECT_TRUE(Pattern("...").matches(""));
    EXPECT_TRUE(Pattern("a...").matches("a"));
    EXPECT_TRUE(Pattern("...c").matches("abc"));
    EXPECT_TRUE(Pattern("a...c...e").matches("abcde"));
    EXPECT_FALSE(Pattern("a...c...e").matches("aec"));
    EXPECT_FALSE(Pattern("ab...ba").matches("aba"));
    EXPECT_TRUE(Pattern("......").matches("x"));
}

TEST(Pattern, FindsARegularExpressionAnywhere) {
    EXPECT_TRUE(Pattern::regex("[0-9]+ dice").matches("rolls 3 dice now"));
    EXPECT_FALSE(Pattern::regex("^[0-9]+$").matches("3 dice"));
    EXPECT_EQ(Pattern::regex("a|b").str(), "/a|b/");
}

TEST(Pattern, SaysWhatIsWrongWithARegularExpression) {
    EXPECT_THROW(Pattern::regex("(a"), std::invalid_argument);
}

}  // namespace
