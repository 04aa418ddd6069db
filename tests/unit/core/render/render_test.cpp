#include "core/render/render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text/graphemes.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::Contains;
using testing::ElementsAre;

std::size_t bytes_of(const Element& element) {
    Message message;
    message.append(element);
    return message.plain_text().size();
}

ChannelProfile line_profile(std::size_t limit) {
    ChannelProfile profile;
    profile.max_length = limit;
    return profile;
}

ChannelProfile rich_profile(std::size_t limit) {
    ChannelProfile profile;
    profile.max_length = limit;
    profile.multiline = profile.styles = profile.code_blocks = profile.quotes = profile.replies = true;
    profile.mentions = profile.attachments = profile.labelled_links = true;
    return profile;
}

std::vector<std::string> texts(const Rendered& rendered) {
    std::vector<std::string> out;
    for (const Message& part : rendered.parts) out.push_back(part.plain_text());
    return out;
}

TEST(Render, LeavesAShortMessageAlone) {
    const Rendered rendered = render(Message("hello"), line_profile(100), bytes_of);
    EXPECT_THAT(texts(rendered), ElementsAre("hello"));
    EXPECT_TRUE(rendered.degraded.empty());
}

TEST(Render, MakesOnePartALineWhereTheChannelHasLines) {
    const Rendered rendered = render(Message("one\r\ntwo\n\nthree"), line_profile(100), bytes_of);
    EXPECT_THAT(texts(rendered), ElementsAre("one", "two", "three"));
    EXPECT_THAT(rendered.degraded, Contains("split into 3 parts"));
}

TEST(Render, KeepsLineBreaksWhereTheyCanBeShown) {
    EXPECT_THAT(texts(render(Message("one\ntwo"), rich_profile(100), bytes_of)), ElementsAre("one\ntwo"));
}

TEST(Render, SplitsAtBlanks) {
    const Rendered rendered = render(Message("aaaa bbbb cccc dddd"), line_profile(10), bytes_of);
    EXPECT_THAT(texts(rendered), ElementsAre("aaaa bbbb", "cccc dddd"));
}

TEST(Render, NeverSplitsInsideAGrapheme) {
    std::string family;
    for (int i = 0; i < 30; ++i) family += "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    const Rendered rendered = render(Message(family), line_profile(50), bytes_of);
    std::string joined;
    ASSERT_GT(rendered.parts.size(), 1U);
    for (const std::string& part : texts(rendered)) {
        EXPECT_LE(part.size(), 50U);
        joined += part;
    }
    ChannelProfile roomy = line_profile(50);
    roomy.max_parts = 1000;
    joined.clear();
    for (const std::string& part : texts(render(Message(family), roomy, bytes_of))) {
        EXPECT_EQ(part.size() % 18, 0U) << "a family has 18 bytes";
        joined += part;
    }
    EXPECT_EQ(joined, family);
}

TEST(Render, CountsInTheProfilesUnit) {
    ChannelProfile profile = rich_profile(2000);
    profile.unit = LengthUnit::code_points;
    const LengthOf code_points = [](const Element& element) {
        Message message;
        message.append(element);
        return count_code_points(message.plain_text());
    };
    std::string emoji;
    for (int i = 0; i < 2000; ++i) emoji += "\U0001F600";
    EXPECT_EQ(render(Message(emoji), profile, code_points).parts.size(), 1U);
    EXPECT_EQ(render(Message(emoji + "x"), profile, code_points).parts.size(), 2U);
}

TEST(Render, ReopensACodeBlockThatIsSplit) {
    Message message;
    std::string code;
    for (int i = 0; i < 20; ++i) code += "line " + std::to_string(i) + "\n";
    message.append(CodeBlock(code, "cpp"));
    const Rendered rendered = render(message, rich_profile(60), bytes_of);
    ASSERT_GT(rendered.parts.size(), 1U);
    for (const Message& part : rendered.parts)
        for (const Element& element : part.elements())
            if (const auto* block = std::get_if<CodeBlock>(&element)) {
                EXPECT_EQ(block->language, "cpp");
            }
}

