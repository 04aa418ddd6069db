#include "confab/service/server_sent_events.hpp"

#include <gtest/gtest.h>

namespace confab {
namespace {

std::vector<std::string> read(ServerSentEventParser& parser, std::string_view text, std::size_t step) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size(); at += step) {
        EXPECT_TRUE(parser.feed(text.substr(at, step)).has_value());
        while (const auto event = parser.next())
            out.push_back(event->type + "|" + event->id + "|" + event->data);
    }
    return out;
}

TEST(ServerSentEventParser, ReadsAllLineEndsInPiecesOfAnySize) {
    const std::string text =
        "\xEF\xBB\xBF"
        "data: one\r\ndata: more\r\n\r\n"
        "event: e\rdata:two\r\r"
        "id: 5\ndata:  three\n\n"
        ": comment\nevent: lost\n\n"
        "data\n\n"
        "unknown: x\ndata: last\nid\n\ndata: cut";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        ServerSentEventParser parser;
        const std::vector<std::string> expected = {"message||one\nmore", "e||two", "message|5| three",
                                                   "message|5|", "message||last"};
        EXPECT_EQ(read(parser, text, step), expected) << step;
    }
}

TEST(ServerSentEventParser, TakesOnlySoundRetryTimes) {
    ServerSentEventParser parser;
    read(parser, "retry: 1500\nretry: soon\nretry: -1\nretry: 99999999999999999999\n", 5);
    EXPECT_EQ(parser.reconnect_delay(), Duration(1500));
}

TEST(ServerSentEventParser, IgnoresIdsWithNull) {
    ServerSentEventParser parser;
    EXPECT_EQ(read(parser, std::string_view("id: a\0b\ndata: x\n\n", 17), 100).at(0), "message||x");
}

TEST(ServerSentEventParser, RefusesAnEventWithoutEnd) {
    ServerSentEventParser line(1000), lines(1000);
    Result<void> fed;
    for (int i = 0; i < 200 && fed; ++i) fed = line.feed("data: xx");
    EXPECT_EQ(fed.error().code(), Errc::too_large);
    fed = Result<void>();
    for (int i = 0; i < 200 && fed; ++i) fed = lines.feed("data: xxxxxxx\n");
    EXPECT_EQ(fed.error().code(), Errc::too_large);
}

}  // namespace
}  // namespace confab
