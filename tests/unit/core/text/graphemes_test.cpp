#include "core/text/graphemes.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace confab::test {
namespace {

using namespace confab::core;

std::vector<std::size_t> boundaries(std::string_view text) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < text.size();) ends.push_back(at = next_grapheme(text, at));
    return ends;
}

TEST(Graphemes, KeepTogetherWhatAReaderSeesAsOne) {
    EXPECT_EQ(boundaries("ab"), (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(boundaries("e\u0301x"), (std::vector<std::size_t>{3, 4}));              // e + combining acute
    EXPECT_EQ(boundaries("\U0001F468\u200D\U0001F469\u200D\U0001F467!").size(), 2U);  // family, joined
    EXPECT_EQ(boundaries("\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7").size(), 2U);     // two flags
    EXPECT_EQ(boundaries("\r\n"), (std::vector<std::size_t>{2}));
}

TEST(Graphemes, AdvanceThroughInvalidBytesAndEndlessClusters) {
    EXPECT_EQ(boundaries("\xff\xfe").size(), 2U);
    std::string zalgo = "a";
    for (int i = 0; i < 10'000; ++i) zalgo += "\u0301";
    EXPECT_GT(boundaries(zalgo).size(), 10U);
    EXPECT_EQ(boundaries(zalgo).back(), zalgo.size());
}

TEST(CodePoints, AreCountedAndCleaned) {
    EXPECT_EQ(count_code_points("aü€\U0001F600"), 4U);
    EXPECT_EQ(count_code_points("\xff\xff"), 2U);
    EXPECT_EQ(clean_utf8(std::string_view("a\0b\xff", 4)), "a b\xEF\xBF\xBD");
}

}  // namespace
}  // namespace confab::test