TEST(Render, DegradesWhatTheChannelCannotShowAndSaysSo) {
    Message message;
    message.append(Text("bold", Style::bold)).append(CodeBlock("x = 1\ny = 2"));
    message.append(Link("https://a.example", "site"))
        .append(Attachment("https://f.example/i.png", "i.png", "image/png"));
    const Rendered rendered = render(message, line_profile(200), bytes_of);
    EXPECT_THAT(texts(rendered), ElementsAre("bold", "x = 1", "y = 2",
                                             "site (https://a.example)i.png: https://f.example/i.png"));
    EXPECT_THAT(rendered.degraded, Contains("styles removed"));
    EXPECT_THAT(rendered.degraded, Contains("code block shown as plain lines"));
    EXPECT_THAT(rendered.degraded, Contains("attachment shown as a link"));
}

TEST(Render, CutsAfterTheLastAllowedPartAndTellsTheReader) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "word ";
    ChannelProfile profile = line_profile(50);
    profile.max_parts = 3;
    const Rendered rendered = render(Message(text), profile, bytes_of);
    ASSERT_EQ(rendered.parts.size(), 3U);
    EXPECT_TRUE(rendered.parts.back().plain_text().ends_with("…"));
    for (const std::string& part : texts(rendered)) EXPECT_LE(part.size(), 50U);
    EXPECT_THAT(rendered.degraded, Contains("cut after 3 parts"));
}

TEST(Render, LosesNothingWhereAReaderAsksForMore) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "word" + std::to_string(i) + " ";
    ChannelProfile profile = line_profile(40);
    profile.max_parts = 2;
    const Rendered rendered = render(Message(text), profile, bytes_of, " (more)");
    ASSERT_EQ(rendered.parts.size(), 2U);
    std::vector<Message> all = rendered.parts;
    all.insert(all.end(), rendered.further.begin(), rendered.further.end());
    std::string together;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::string part = all[i].plain_text();
        EXPECT_LE(part.size(), 40U);
        const bool ends_page = i % 2 == 1 && i + 1 < all.size();
        EXPECT_EQ(part.ends_with(" (more)"), ends_page) << part;
        if (ends_page) part.resize(part.size() - 7);
        together += part + " ";
    }
    EXPECT_EQ(together, text);
}

TEST(Render, SurvivesHostileText) {
    const std::string nasty = std::string("a\0b", 3) + "\r\nQUIT :bye\n" + "\x01\x02\x1b[2J\xff\xfe\xc3";
    for (const std::string& part : texts(render(Message(nasty), line_profile(40), bytes_of))) {
        EXPECT_EQ(part.find_first_of(std::string("\0\r\n\x01\x02\x1b", 6)), std::string::npos);
        EXPECT_LE(part.size(), 40U);
    }
    const Rendered huge = render(Message(std::string(1'000'000, 'x')), line_profile(400), bytes_of);
    EXPECT_EQ(huge.parts.size(), 8U);
    EXPECT_TRUE(render(Message(" \n \n"), line_profile(400), bytes_of).parts.empty());
    EXPECT_TRUE(render(Message(), line_profile(400), bytes_of).parts.empty());
}

TEST(Render, RepliesOnlyWithTheFirstPart) {
    Message message(std::string(100, 'x') + " " + std::string(100, 'y'));
    message.reply_to(MessageId("42"));
    const Rendered rendered = render(message, rich_profile(110), bytes_of);
    ASSERT_EQ(rendered.parts.size(), 2U);
    EXPECT_EQ(rendered.parts[0].replied_to(), MessageId("42"));
    EXPECT_FALSE(rendered.parts[1].replied_to().has_value());
}

}  // namespace
}  // namespace confab::test
