#include "core/text/unicode.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

// The examples of RFC 4013 section 3.
TEST(Unicode, PreparesPasswordsAsRfc4013) {
    const CoreUnicode unicode;
    EXPECT_EQ(unicode.saslprep("I\xC2\xADX"), "IX");  // SOFT HYPHEN mapped to nothing
    EXPECT_EQ(unicode.saslprep("user"), "user");
    EXPECT_EQ(unicode.saslprep("USER"), "USER");                // case is preserved
    EXPECT_EQ(unicode.saslprep("\xC2\xAA"), "a");               // NFKC
    EXPECT_EQ(unicode.saslprep("\xE2\x85\xA8"), "IX");          // NFKC
    EXPECT_EQ(unicode.saslprep("\x07"), std::nullopt);          // prohibited
    EXPECT_EQ(unicode.saslprep("\xD8\xA7\x31"), std::nullopt);  // bidirectional check
}

TEST(Unicode, TakesNoPasswordForWhatIsNotText) {
    const CoreUnicode unicode;
    EXPECT_EQ(unicode.saslprep("caf\xE9"), std::nullopt);
    EXPECT_EQ(unicode.saslprep(std::string(5000, '\x80')), std::nullopt);
    EXPECT_EQ(unicode.saslprep(""), "");
}

TEST(Unicode, FindsTheEndOfWhatAReaderSeesAsOneCharacter) {
    const CoreUnicode unicode;
    EXPECT_EQ(unicode.next_grapheme("e\xCC\x81x", 0), 3u);
    EXPECT_EQ(unicode.next_grapheme("e\xCC\x81x", 3), 4u);
}

}  // namespace
}  // namespace confab::core
