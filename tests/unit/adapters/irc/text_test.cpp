#include "adapters/irc/text.hpp"

#include "adapters/irc/colors.hpp"

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

TEST(IrcText, KeepsTheDigitsThatAreText) {
    EXPECT_EQ(shown("\x03"
                    "04red\x03 x"),
              "[0:red][0: x]");
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

std::string painted(std::string_view text) {
    std::string out;
    const auto code = [](const std::optional<Color>& color) {
        return color ? std::to_string(code_of(*color)) : std::string("-");
    };
    for (const Text& run : parse_formatting(text))
        out += "[" + code(run.foreground) + "," + code(run.background) + ":" + run.text + "]";
    return out;
}

TEST(IrcText, ReadsColours) {
    EXPECT_EQ(painted("\x03"
                      "4red\x03 plain"),
              "[4,-:red][-,-: plain]");
    EXPECT_EQ(painted("\x03"
                      "04,12x\x03"
                      "3y"),
              "[4,12:x][3,12:y]");
    EXPECT_EQ(painted("\x03"
                      "99,02x"),
              "[-,2:x]");
    EXPECT_EQ(painted("\x03"
                      "4,x"),
              "[4,-:,x]")
        << "a comma without a number is text";
    EXPECT_EQ(painted("\x04"
                      "FF0000,00fC00x\x0Fy"),
              "[4,9:x][-,-:y]");
    EXPECT_EQ(painted("\x04"
                      "12x"),
              "[-,-:x]")
        << "no six digits, no colour";
    EXPECT_EQ(painted("\x03"
                      "123"),
              "[12,-:3]");
}

TEST(IrcText, WritesColoursSoThatTheyReadBack) {
    for (unsigned code = 0; code < 99; ++code) {
        const Color color = *color_of(code);
        EXPECT_EQ(color_of(code_of(color)), color);
        Text look("");
        look.foreground = color;
        for (const char* text : {"x", "12", ",3 and more"}) {
            const std::vector<Text> back = parse_formatting(format_run(text, look));
            ASSERT_EQ(back.size(), 1u);
            EXPECT_EQ(back[0].text, text);
            EXPECT_EQ(back[0].foreground, color);
            EXPECT_FALSE(back[0].background.has_value());
        }
        look.foreground.reset();
        look.background = color;
        EXPECT_EQ(parse_formatting(format_run("7", look)).at(0).background, color);
        look.foreground = Color(255, 255, 255);
        EXPECT_TRUE(parse_formatting(format_run("a", look)).at(0).text == "a");
    }
    EXPECT_EQ(code_of(Color(254, 1, 2)), 4u) << "the nearest, of the first sixteen";
    EXPECT_EQ(color_of(99), std::nullopt);
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
