#include "adapters/irc/text.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

std::string shown(std::string_view text) {
    std::string out;
    for (const Text& run : parse_formatting(text))
        out += "[" + std::to_string(static_cast<int>(run.style)) + ":" + run.text + "]";
    return out;
}

TEST(IrcText, TellsValidUtf8FromLookAlikes) {
    EXPECT_TRUE(is_valid_utf8("aé€😀"));
    for (const char* bad : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80", "\x80", "é\xC3"})
        EXPECT_FALSE(is_valid_utf8(bad));
}

TEST(IrcText, ReadsOtherBytesAsWindows1252) {
    EXPECT_EQ(decode_bytes("caf\xE9"), "café");
    EXPECT_EQ(decode_bytes("\x80 \x93quoted\x94"), "€ “quoted”");
    EXPECT_EQ(decode_bytes("\xFC"), "ü");
    EXPECT_TRUE(is_valid_utf8(decode_bytes("\x81\x8D\xFF")));
}

TEST(IrcText, DropsACharacterThatAServerCutInTwo) {
    EXPECT_EQ(decode_bytes("é\xE2\x82"), "é");
    EXPECT_EQ(decode_bytes("é\xC3"), "é");
    EXPECT_EQ(decode_bytes("plain\xE2\x82", true), "plain");
    EXPECT_EQ(decode_bytes("plain\xE2\x82", false), "plainâ‚");
}

TEST(IrcText, TurnsFormattingIntoStyledRuns) {
    EXPECT_EQ(shown("a\x02"
                    "b\x02"
                    "c"),
              "[0:a][1:b][0:c]");
    EXPECT_EQ(shown("\x02\x1D"
                    "x\x0F"
                    "y"),
              "[3:x][0:y]");
    EXPECT_EQ(shown("\x1F"
                    "u\x1F\x1E"
                    "s\x1E\x11"
                    "m"),
              "[4:u][8:s][32:m]");
    EXPECT_EQ(shown("\x02\x02"
                    "x"),
              "[0:x]");
}

TEST(IrcText, DropsColoursAndKeepsTheDigitsThatAreText) {
    EXPECT_EQ(shown("\x03"
                    "04red\x03 x"),
              "[0:red x]");
    EXPECT_EQ(shown("\x03"
                    "4,12x"),
              "[0:x]");
    EXPECT_EQ(shown("\x03"
                    "123"),
              "[0:3]");
    EXPECT_EQ(shown("\x03"
                    "4,x"),
              "[0:,x]");
    EXPECT_EQ(shown("\x04"
                    "FF00FF,00FF00x"),
              "[0:x]");
    EXPECT_EQ(shown("a\x16"
                    "b"),
              "[0:ab]");
}

TEST(IrcText, SeesSpoilersInTextColouredLikeItsBackground) {
    EXPECT_EQ(shown("\x03"
                    "01,01secret\x03 shown"),
              "[16:secret][0: shown]");
}

TEST(IrcText, RemovesControlCharacters) {
    EXPECT_EQ(shown(std::string_view("a\0b\x07"
                                     "c\td\x7F",
                                     8)),
              "[0:abc\td]");
}

TEST(IrcText, WritesEveryStyleSoThatItReadsBack) {
    for (int bits = 0; bits < 64; ++bits) {
        const Style style = static_cast<Style>(bits);
        const std::vector<Text> runs = parse_formatting(format_run("1,2 x", style) + "9");
        ASSERT_FALSE(runs.empty());
        EXPECT_EQ(runs.front().style, style);
        EXPECT_EQ(runs.front().text + (runs.size() > 1 ? runs[1].text : ""), "1,2 x9");
    }
}

TEST(IrcText, CleansWhatIsSent) {
    EXPECT_EQ(clean_text("a\x01\x02\x03"
                         "b\tc\r\nd"),
              "ab c\nd");
    EXPECT_EQ(clean_text("x\xFFy"), "x\xEF\xBF\xBDy");
    EXPECT_EQ(clean_text(std::string_view("a\0b", 3)), "ab");
}

}  // namespace
}  // namespace confab::irc
