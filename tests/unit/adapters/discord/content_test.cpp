#include "adapters/discord/content.hpp"

#include <gmock/gmock.h>

namespace confab::discord::test {
namespace {

/// Elements as words: "text", "bold:text", "@42(bob)", "code(cpp):x", "quote:x", "link:url(label)",
/// "emoji:name/id".
struct Word {
    std::string operator()(const Text& text) const {
        std::string out;
        if (has(text.style, Style::bold)) out += "bold:";
        if (has(text.style, Style::italic)) out += "italic:";
        if (has(text.style, Style::underline)) out += "underline:";
        if (has(text.style, Style::strike)) out += "strike:";
        if (has(text.style, Style::spoiler)) out += "spoiler:";
        if (has(text.style, Style::code)) out += "mono:";
        return out + text.text;
    }
    std::string operator()(const Mention& m) const { return "@" + m.user.str() + "(" + m.name + ")"; }
    std::string operator()(const CodeBlock& block) const {
        return "code(" + block.language + "):" + block.code;
    }
    std::string operator()(const Quote& quote) const { return "quote:" + quote.text; }
    std::string operator()(const Link& link) const { return "link:" + link.url + "(" + link.label + ")"; }
    std::string operator()(const Emoji& emoji) const { return "emoji:" + emoji.name + "/" + emoji.id; }
    std::string operator()(const Attachment& file) const { return "file:" + file.url; }
};

std::vector<std::string> words(std::string_view content) {
    ContentNames names;
    names.user = [](std::string_view id) {
        return id == "42" ? std::string("bob") : std::string();
    };
    names.channel = [](std::string_view id) {
        return id == "7" ? std::string("general") : std::string();
    };
    std::vector<std::string> out;
    const Message message = parse_content(content, names);
    for (const Element& element : message.elements()) out.push_back(std::visit(Word(), element));
    return out;
}

using testing::ElementsAre;

TEST(DiscordContent, ReadsStyles) {
    EXPECT_THAT(words("a **b** *c* _d_ __e__ ~~f~~ ||g|| `h`"),
                ElementsAre("a ", "bold:b", " ", "italic:c", " ", "italic:d", " ", "underline:e", " ",
                            "strike:f", " ", "spoiler:g", " ", "mono:h"));
    EXPECT_THAT(words("***both***"), ElementsAre("bold:italic:both"));
    EXPECT_THAT(words("**a *b* c**"), ElementsAre("bold:a ", "bold:italic:b", "bold: c"));
}

TEST(DiscordContent, LeavesWhatIsNoMarkup) {
    for (const char* text :
         {"2*3*4", "snake_case_name", "a * b * c", "**", "****", "*", "<", "<@", "<@x>", "<:a:>", "```open",
          "`open", "[x](y)", "http://", "5 > 3", "#tag", "\\", "C:\\new"})
        EXPECT_THAT(words(text), ElementsAre(text));
}

TEST(DiscordContent, ReadsCode) {
    EXPECT_THAT(words("x ```cpp\nint a;\n``` y"), ElementsAre("x ", "code(cpp):int a;", " y"));
    EXPECT_THAT(words("```just code```"), ElementsAre("code():just code"));
    EXPECT_THAT(words("```\n**raw**\n```"), ElementsAre("code():**raw**"));
    EXPECT_THAT(words("`` a`b ``"), ElementsAre("mono:a`b"));
}

TEST(DiscordContent, ReadsReferences) {
    EXPECT_THAT(words("<@42> <@!42> <@9> <@&5> <#7> <#8>"),
                ElementsAre("@42(bob)", " ", "@42(bob)", " ", "@9(9)", " @role #general #8"));
    EXPECT_THAT(words("<:wave:123> <a:party:456>"), ElementsAre("emoji:wave/123", " ", "emoji:party/456"));
}

TEST(DiscordContent, ReadsLinks) {
    EXPECT_THAT(words("see https://x.test/a_b_c, ok"),
                ElementsAre("see ", "link:https://x.test/a_b_c()", ", ok"));
    EXPECT_THAT(words("<https://x.test>"), ElementsAre("link:https://x.test()"));
    EXPECT_THAT(words("[name](https://x.test)"), ElementsAre("link:https://x.test(name)"));
    EXPECT_THAT(words("[bad](javascript:x)"), ElementsAre("[bad](javascript:x)"));
}

TEST(DiscordContent, ReadsQuotesAndHeadings) {
    EXPECT_THAT(words("> one\n> two\nthree"), ElementsAre("quote:one\ntwo", "three"));
    EXPECT_THAT(words("a\n>>> all\nthe rest"), ElementsAre("a\n", "quote:all\nthe rest"));
    EXPECT_THAT(words("# Title\ntext"), ElementsAre("bold:Title", "\ntext"));
}

TEST(DiscordContent, HonoursEscapes) {
    EXPECT_THAT(words("\\*not\\* \\<@42>"), ElementsAre("*not* <@42>"));
}

TEST(DiscordContent, SurvivesHostileNesting) {
    std::string deep;
    for (int i = 0; i < 500; ++i) deep += "**_~~||";
    EXPECT_FALSE(words(deep).empty());
    EXPECT_EQ(words(std::string(100'000, '*')).size(), 1U);
    EXPECT_EQ(words("\xff\xfe*\xff*").size(), 2U);
}

}  // namespace
}  // namespace confab::discord::test
