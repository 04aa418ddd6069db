#include "core/net/base64.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

// RFC 4648 section 10.
TEST(Base64, ConvertsBothWays) {
    for (const auto& [bytes, text] : {std::pair<std::string, std::string>{"", ""},
                                      {"f", "Zg=="},
                                      {"fo", "Zm8="},
                                      {"foo", "Zm9v"},
                                      {"foobar", "Zm9vYmFy"},
                                      {std::string("\0\xff\0", 3), "AP8A"}}) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
    }
}

TEST(Base64, RefusesWhatIsNotCanonical) {
    for (const char* text :
         {"Zg", "Zg=", "Zh==", " Zm9v", "Zm9v\n", "Zm9v====", "====", "Z===", "Zm-v", "Zm9vZ"})
        EXPECT_FALSE(from_base64(text).has_value()) << text;
}

}  // namespace
}  // namespace confab::core
