#include "core/storage/fields.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

TEST(Fields, ComeBackAsTheyWereWhateverTheyHold) {
    const std::vector<std::vector<std::string>> lists = {
        {"a", "b"}, {"a\nb"}, {"a%0Ab"}, {"a", "", ""}, {""}, {"%", "\n", "%25"}, {std::string("\0x", 2)}};
    for (const auto& list : lists) {
        const std::vector<std::string_view> views(list.begin(), list.end());
        const std::string joined = core::join_fields(views);
        EXPECT_EQ(core::split_fields(joined), list) << joined;
    }
}

}  // namespace
}  // namespace confab::test
