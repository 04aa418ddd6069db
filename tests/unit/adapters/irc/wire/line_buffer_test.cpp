#include "adapters/irc/wire/line_buffer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace confab::irc {
namespace {

std::vector<std::string> feed(LineBuffer& buffer, std::string_view chunk) {
    std::vector<std::string> lines;
    buffer.push(chunk);
    while (const auto line = buffer.next()) lines.emplace_back(*line);
    return lines;
}

using Lines = std::vector<std::string>;

TEST(IrcLineBuffer, CutsOneReadIntoItsLines) {
    LineBuffer buffer;
    EXPECT_EQ(feed(buffer, "a\r\nb\n\r\nc\r\nd"), (Lines{"a\r", "b", "\r", "c\r"}));
    EXPECT_EQ(feed(buffer, "e\n"), (Lines{"de"}));
}

TEST(IrcLineBuffer, GivesTheSameLinesByteByByte) {
    const std::string stream = ":a PING x\r\n\r\nB\nPRIVMSG #c :long text\r\n";
    LineBuffer whole;
    LineBuffer bytewise;
    Lines lines;
    for (const char c : stream)
        for (std::string& line : feed(bytewise, std::string_view(&c, 1))) lines.push_back(std::move(line));
    EXPECT_EQ(lines, feed(whole, stream));
    EXPECT_EQ(lines.size(), 4U);
}

TEST(IrcLineBuffer, TakesTenThousandLinesInOneRead) {
    std::string stream;
    for (int i = 0; i < 10'000; ++i) stream += "PING " + std::to_string(i) + "\r\n";
    LineBuffer buffer;
    const Lines lines = feed(buffer, stream);
    ASSERT_EQ(lines.size(), 10'000U);
    EXPECT_EQ(lines.back(), "PING 9999\r");
}

TEST(IrcLineBuffer, AcceptsTheLongestLawfulLine) {
    LineBuffer buffer;
    const std::string line = "@" + std::string(8189, 't') + " " + std::string(510, 'x');
    EXPECT_EQ(feed(buffer, line + "\r\n"), (Lines{line + "\r"}));
}

TEST(IrcLineBuffer, DropsAnOverLongLineAndGoesOnWithTheNext) {
    LineBuffer buffer;
    EXPECT_EQ(feed(buffer, std::string(LineBuffer::kMaxLine + 1, 'x') + "\nPING a\n"), (Lines{"PING a"}));
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(feed(buffer, std::string(1024, 'y')).empty());
    EXPECT_EQ(feed(buffer, "tail\nPING b\n"), (Lines{"PING b"}));
    EXPECT_EQ(buffer.dropped(), 2U);
}

}  // namespace
}  // namespace confab::irc
