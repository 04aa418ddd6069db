// What is said stays whole, whatever is said and to whom. Hard cases 10 and 11.
#include <random>

#include "adapters/irc/encode.hpp"
#include "adapters/irc/text.hpp"
#include "core/text/unicode.hpp"
#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

const core::CoreUnicode kUnicode;

std::string seen(const std::string& line) {
    Line parsed;
    EXPECT_TRUE(parsed.parse(line));
    std::string out;
    for (const Text& run : parse_formatting(parsed.last())) out += run.text;
    return out;
}

TEST(IrcLines, CutBetweenWhatReadersSeeAsOneCharacter) {
    const std::string family = "👨‍👩‍👧‍👦";
    std::string text;
    for (int i = 0; i < 40; ++i) text += family;
    const Lines lines = encode_message(text, "#c", 64, Verb::privmsg, &kUnicode);
    std::string got;
    for (const std::string& line : lines) {
        EXPECT_EQ(seen(line).size() % family.size(), 0U) << line;
        got += seen(line);
    }
    EXPECT_EQ(got, text);
}

TEST(IrcLines, CutAClusterThatIsLongerThanALine) {
    std::string text = "e";
    for (int i = 0; i < 500; ++i) text += "\u0301";
    std::string got;
    for (const std::string& line : encode_message(text, "#c", 64, Verb::privmsg, &kUnicode)) {
        EXPECT_TRUE(is_valid_utf8(line));
        EXPECT_LE(line.size(), 64 + std::string_view("PRIVMSG #c :").size());
        got += seen(line);
    }
    EXPECT_EQ(got, text);
}

class Anything {
public:
    explicit Anything(unsigned seed) : random_(seed) {}

    unsigned below(unsigned limit) { return random_() % limit; }
    std::string text() {
        static const std::vector<std::string> kPieces{"a",
                                                      "7",
                                                      ",",
                                                      "é",
                                                      "€",
                                                      "😀",
                                                      " ",
                                                      "word ",
                                                      "\x02",
                                                      "\x03"
                                                      "4,5",
                                                      "👨‍👩‍👧",
                                                      "\n",
                                                      "\r\n",
                                                      "\xFF",
                                                      "\x01",
                                                      ":",
                                                      "12",
                                                      "e\u0301",
                                                      "🇩🇪",
                                                      "\t",
                                                      "\x0F"};
        std::string out;
        for (unsigned i = below(300); i > 0; --i)
            out += kPieces[below(static_cast<unsigned>(kPieces.size()))];
        return out;
    }
    Text run() {
        Text run(text(), static_cast<Style>(below(64)));
        if (below(3) == 0) run.foreground = color();
        if (below(3) == 0) run.background = color();
        return run;
    }
    std::string target() {
        static constexpr const char* kStarts[] = {"#", "@#", "&", "", "#é"};
        return kStarts[below(5)] + std::string(1 + below(60), 'n');
    }

private:
    Color color() {
        const auto part = [this] {
            return static_cast<std::uint8_t>(below(256));
        };
        const std::uint8_t red = part();
        const std::uint8_t green = part();
        return Color(red, green, part());
    }
    std::mt19937 random_;
};

TEST(IrcLines, AreNeverTooLongAreValidAndLoseNothing) {
    Anything any(11);
    for (int round = 0; round < 400; ++round) {
        Driver driver = ready(config());
        const std::string host(1 + any.below(63), 'h');
        const std::string prefix = ":confab!~confab@" + host + " ";
        driver.line(prefix + "JOIN #own");
        ASSERT_EQ(driver.session().prefix_length(), prefix.size());
        Message message;
        std::string expected;
        for (unsigned runs = 1 + any.below(4); runs > 0; --runs) {
            Text run = any.run();
            for (const char c : clean_text(run.text))
                if (c != '\n') expected += c;
            message.append(std::move(run));
        }
        if (any.below(3) == 0) {
            Message acting = std::move(message).action();
            message = std::move(acting);
        }
        const std::string target = any.target();
        const std::size_t room =
            room_for_text(driver.session().isupport().body_length(), prefix.size(), target);
        std::string got;
        for (const std::string& line :
             encode_message(message, target, room, Verb::privmsg, any.below(2) ? &kUnicode : nullptr)) {
            ASSERT_LE(prefix.size() + line.size(), kMaxBody) << "round " << round;
            ASSERT_TRUE(is_valid_utf8(line)) << "round " << round;
            ASSERT_EQ(line.find_first_of(std::string_view("\r\n\0", 3)), std::string::npos);
            std::string text = seen(line);
            if (message.is_action()) text.erase(0, std::string_view("ACTION ").size());
            got += text;
        }
        ASSERT_TRUE(got == expected) << "round " << round;
    }
}

}  // namespace
}  // namespace confab::irc::test
