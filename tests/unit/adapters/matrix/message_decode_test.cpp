#include "adapters/matrix/message_decode.hpp"

#include <gtest/gtest.h>

#include "answers.hpp"

namespace confab::matrix {
namespace {

Message decode(const std::string& json) {
    const json::Document document = parsed(json);
    return decode_message(document.root());
}

TEST(MatrixMessageDecode, PrefersTheHtmlAndFallsBackToTheBody) {
    const Message styled = decode(
        R"({"msgtype":"m.text","body":"**hi**","format":"org.matrix.custom.html","formatted_body":"<b>hi</b>"})");
    ASSERT_EQ(styled.elements().size(), 1U);
    EXPECT_EQ(std::get<Text>(styled.elements()[0]).style, Style::bold);
    EXPECT_EQ(decode(R"({"msgtype":"m.text","body":"hi","formatted_body":"<b>no format</b>"})").plain_text(),
              "hi");
    EXPECT_EQ(
        decode(R"({"msgtype":"m.text","body":"hi","format":"org.matrix.custom.html","formatted_body":7})")
            .plain_text(),
        "hi");
}

TEST(MatrixMessageDecode, StripsTheReplyFallbackOfOldSenders) {
    const Message reply = decode(
        R"({"msgtype":"m.text","body":"> <@bob:hs> first\n> second\n\nanswer","m.relates_to":{"m.in_reply_to":{"event_id":"$1"}}})");
    EXPECT_EQ(reply.plain_text(), "answer");
    EXPECT_EQ(reply.replied_to(), MessageId("$1"));
    EXPECT_EQ(decode(R"({"msgtype":"m.text","body":"> just a quote"})").plain_text(), "> just a quote");
}

TEST(MatrixMessageDecode, DoesNotTakeTheFallbackOfAThreadForAReply) {
    const Message message = decode(
        R"({"body":"x","msgtype":"m.text","m.relates_to":{"rel_type":"m.thread","event_id":"$r","is_falling_back":true,"m.in_reply_to":{"event_id":"$1"}}})");
    EXPECT_FALSE(message.replied_to());
}

TEST(MatrixMessageDecode, ReadsEmotesAndFiles) {
    EXPECT_TRUE(decode(R"({"msgtype":"m.emote","body":"waves"})").is_action());
    const Message image = decode(
        R"({"msgtype":"m.image","body":"look","filename":"a.png","url":"mxc://hs/x","info":{"mimetype":"image/png","size":12}})");
    ASSERT_EQ(image.elements().size(), 2U);
    const auto& file = std::get<Attachment>(image.elements()[0]);
    EXPECT_EQ(file.url, "mxc://hs/x");
    EXPECT_EQ(file.name, "a.png");
    EXPECT_TRUE(file.is_image());
    EXPECT_EQ(file.size, 12U);
    EXPECT_EQ(std::get<Text>(image.elements()[1]).text, "look");
}

TEST(MatrixMessageDecode, SurvivesContentOfTheWrongShape) {
    for (const char* json : {"{}", R"({"body":5,"msgtype":[]})", R"({"m.relates_to":"x","body":null})",
                             R"({"msgtype":"m.image","info":{"size":-1}})"})
        EXPECT_NO_THROW(decode(json)) << json;
    EXPECT_TRUE(decode(R"({"body":5})").empty());
}

TEST(MatrixMessageDecode, KnowsWhenAUserIsMentioned) {
    const auto mentions = [](const std::string& json) {
        const json::Document document = parsed(json);
        return mentions_user(document.root(), "@bot:hs");
    };
    EXPECT_TRUE(mentions(R"({"m.mentions":{"user_ids":["@a:hs","@bot:hs"]}})"));
    EXPECT_FALSE(mentions(R"({"m.mentions":{"room":true}})"));
    EXPECT_FALSE(
        mentions(R"({"m.mentions":{},"formatted_body":"<a href='https://matrix.to/#/@bot:hs'>b</a>"})"));
    EXPECT_TRUE(mentions(R"({"formatted_body":"<a href='https://matrix.to/#/@bot:hs'>b</a>"})"));
}

TEST(MatrixMessageDecode, KnowsWhenATextStartsByCallingSomebody) {
    EXPECT_TRUE(addresses("Confab: hello", "confab"));
    EXPECT_TRUE(addresses("confab, hello", "Confab"));
    EXPECT_TRUE(addresses("@confab hello", "confab"));
    EXPECT_TRUE(addresses("confab", "confab"));
    EXPECT_FALSE(addresses("confab is nice", "confab"));
    EXPECT_FALSE(addresses("confabulate: hello", "confab"));
    EXPECT_FALSE(addresses("hello", ""));
}

TEST(MatrixMessageDecode, TakesTheAddressOffSoThatCommandsCanFollow) {
    const std::vector<std::string> names = {"@confab:example.org", "Confab Bot", "confab"};
    const auto without = [&](Message message) {
        return without_address(message, "@confab:example.org", names).plain_text();
    };
    EXPECT_EQ(without(Message("confab: roll 6")), "roll 6");
    EXPECT_EQ(without(Message("@confab:example.org: roll 6")), "roll 6");
    EXPECT_EQ(without(Message("Confab Bot, roll 6")), "roll 6");
    EXPECT_EQ(without(Message("confab is nice")), "confab is nice");
    EXPECT_EQ(without(Message("confab:")), "confab:") << "nothing but the call";

    Message pill;
    pill.append(Mention(UserId("@confab:example.org"), "Confab")).append(Text(": roll 6"));
    EXPECT_EQ(without(pill), "roll 6");
    Message other;
    other.append(Mention(UserId("@bob:example.org"), "Bob")).append(Text(": roll 6"));
    EXPECT_EQ(without(other), "Bob: roll 6");
}

}  // namespace
}  // namespace confab::matrix
