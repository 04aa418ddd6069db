#include "adapters/irc/encode.hpp"

#include <gtest/gtest.h>

#include <random>

#include "adapters/irc/text.hpp"
#include "adapters/irc/wire/line.hpp"

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;
constexpr std::size_t kRoom = 400;

std::string text_of(const std::string& line) {
    Line parsed;
    EXPECT_TRUE(parsed.parse(line));
    std::string out;
    for (const Text& run : parse_formatting(parsed.last())) out += run.text;
    return out;
}

std::string joined(const Lines& lines) {
    std::string out;
    for (const std::string& line : lines) out += text_of(line);
    return out;
}

TEST(IrcEncode, MakesOneLineOfAMessage) {
    EXPECT_EQ(encode_message("hello", "#c", kRoom), (Lines{"PRIVMSG #c :hello"}));
    EXPECT_EQ(encode_message("hello", "#c", kRoom, Verb::notice), (Lines{"NOTICE #c :hello"}));
    EXPECT_EQ(encode_message("", "#c", kRoom), Lines{});
}

TEST(IrcEncode, LetsNothingOutThatEndsALine) {
    EXPECT_EQ(encode_message("hi\r\nQUIT", "#c", kRoom), (Lines{"PRIVMSG #c :hi", "PRIVMSG #c :QUIT"}));
    EXPECT_EQ(encode_message(std::string("a\0b\x01VERSION\x01", 12), "#c", kRoom),
              (Lines{"PRIVMSG #c :abVERSION"}));
    EXPECT_EQ(encode_message("x", "#c\r\nQUIT ", kRoom), (Lines{"PRIVMSG #cQUIT :x"}));
}

TEST(IrcEncode, WritesStylesAndActions) {
    Message message;
    message.append(Text("b", Style::bold)).append(Text(" plain"));
    EXPECT_EQ(encode_message(message, "#c", kRoom), (Lines{"PRIVMSG #c :\x02"
                                                           "b\x0F plain"}));
    EXPECT_EQ(encode_message(Message("waves").action(), "#c", kRoom, Verb::notice),
              (Lines{"PRIVMSG #c :\x01"
                     "ACTION waves\x01"}));
}

TEST(IrcEncode, ShowsElementsThatIrcDoesNotHave) {
    Message message;
    message.append(Mention(UserId("al"), "alice"))
        .append(Text(": see "))
        .append(Link("https://x.example", "docs"));
    EXPECT_EQ(encode_message(message, "#c", kRoom), (Lines{"PRIVMSG #c :alice: see docs https://x.example"}));
}

TEST(IrcEncode, CountsWhatItWrites) {
    for (const Element& element :
         {Element(Text("é\x01x", Style::bold | Style::spoiler)), Element(Text("plain")), Element(Quote("q")),
          Element(Link("https://x.example", "docs"))}) {
        const Lines lines = encode_message(Message().append(element), "#c", kRoom);
        ASSERT_EQ(lines.size(), 1U);
        EXPECT_EQ(lines.front().size() - std::string_view("PRIVMSG #c :").size(), encoded_length(element));
    }
}

TEST(IrcEncode, ReopensStylesAfterACut) {
    const Lines lines = encode_message(Message().append(Text(std::string(60, 'x'), Style::bold)), "#c", 40);
    ASSERT_EQ(lines.size(), 2U);
    for (const std::string& line : lines) EXPECT_NE(line.find(":\x02"), std::string::npos);
}

TEST(IrcEncode, NeverMakesALineTooLongNorLosesText) {
    std::mt19937 random(7);
    const std::vector<std::string> pieces{"a",    "é", "€", "😀", " ", "word ", "\x02", "👨‍👩‍👧",
                                          "\xFF", ","};
    constexpr std::size_t kPrefix = 60;
    for (int round = 0; round < 500; ++round) {
        Message message;
        std::string expected;
        const unsigned runs = 1 + random() % 4;
        for (unsigned run = 0; run < runs; ++run) {
            std::string text;
            for (unsigned i = random() % 400; i > 0; --i) text += pieces[random() % pieces.size()];
            expected += clean_text(text);
            message.append(Text(text, static_cast<Style>(random() % 64)));
        }
        if (random() % 2) {
            Message acting = std::move(message).action();
            message = std::move(acting);
        }
        const std::size_t room = room_for_text(kMaxBody, kPrefix, "#channel");
        const Lines lines = encode_message(message, "#channel", room);
        std::string got;
        for (const std::string& line : lines) {
            EXPECT_LE(line.size() + kPrefix, kMaxBody);
            EXPECT_TRUE(is_valid_utf8(line));
            EXPECT_EQ(line.find_first_of(std::string_view("\r\n\0", 3)), std::string::npos);
            std::string text = text_of(line);
            if (message.is_action()) text.erase(0, std::string_view("ACTION ").size());
            got += text;
        }
        ASSERT_TRUE(got == expected) << "round " << round;
    }
}

TEST(IrcEncode, KeepsSomeRoomWhateverThePrefix) {
    EXPECT_GE(room_for_text(kMaxBody, 900, "#c"), 32U);
    EXPECT_EQ(joined(encode_message(std::string(100, 'x'), "#c", 1)), std::string(100, 'x'));
}

}  // namespace
}  // namespace confab::irc
