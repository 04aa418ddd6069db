#include "adapters/matrix/encode.hpp"

#include <gtest/gtest.h>

#include "answers.hpp"

namespace confab::matrix {
namespace {

json::Document encode(const Message& message) {
    return parsed(encode_message(message, "@bot:hs"));
}

TEST(MatrixEncode, SendsPlainTextAsANoticeWithoutHtml) {
    EXPECT_EQ(encode_message("hi", "@bot:hs"), R"({"msgtype":"m.notice","body":"hi","m.mentions":{}})");
}

TEST(MatrixEncode, SendsActionsAsEmotes) {
    EXPECT_EQ(encode(Message("waves").action())["msgtype"].string(), "m.emote");
}

TEST(MatrixEncode, WritesStylesAndEscapesText) {
    const json::Document content =
        encode(Message().append(Text("a<b>\n")).append(Text("x&y", Style::bold | Style::italic)));
    EXPECT_EQ(content["format"].string(), "org.matrix.custom.html");
    EXPECT_EQ(content["formatted_body"].string(), "a&lt;b&gt;<br><strong><em>x&amp;y</em></strong>");
    EXPECT_EQ(content["body"].string(), "a<b>\nx&y");
}

TEST(MatrixEncode, MentionsPeopleButNeverItself) {
    const json::Document content = encode(Message()
                                              .append(Mention(UserId("@a:hs"), "Alice"))
                                              .append(Mention(UserId("@bot:hs"), "me"))
                                              .append(Mention(UserId("@a:hs"), "Alice")));
    EXPECT_EQ(content["m.mentions"]["user_ids"].dump(), R"(["@a:hs"])");
    EXPECT_NE(content["formatted_body"].string().find(R"(<a href="https://matrix.to/#/%40a%3Ahs">Alice</a>)"),
              std::string_view::npos);
    EXPECT_TRUE(content["body"].string().starts_with("Alice"));
}

TEST(MatrixEncode, RepliesWithoutTheOldFallback) {
    const json::Document content = encode(Message("yes").reply_to(MessageId("$1")));
    EXPECT_EQ(content["m.relates_to"].dump(), R"({"m.in_reply_to":{"event_id":"$1"}})");
    EXPECT_EQ(content["body"].string(), "yes");
}

TEST(MatrixEncode, WritesCodeAndQuotesAsBlocks) {
    const json::Document content =
        encode(Message().append(Text("see")).append(CodeBlock("a<b\nc", "cpp")).append(Quote("one\ntwo")));
    EXPECT_EQ(
        content["formatted_body"].string(),
        "see<pre><code class=\"language-cpp\">a&lt;b\nc</code></pre><blockquote>one<br>two</blockquote>");
    EXPECT_EQ(content["body"].string(), "see\n```cpp\na<b\nc\n```\n> one\n> two");
}

TEST(MatrixEncode, KeepsALanguageFromBreakingOutOfItsAttribute) {
    const json::Document content = encode(Message().append(CodeBlock("x", "a\" onload=\"y")));
    EXPECT_EQ(content["formatted_body"].string(), "<pre><code>x</code></pre>");
}

TEST(MatrixEncode, LinksSafeAddressesOnly) {
    EXPECT_EQ(html_body(Message().append(Link("https://x.org/?a&b", "x"))),
              R"(<a href="https://x.org/?a&amp;b">x</a>)");
    EXPECT_EQ(html_body(Message().append(Link("javascript:x()", "x"))), "x");
    EXPECT_EQ(plain_body(Message().append(Link("https://x.org", "x"))), "x (https://x.org)");
}

TEST(MatrixEncode, EditsCarryTheWholeNewContentAndCallNobodyAgain) {
    const Message message = Message().append(Text("new", Style::bold)).append(Mention(UserId("@a:hs"), "A"));
    const json::Document content = parsed(encode_edit(message, "$1", "@bot:hs"));
    EXPECT_EQ(content["body"].string(), "* newA");
    EXPECT_EQ(content["m.relates_to"].dump(), R"({"rel_type":"m.replace","event_id":"$1"})");
    EXPECT_EQ(content["m.new_content"]["body"].string(), "newA");
    EXPECT_TRUE(content["m.new_content"].has("formatted_body"));
    EXPECT_FALSE(content.root().has("formatted_body"));
    EXPECT_EQ(content["m.mentions"].dump(), "{}");
}

TEST(MatrixEncode, ReactsByAnnotation) {
    EXPECT_EQ(encode_reaction("$1", Emoji("👍")),
              R"({"m.relates_to":{"rel_type":"m.annotation","event_id":"$1","key":"👍"}})");
}

TEST(MatrixEncode, CountsWhatEscapingAdds) {
    EXPECT_EQ(encoded_length(Text("ab")), 4U);                    // body and HTML
    EXPECT_EQ(encoded_length(Text("\"")), 2U + 6U);               // \" and &quot;
    EXPECT_EQ(encoded_length(Text("\x01")), 6U + 6U);             // \u0001 twice
    EXPECT_EQ(encoded_length(Text("ä")), 4U);                     // bytes, not characters
    EXPECT_EQ(encoded_length(Text("x", Style::bold)), 1U + 18U);  // <strong>x</strong>
}

// The promise behind the profile: what fits the length fits the event, in the worst case of escaping, edited
// too.
TEST(MatrixEncode, FitsTheEventAtTheFullLength) {
    const std::size_t limit = room_profile().max_length;
    for (const std::string unit : {"a", "\"", "\n", "&", "😀", "\x01", "'"}) {
        std::string text;
        for (std::size_t step = 32'768; step > 0; step /= 2) {
            std::string longer = text;
            for (std::size_t i = 0; i < step; ++i) longer += unit;
            if (encoded_length(Text(longer, Style::bold)) <= limit) text = longer;
        }
        EXPECT_FALSE(text.empty());
        const Message message = Message().append(Text(text, Style::bold));
        EXPECT_LT(encode_message(message, "@bot:hs").size(), 60'000U) << unit;
        EXPECT_LT(encode_edit(message, "$" + std::string(43, 'x'), "@bot:hs").size(), 60'000U) << unit;
    }
}

}  // namespace
}  // namespace confab::matrix
