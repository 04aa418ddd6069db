#include "core/text/closest.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

std::string found(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string* best = core::closest(word, candidates);
    return best ? *best : "-";
}

TEST(Closest, FindsSlipsOfTheFinger) {
    EXPECT_EQ(found("ehco", {"roll", "echo"}), "echo") << "a swap is one edit";
    EXPECT_EQ(found("rol", {"echo", "roll"}), "roll");
    EXPECT_EQ(found("rolll", {"echo", "roll"}), "roll");
    EXPECT_EQ(found("wether", {"whether", "weather"}), "whether") << "the first of equals";
    EXPECT_EQ(found("a", {"b"}), "b");
}

TEST(Closest, LeavesOtherWordsAlone) {
    EXPECT_EQ(found("xyzzy", {"roll", "echo"}), "-");
    EXPECT_EQ(found("roll", {}), "-");
    EXPECT_EQ(found("abcd", {"cdab"}), "-");
    EXPECT_EQ(found(std::string(65, 'a'), {std::string(64, 'a')}), "-");
    EXPECT_EQ(found("aaa", {std::string(1'000'000, 'a')}), "-");
}

}  // namespace
}  // namespace confab::test
