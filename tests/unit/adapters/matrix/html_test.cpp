#include "adapters/matrix/html.hpp"

#include <gtest/gtest.h>

namespace confab::matrix {
namespace {

class Printer {
public:
    std::string operator()(const Text& text) const {
        return text.style == Style::plain ? text.text
                                          : std::to_string(int(text.style)) + "(" + text.text + ")";
    }
    std::string operator()(const Mention& mention) const {
        return "@(" + mention.user.str() + "|" + mention.name + ")";
    }
    std::string operator()(const CodeBlock& block) const {
        return "code:" + block.language + "(" + block.code + ")";
    }
    std::string operator()(const Quote& quote) const { return "quote(" + quote.text + ")"; }
    std::string operator()(const Link& link) const { return "link(" + link.url + "|" + link.label + ")"; }
    std::string operator()(const Emoji& emoji) const { return "emoji(" + emoji.name + ")"; }
    std::string operator()(const Attachment& file) const { return "file(" + file.url + ")"; }
};

std::string read(std::string_view html) {
    std::string out;
    for (const Element& element : from_html(html)) out += std::visit(Printer(), element);
    return out;
}

TEST(MatrixHtml, ReadsStyles) {
    EXPECT_EQ(read("a <b>bold</b> <em>it</em> <u>u</u> <del>s</del> <code>c</code>"),
              "a 1(bold )2(it )4(u )8(s )32(c)");
    EXPECT_EQ(read("<strong><i>both</i></strong>"), "3(both)");
    EXPECT_EQ(read("<span data-mx-spoiler=\"why\">secret</span>"), "16(secret)");
}

TEST(MatrixHtml, TurnsBlocksIntoLines) {
    EXPECT_EQ(read("<p>one</p>\n<p>two</p>"), "one\ntwo");
    EXPECT_EQ(read("a<br>b<br/>c"), "a\nb\nc");
    EXPECT_EQ(read("<ul><li>x</li><li>y</li></ul>"), "- x\n- y");
    EXPECT_EQ(read("<ol start=\"3\"><li>x</li><li>y</li></ol>"), "3. x\n4. y");
    EXPECT_EQ(read("<h1>Title</h1>text"), "1(Title\n)text");
    EXPECT_EQ(read("<table><tr><th>a</th><td>b</td></tr></table>"), "1(a) | b");
}

TEST(MatrixHtml, CollapsesWhiteSpaceOutsideCode) {
    EXPECT_EQ(read("  a \n\t b  "), "a b");
    EXPECT_EQ(read("<pre><code class=\"language-cpp\">int  a;\n  b;\n</code></pre>"),
              "code:cpp(int  a;\n  b;)");
}

TEST(MatrixHtml, ReadsLinksMentionsAndQuotes) {
    EXPECT_EQ(read("see <a href=\"https://x.org/?a=1&amp;b=2\">this</a>."),
              "see link(https://x.org/?a=1&b=2|this).");
    EXPECT_EQ(read("<a href='https://matrix.to/#/%40bob%3Ahs'>Bob</a>: hi"), "@(@bob:hs|Bob): hi");
    EXPECT_EQ(read("<a href=\"matrix:u/bob:hs\">Bob</a>"), "@(@bob:hs|Bob)");
    EXPECT_EQ(read("<blockquote><p>said <b>he</b></p></blockquote>yes"), "quote(said he)yes");
    EXPECT_EQ(read("<a href=\"https://matrix.to/#/!room:hs\">r</a>"), "link(https://matrix.to/#/!room:hs|r)");
}

TEST(MatrixHtml, KeepsOnlyTheTextOfUnsafeLinksAndUnknownTags) {
    EXPECT_EQ(read("<a href=\"javascript:alert(1)\">x</a>"), "x");
    EXPECT_EQ(read("<a href=\"data:text/html,x\" onclick=\"y()\">x</a>"), "x");
    EXPECT_EQ(read("<marquee onload=1>hi</marquee>"), "hi");
    EXPECT_EQ(read("a<script>alert('</b>')</script>b<!-- no -->c"), "abc");
}

TEST(MatrixHtml, DropsTheOldReplyFallback) {
    EXPECT_EQ(read("<mx-reply><blockquote>old</blockquote></mx-reply>new"), "new");
    EXPECT_EQ(read("<mx-reply>never closed"), "never closed") << "one stray tag must not hide a message";
}

TEST(MatrixHtml, DecodesCharacterReferences) {
    EXPECT_EQ(read("&lt;b&gt; &amp;amp; &quot;&#39;&#x41;&#65; &unknown; &"), "<b> &amp; \"'AA &unknown; &");
    EXPECT_EQ(read("&#0;&#xD800;&#x110000;"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(MatrixHtml, SurvivesBrokenMarkup) {
    EXPECT_EQ(read("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
    EXPECT_EQ(read("<b>never closed"), "1(never closed)");
    EXPECT_EQ(read("</b>never opened"), "never opened");
    EXPECT_EQ(read("<b>a<i>b</b>c</i>"), "1(a)3(b)c");
    EXPECT_EQ(read("<a href=\"https://x"), "<a href=\"https://x");
    EXPECT_EQ(read("<"), "<");
    EXPECT_EQ(read("<a <b>x</b>"), "<a 1(x)");
}

TEST(MatrixHtml, LimitsNesting) {
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<b>";
    deep += "x";
    for (int i = 0; i < 5000; ++i) deep += "</b>";
    EXPECT_EQ(read(deep + "y"), "1(x)y");
}

TEST(MatrixHtml, EscapesWhatItWrites) {
    std::string out;
    append_escaped(out, "<a> & \"b\" 'c'\nd");
    EXPECT_EQ(out, "&lt;a&gt; &amp; &quot;b&quot; &#39;c&#39;<br>d");
}

TEST(MatrixHtml, FindsNoUserInOtherAddresses) {
    EXPECT_EQ(mentioned_user("https://example.org/@bob:hs"), "");
    EXPECT_EQ(mentioned_user("https://matrix.to/#/#room:hs"), "");
    EXPECT_EQ(mentioned_user("https://matrix.to/#/@bob:hs?via=hs"), "@bob:hs");
    EXPECT_EQ(mentioned_user("https://matrix.to/#/@" + std::string(300, 'x') + ":hs"), "");
}

}  // namespace
}  // namespace confab::matrix
