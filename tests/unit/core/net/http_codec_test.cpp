#include "core/net/http_codec.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

constexpr std::size_t kMaxHeader = 16 * 1024;

/// Feeds `text` in pieces of `step` bytes, as a connection would.
Result<std::size_t> feed(HttpParser& parser, std::string_view text, std::size_t step) {
    std::string buffer;
    std::size_t total = 0;
    for (std::size_t at = 0; at < text.size() && !parser.done(); at += step) {
        buffer += text.substr(at, step);
        const auto used = parser.feed(buffer);
        if (!used) return used;
        buffer.erase(0, *used);
        total += *used;
    }
    return total;
}

HttpParser answers(std::size_t max_body = 1024, bool head = false) {
    HttpParser parser(HttpParser::Side::responses, kMaxHeader);
    parser.begin(max_body, head);
    return parser;
}

HttpParser requests(std::size_t max_body = 1024) {
    HttpParser parser(HttpParser::Side::requests, kMaxHeader);
    parser.begin(max_body);
    return parser;
}

TEST(HttpCodec, ReadsAResponseHoweverItIsCut) {
    constexpr std::string_view kText =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\nSet-Cookie: 1\r\nSet-Cookie: 2\r\n\r\nhello";
    for (std::size_t step = 1; step <= kText.size(); ++step) {
        HttpParser parser = answers();
        ASSERT_EQ(feed(parser, kText, step).value(), kText.size()) << step;
        ASSERT_TRUE(parser.done());
        EXPECT_EQ(parser.status(), 200);
        EXPECT_EQ(parser.body(), "hello");
        EXPECT_EQ(parser.headers().get("x-a"), "b");
        EXPECT_EQ(parser.headers().fields().size(), 4u);
        EXPECT_TRUE(parser.keep_alive());
    }
}

TEST(HttpCodec, ReadsChunksHoweverTheyAreCut) {
    constexpr std::string_view kText =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-T: "
        "t\r\n\r\n";
    for (std::size_t step = 1; step <= kText.size(); ++step) {
        HttpParser parser = answers();
        ASSERT_EQ(feed(parser, kText, step).value(), kText.size()) << step;
        EXPECT_TRUE(parser.done());
        EXPECT_EQ(parser.body(), "hello world");
    }
}

TEST(HttpCodec, ReadsAnEmptyChunkedBodyHoweverItIsCut) {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char* body : {"0\r\n\r\n", "0\r\nX-T: t\r\n\r\n"})
        for (const std::size_t first : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{4}}) {
            HttpParser parser = answers();
            ASSERT_EQ(feed(parser, head + std::string(body, first), 1000).value(), head.size());
            std::string waiting(body, first);
            for (const char c : std::string(body + first)) {
                ASSERT_FALSE(parser.done());
                waiting += c;
                waiting.erase(0, parser.feed(waiting).value());
            }
            EXPECT_TRUE(parser.done()) << first;
            EXPECT_EQ(parser.body(), "");
        }
}

TEST(HttpCodec, ReadsABodyWithoutLengthUntilTheEnd) {
    HttpParser parser = answers();
    ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\n\r\nhel").has_value());
    ASSERT_TRUE(parser.feed("lo").has_value());
    EXPECT_FALSE(parser.done());
    EXPECT_TRUE(parser.end_of_stream().has_value());
    EXPECT_TRUE(parser.done());
    EXPECT_EQ(parser.body(), "hello");
    EXPECT_FALSE(parser.keep_alive());
}

