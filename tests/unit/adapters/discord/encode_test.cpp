#include "adapters/discord/encode.hpp"

#include <gmock/gmock.h>

#include "adapters/discord/content.hpp"

namespace confab::discord::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string encoded(Message message) {
    return encode(message).text;
}

/// What a reader of the encoded text would see, by the adapter's own parser.
std::string read_back(std::string_view content) {
    ContentNames names;
    names.user = [](std::string_view) {
        return std::string("someone");
    };
    names.channel = [](std::string_view) {
        return std::string("somewhere");
    };
    return parse_content(content, names).plain_text();
}

TEST(DiscordEncode, PlainTextReadsExactlyAsItIs) {
    for (const char* text : {"hello",
                             "2*3*4",
                             "*not bold* **nor this**",
                             "snake_case_name",
                             "~~kept~~",
                             "||kept||",
                             "`code`",
                             "```\nfence\n```",
                             "\\backslash\\",
                             "<@123456789012345678>",
                             "<@&123456789012345678>",
                             "<#123456789012345678>",
                             "<:name:123456789012345678>",
                             "[label](https://x.test)",
                             "# heading",
                             "> quote",
                             ">>> quote",
                             "-# small",
                             "first\n# second\n> third",
                             "1 < 2 > 0",
                             "  # indented",
                             "a_b_c __d__"})
        EXPECT_EQ(read_back(escape_text(text, true)), text);
}

TEST(DiscordEncode, TextCannotNotifyAnybody) {
    const Content content = encode(Message("@everyone @here <@123456789012345678> <@&1>"));
    EXPECT_THAT(content.pinged, IsEmpty());
    EXPECT_EQ(content.text.find("@everyone"), std::string::npos);
    EXPECT_EQ(content.text.find("@here"), std::string::npos);
    EXPECT_EQ(content.text, "@\u200beveryone @\u200bhere \\<@123456789012345678> \\<@&1>");
}

TEST(DiscordEncode, MentionsNotifyExactlyTheirPerson) {
    Message message;
    message.append(Mention(UserId("42"), "bob")).append(Text(" and ")).append(Mention(UserId("42"), "bob"));
    message.append(Mention(UserId("evil> @everyone"), "eve"));
    const Content content = encode(message);
    EXPECT_EQ(content.text, "<@42> and <@42>@eve");
    EXPECT_THAT(content.pinged, ElementsAre("42"));
}

TEST(DiscordEncode, AddressesInTextStayWhole) {
    EXPECT_EQ(escape_text("see https://x.test/a_b_c*d and a_b", true),
              "see https://x.test/a_b_c*d and a\\_b");
    EXPECT_EQ(escape_text("nothttps://x_y", true), "nothttps://x\\_y");
}

TEST(DiscordEncode, StylesLeaveBlanksOutside) {
    EXPECT_EQ(encoded(Message().append(Text(" bold ", Style::bold))), " **bold** ");
    EXPECT_EQ(encoded(Message().append(Text("x", Style::bold | Style::italic))), "***x***");
    EXPECT_EQ(encoded(Message().append(Text("x", Style::spoiler | Style::strike))), "||~~x~~||");
    EXPECT_EQ(encoded(Message().append(Text(" \n ", Style::bold))), " \n ");
    EXPECT_EQ(encoded(Message().append(Text("a*b", Style::bold))), "**a\\*b**");
}

TEST(DiscordEncode, NeighbouringMarksDoNotMerge) {
    const std::string text =
        encoded(Message().append(Text("a", Style::bold)).append(Text("b", Style::italic)));
    EXPECT_EQ(text, "**a**\u200b*b*");
}

TEST(DiscordEncode, CodeKeepsItsBackticks) {
    EXPECT_EQ(encoded(Message().append(Text("a_b", Style::code))), "`a_b`");
    EXPECT_EQ(encoded(Message().append(Text("a`b", Style::code))), "`` a`b ``");
    EXPECT_EQ(encoded(Message().append(CodeBlock("int x;", "cpp"))), "```cpp\nint x;\n```");
    EXPECT_EQ(encoded(Message().append(CodeBlock("```\nx", "not a tag"))), "```\n``\u200b`\nx\n```");
    EXPECT_EQ(encoded(Message().append(Text("see:")).append(CodeBlock("x\n"))), "see:\n```\nx\n```");
}

TEST(DiscordEncode, QuotesMarkEveryLine) {
    EXPECT_EQ(encoded(Message().append(Text("he said")).append(Quote("one\ntwo")).append(Text("so"))),
              "he said\n> one\n> two\nso");
}

TEST(DiscordEncode, LinksCannotBreakOut) {
    EXPECT_EQ(encoded(Message().append(Link("https://x.test/a"))), "https://x.test/a");
    EXPECT_EQ(encoded(Message().append(Link("https://x.test/a(b)", "see [it]"))),
              "[see \\[it\\]](<https://x.test/a%28b%29>)");
    EXPECT_EQ(encoded(Message().append(Link("javascript:x", "click"))), "click javascript:x");
}

TEST(DiscordEncode, EmojiAreNativeOrShortCodes) {
    EXPECT_EQ(encoded(Message().append(Emoji("\u2764\ufe0f"))), "\u2764\ufe0f");
    EXPECT_EQ(encoded(Message().append(Emoji("wave", "123456789012345678"))), "<:wave:123456789012345678>");
    EXPECT_EQ(encoded(Message().append(Emoji("party"))), ":party:");
    EXPECT_EQ(encoded(Message().append(Emoji("x> @everyone", "1"))), "<:emoji:1>");
}

TEST(DiscordEncode, ActionsAreItalic) {
    EXPECT_EQ(encoded(Message("waves").action()), "*waves*");
}

TEST(DiscordEncode, LengthIsInCodePointsAndNeverTooSmall) {
    EXPECT_EQ(encoded_length(Text("\U0001F600\U0001F600")), 2U);
    EXPECT_EQ(encoded_length(Text("a*")), 3U);
    const std::vector<Element> elements = {Text("a", Style::bold),
                                           Text("b", Style::italic),
                                           CodeBlock("x\n", "c"),
                                           Quote("q\nr"),
                                           Text("# t"),
                                           Mention(UserId("1"), "n"),
                                           Text("c`d", Style::code),
                                           Attachment("https://f.test/x", "x")};
    for (const Element& first : elements)
        for (const Element& second : elements) {
            const std::string both = encoded(Message().append(Text("x")).append(first).append(second));
            EXPECT_LE(count_code_points(both), 1 + encoded_length(first) + encoded_length(second)) << both;
        }
}

}  // namespace
}  // namespace confab::discord::test
