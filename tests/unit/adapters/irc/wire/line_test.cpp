#include "adapters/irc/wire/line.hpp"

#include <gtest/gtest.h>

#include <string>

namespace confab::irc {
namespace {

Line parsed(std::string_view bytes) {
    Line line;
    EXPECT_TRUE(line.parse(bytes)) << bytes;
    return line;
}

std::vector<std::string> params_of(std::string_view bytes) {
    const Line line = parsed(bytes);
    return {line.params().begin(), line.params().end()};
}

using Params = std::vector<std::string>;

TEST(IrcLine, TakesTagsSourceVerbAndParametersApart) {
    const Line line =
        parsed("@time=2026-01-01T00:00:00.000Z;msgid=abc :alice!al@host PRIVMSG #c :hello there");
    EXPECT_EQ(line.tag("msgid"), "abc");
    EXPECT_EQ(line.source().nick, "alice");
    EXPECT_EQ(line.source().user, "al");
    EXPECT_EQ(line.source().host, "host");
    EXPECT_EQ(line.verb(), "PRIVMSG");
    EXPECT_EQ(Params(line.params().begin(), line.params().end()), (Params{"#c", "hello there"}));
}

TEST(IrcLine, LastParameterIsTheSameWithAndWithoutColon) {
    EXPECT_EQ(params_of("JOIN #c"), params_of("JOIN :#c"));
    EXPECT_EQ(params_of("MODE #c +o bob"), params_of("MODE #c +o :bob"));
    EXPECT_EQ(params_of("BATCH -1"), params_of("BATCH :-1"));
}

TEST(IrcLine, KeepsColonsAndSpacesInsideTheTrailingParameter) {
    EXPECT_EQ(params_of("PRIVMSG #c ::) :x "), (Params{"#c", ":) :x "}));
    EXPECT_EQ(params_of("PRIVMSG #c :"), (Params{"#c", ""}));
    EXPECT_EQ(params_of("PRIVMSG #c a:b"), (Params{"#c", "a:b"}));
}

TEST(IrcLine, AcceptsRepeatedAndTrailingSpacesButNoTabAsSeparator) {
    EXPECT_EQ(params_of("CAP  *   LS :a b "), (Params{"*", "LS", "a b "}));
    EXPECT_EQ(params_of("JOIN #c  "), (Params{"#c"}));
    EXPECT_EQ(params_of("JOIN #c\tx"), (Params{"#c\tx"}));
}

TEST(IrcLine, AcceptsTagsWithoutSourceOnAnyVerb) {
    const Line line = parsed("@time=x AUTHENTICATE :+");
    EXPECT_TRUE(line.is("AUTHENTICATE"));
    EXPECT_EQ(line.param(0), "+");
    EXPECT_TRUE(line.source_text().empty());
}

TEST(IrcLine, IgnoresStrayCarriageReturnsAndEmptyLines) {
    EXPECT_EQ(params_of("PING x\r\r"), (Params{"x"}));
    Line line;
    for (const char* empty : {"", "\r", "   ", ":source", "@tag", "@tag :source ", ":"})
        EXPECT_FALSE(line.parse(empty)) << "`" << empty << "`";
}

TEST(IrcLine, UnescapesTagValues) {
    const Line line = parsed(R"(@a=\:\s\\\r\n;b=x\by;c=end\;d=;e;+v.example/x=1 PING)");
    EXPECT_EQ(line.tag("a"), "; \\\r\n");
    EXPECT_EQ(line.tag("b"), "xby");
    EXPECT_EQ(line.tag("c"), "end");
    EXPECT_EQ(line.tag("d"), "");
    EXPECT_EQ(line.tag("e"), "");
    EXPECT_EQ(line.tag("+v.example/x"), "1");
    EXPECT_EQ(line.tag("E"), std::nullopt);
}

TEST(IrcLine, LastOfDuplicateTagsCounts) {
    EXPECT_EQ(parsed("@a=1;b=2;a=3 PING").tag("a"), "3");
}

TEST(IrcLine, CountsTheBodyWithoutTags) {
    EXPECT_EQ(parsed("@a=1  :s PING x").body_length(), 9U);
    EXPECT_EQ(parsed("PING x\r").body_length(), 6U);
}

TEST(IrcLine, ReadsNumericsOnlyFromThreeDigits) {
    EXPECT_EQ(parsed(":s 001 me :hi").numeric(), 1);
    EXPECT_EQ(parsed(":s 433 * me :x").numeric(), 433);
    EXPECT_EQ(parsed("12 x").numeric(), 0);
    EXPECT_EQ(parsed("1234 x").numeric(), 0);
    EXPECT_EQ(parsed("12a x").numeric(), 0);
}

TEST(IrcLine, ComparesVerbsWithoutRegardToCase) {
    EXPECT_TRUE(parsed("privmsg #c x").is("PRIVMSG"));
    EXPECT_FALSE(parsed("PRIVMSGS #c x").is("PRIVMSG"));
}

TEST(IrcLine, JoinsParametersBeyondItsCapacityIntoTheLast) {
    std::string text = "V";
    for (int i = 1; i <= 40; ++i) text += " " + std::to_string(i);
    const Line line = parsed(text);
    EXPECT_EQ(line.size(), Line::kMaxParams);
    EXPECT_EQ(line.param(30), "31");
    EXPECT_EQ(line.last(), "32 33 34 35 36 37 38 39 40");
}

TEST(IrcLine, SplitsSourcesOfEveryShape) {
    EXPECT_EQ(Source::parse("irc.example").nick, "irc.example");
    EXPECT_FALSE(Source::parse("irc.example").is_person());
    EXPECT_EQ(Source::parse("nick@host").host, "host");
    EXPECT_EQ(Source::parse("n!u@h@x").host, "h@x");
    EXPECT_EQ(Source::parse("n!u").user, "u");
}

TEST(IrcBuildLine, PutsAColonOnlyWhereItIsNeeded) {
    EXPECT_EQ(build_line("JOIN", {"#c"}), "JOIN #c");
    EXPECT_EQ(build_line("PRIVMSG", {"#c", "hi there"}), "PRIVMSG #c :hi there");
    EXPECT_EQ(build_line("PRIVMSG", {"#c", ":x"}), "PRIVMSG #c ::x");
    EXPECT_EQ(build_line("QUIT", {""}), "QUIT :");
}

TEST(IrcBuildLine, LetsNoInputAddACommandOrAParameter) {
    EXPECT_EQ(build_line("PRIVMSG", {"#c", std::string_view("hi\r\nQUIT\0x", 10)}), "PRIVMSG #c :hi  QUIT x");
    EXPECT_EQ(build_line("PRIVMSG", {"#a b\r\n:c", "x"}), "PRIVMSG #ab:c x");
    EXPECT_EQ(build_line("MODE", {"", "::x", "+i"}), "MODE * x +i");
}

TEST(IrcBuildLine, CutsAtTheLimitBetweenCharacters) {
    EXPECT_EQ(build_line("A", {"xxé"}, 5), "A xx");
    EXPECT_EQ(build_line("A", {"xxé"}, 6), "A xxé");
    EXPECT_EQ(build_line("PRIVMSG", {"#c", std::string(600, 'x')}).size(), kMaxBody);
}

TEST(IrcClip, NeverEndsInsideACharacter) {
    const std::string text = "aé€😀";
    for (std::size_t limit = 0; limit <= text.size(); ++limit) {
        const std::string_view cut = clip_utf8(text, limit);
        EXPECT_LE(cut.size(), limit);
        EXPECT_TRUE(cut.size() == text.size() ||
                    (static_cast<unsigned char>(text[cut.size()]) & 0xC0) != 0x80);
    }
    EXPECT_EQ(clip_utf8("\x80\x80\x80\x80\x80\x80", 5).size(), 5U)
        << "bytes that are not UTF-8 are cut anywhere";
}

TEST(IrcLine, FindsATagHoweverManyThereAre) {
    std::string text = "@a=first";
    for (int i = 0; i < 100; ++i) text += ";k" + std::to_string(i) + "=" + std::to_string(i);
    text += ";a=last;;=x;end PING x";
    Line line;
    ASSERT_TRUE(line.parse(text));
    EXPECT_EQ(line.tag("k3"), "3");
    EXPECT_EQ(line.tag("k99"), "99");
    EXPECT_EQ(line.tag("a"), "last") << "of duplicates the last counts";
    EXPECT_EQ(line.tag("end"), "");
    EXPECT_EQ(line.tag("k100"), std::nullopt);
}

}  // namespace
}  // namespace confab::irc