TEST(HttpCodec, CallsAnEndWithinAMessageClosed) {
    for (const char* text : {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"}) {
        HttpParser parser = answers();
        ASSERT_TRUE(parser.feed(text).has_value()) << text;
        const auto end = parser.end_of_stream();
        ASSERT_FALSE(end.has_value()) << text;
        EXPECT_EQ(end.error().code(), Errc::closed) << text;
    }
}

TEST(HttpCodec, ExpectsNoBodyWhereThereIsNone) {
    for (const char* text :
         {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"}) {
        HttpParser parser = answers();
        ASSERT_TRUE(parser.feed(text).has_value());
        EXPECT_TRUE(parser.done()) << text;
    }
    HttpParser head = answers(1024, true);
    ASSERT_TRUE(head.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").has_value());
    EXPECT_TRUE(head.done());
}

TEST(HttpCodec, SkipsInterimAnswers) {
    HttpParser parser = answers();
    ASSERT_TRUE(parser
                    .feed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    .has_value());
    ASSERT_TRUE(parser.done());
    EXPECT_EQ(parser.status(), 200);
    EXPECT_EQ(parser.body(), "ok");
    EXPECT_FALSE(parser.headers().has("Link"));
}

TEST(HttpCodec, StopsAtTheEndOfAMessage) {
    constexpr std::string_view kFirst = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
    HttpParser parser = requests();
    const std::string both = std::string(kFirst) + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n";
    ASSERT_EQ(parser.feed(both).value(), kFirst.size());
    EXPECT_EQ(parser.method(), "POST");
    EXPECT_EQ(parser.target(), "/a");
    EXPECT_EQ(parser.body(), "abc");
    parser.begin(1024);
    EXPECT_FALSE(parser.started());
    ASSERT_TRUE(parser.feed(std::string_view(both).substr(kFirst.size())).has_value());
    EXPECT_TRUE(parser.done());
    EXPECT_EQ(parser.target(), "/b");
    EXPECT_TRUE(parser.body().empty());
}

TEST(HttpCodec, RefusesContradictoryFraming) {
    for (const char* fields : {"Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: -1\r\n",
                               "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "Content-Length: x\r\n",
                               "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "A : b\r\n",
                               "Content-Length: 99999999999999999999\r\n"}) {
        HttpParser parser = answers();
        const auto fed = parser.feed(std::string("HTTP/1.1 200 OK\r\n") + fields + "\r\nx");
        ASSERT_FALSE(fed.has_value()) << fields;
        EXPECT_EQ(fed.error().code(), Errc::protocol) << fields;
    }
}

TEST(HttpCodec, RefusesGarbage) {
    for (const char* text : {"\r\n\r\n\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
                             "HTTP/3.7 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\x01: y\r\n\r\n"}) {
        HttpParser parser = answers();
        const auto fed = parser.feed(text);
        ASSERT_FALSE(fed.has_value()) << text;
        EXPECT_EQ(fed.error().code(), Errc::protocol) << text;
    }
    HttpParser parser = answers();
    ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").has_value());
    EXPECT_FALSE(parser.feed("zz\r\nhello\r\n").has_value());
}

TEST(HttpCodec, LimitsTheHeader) {
    HttpParser parser = answers();
    std::string text = "HTTP/1.1 200 OK\r\nX: " + std::string(kMaxHeader, 'a');
    const auto fed = parser.feed(text);
    ASSERT_FALSE(fed.has_value());
    EXPECT_EQ(fed.error().code(), Errc::too_large);
}

TEST(HttpCodec, LimitsTheHeaderHoweverManyFieldsAndPiecesItHas) {
    std::string many = "HTTP/1.1 200 OK\r\n";
    while (many.size() < kMaxHeader) many += "A: b\r\n";
    many += "A: b\r\nA: b\r\nA: b\r\nA: b\r\n\r\n";
    for (const std::size_t step : {std::size_t(6), std::size_t(100), many.size()}) {
        HttpParser parser = answers();
        const auto fed = feed(parser, many, step);
        ASSERT_FALSE(fed.has_value()) << step;
        EXPECT_EQ(fed.error().code(), Errc::too_large);
    }
}

TEST(HttpCodec, LimitsAChunksHeader) {
    HttpParser parser = answers();
    const std::string text =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;e=" + std::string(40'000, 'x');
    EXPECT_FALSE(feed(parser, text, 1000).has_value());
}

TEST(HttpCodec, LimitsAndIgnoresTrailers) {
    const std::string start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    HttpParser few = answers();
    ASSERT_TRUE(few.feed(start + "Set-Cookie: x\r\n\r\n").has_value());
    EXPECT_TRUE(few.done());
    EXPECT_FALSE(few.headers().has("Set-Cookie"));
    std::string many = start;
    while (many.size() < 2 * kMaxHeader) many += "A: b\r\n";
    HttpParser parser = answers();
    EXPECT_FALSE(feed(parser, many, 600).has_value());
}

TEST(HttpCodec, LimitsTheBodyWhateverItsFraming) {
    const std::string large(1025, 'x');
    for (const std::string& text :
         {std::string("HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n"), "HTTP/1.1 200 OK\r\n\r\n" + large,
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n" + large + "\r\n0\r\n\r\n",
          std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n")}) {
        HttpParser parser = answers(1024);
        const auto fed = feed(parser, text, 512);
        ASSERT_FALSE(fed.has_value()) << text.substr(0, 60);
        EXPECT_EQ(fed.error().code(), Errc::too_large);
    }
}

TEST(HttpCodec, ReservesNothingForALengthThatIsOnlyClaimed) {
    HttpParser parser = answers(std::size_t(1) << 40);
    ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n").has_value());
    EXPECT_LE(parser.body().capacity(), 2u * 1024 * 1024);
}

TEST(HttpCodec, KnowsWhetherTheConnectionStays) {
    const auto stays = [](const char* head) {
        HttpParser parser = answers();
        EXPECT_TRUE(parser.feed(head).has_value());
        return parser.keep_alive();
    };
    EXPECT_TRUE(stays("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_FALSE(stays("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    EXPECT_FALSE(stays("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_TRUE(stays("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(HttpCodec, SeesThatASenderWaitsForContinue) {
    HttpParser parser = requests();
    ASSERT_TRUE(
        parser.feed("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n").has_value());
    EXPECT_TRUE(parser.expects_continue());
    EXPECT_FALSE(parser.done());
}

}  // namespace
}  // namespace confab::core
