#include "core/redis/resp.hpp"

#include <gtest/gtest.h>

#include <random>

namespace confab::test {
namespace {

using core::RedisReply;
using core::RespDecoder;
using core::RespLimits;
using Type = core::RedisReply::Type;

std::string show(const RedisReply& reply) {
    switch (reply.type) {
        case Type::nil:
            return "nil";
        case Type::status:
            return "+" + reply.text;
        case Type::string:
            return "'" + reply.text + "'";
        case Type::integer:
            return std::to_string(reply.integer);
        case Type::error:
            return "-" + reply.text;
        case Type::array:
            break;
    }
    std::string out = "[";
    for (const RedisReply& element : reply.elements) out += (out.size() > 1 ? " " : "") + show(element);
    return out + "]";
}

/// Every reply in `bytes`, fed `step` bytes at a time, and the error that ended it.
std::string replies(std::string_view bytes, std::size_t step, RespLimits limits = {}) {
    RespDecoder decoder(limits);
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        decoder.feed(bytes.substr(at, step));
        for (;;) {
            const Result<std::optional<RedisReply>> reply = decoder.next();
            if (!reply) return out + "!" + std::string(to_string(reply.error().code()));
            if (!*reply) break;
            out += show(**reply) + "\n";
        }
    }
    return out;
}

std::string all_at_once(std::string_view bytes, RespLimits limits = {}) {
    return replies(bytes, std::max<std::size_t>(bytes.size(), 1), limits);
}

TEST(Resp, WritesCommandsWithAnyBytes) {
    const std::vector<std::string> set{"SET", std::string("k\0\r\n", 4), ""};
    EXPECT_EQ(core::encode_command(set).value(),
              std::string("*3\r\n$3\r\nSET\r\n$4\r\nk\0\r\n\r\n$0\r\n\r\n", 29));
}

TEST(Resp, RefusesCommandsThatCannotBeSent) {
    EXPECT_EQ(core::encode_command({}).error().code(), Errc::invalid_argument);
    const std::vector<std::string> huge{"SET", "k", std::string(core::kMaxCommandBytes, 'v')};
    EXPECT_EQ(core::encode_command(huge).error().code(), Errc::too_large);
}

TEST(Resp, ReadsEveryType) {
    EXPECT_EQ(all_at_once("+OK\r\n-ERR no\r\n:-42\r\n$-1\r\n*-1\r\n$0\r\n\r\n$4\r\na\r\nb\r\n*0\r\n"),
              "+OK\n-ERR no\n-42\nnil\nnil\n''\n'a\r\nb'\n[]\n");
    EXPECT_EQ(all_at_once(":9223372036854775807\r\n:-9223372036854775808\r\n"),
              "9223372036854775807\n-9223372036854775808\n");
}

TEST(Resp, ReadsNestedArrays) {
    EXPECT_EQ(all_at_once("*3\r\n*2\r\n:1\r\n*1\r\n$1\r\na\r\n$-1\r\n*2\r\n-E x\r\n*0\r\n+after\r\n"),
              "[[1 ['a']] nil [-E x []]]\n+after\n");
}

TEST(Resp, ReadsTheSameHoweverTheBytesAreCut) {
    const std::string bytes =
        "+OK\r\n*3\r\n*2\r\n:1\r\n*1\r\n$3\r\na\r\n\r\n$-1\r\n$0\r\n\r\n-LOADING "
        "wait\r\n:7\r\n$5\r\nhello\r\n";
    const std::string whole = all_at_once(bytes);
    for (std::size_t step = 1; step < bytes.size(); ++step) EXPECT_EQ(replies(bytes, step), whole) << step;
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        RespDecoder decoder;
        std::string out;
        for (const std::string_view part :
             {std::string_view(bytes).substr(0, cut), std::string_view(bytes).substr(cut)}) {
            decoder.feed(part);
            for (auto reply = decoder.next(); reply && *reply; reply = decoder.next())
                out += show(**reply) + "\n";
        }
        EXPECT_EQ(out, whole) << cut;
        EXPECT_EQ(decoder.buffered(), 0u);
    }
}

TEST(Resp, RefusesWhatIsNoReply) {
    for (const std::string_view bytes :
         {"x\r\n", "HTTP/1.1 400 Bad Request\r\n", ":1x\r\n", ":\r\n", "$x\r\n", "$-2\r\n", "*-2\r\n",
          "*x\r\n", "%1\r\n", "*1\r\n!\r\n", "$3\r\nabcXY", "$1\r\nabc\r\n", ":99999999999999999999\r\n"}) {
        EXPECT_EQ(all_at_once(bytes), "!protocol error") << bytes;
        EXPECT_EQ(replies(bytes, 1), "!protocol error") << bytes;
    }
}

TEST(Resp, StaysRefusedAfterAnError) {
    RespDecoder decoder;
    decoder.feed("x\r\n");
    EXPECT_FALSE(decoder.next().has_value());
    decoder.feed("+OK\r\n");
    EXPECT_EQ(decoder.next().error().code(), Errc::protocol);
}

TEST(Resp, RefusesAStringAsSoonAsItsLengthIsAnnounced) {
    RespLimits limits;
    limits.max_bulk = 1000;
    EXPECT_EQ(all_at_once("$1001\r\n", limits), "!too large");
    EXPECT_EQ(all_at_once("*2\r\n$1\r\na\r\n$1001\r\n", limits), "!too large");
    EXPECT_EQ(all_at_once("$1000\r\n" + std::string(1000, 'a') + "\r\n", limits),
              "'" + std::string(1000, 'a') + "'\n");
    EXPECT_EQ(all_at_once("$33554433\r\n"), "!too large");
    EXPECT_EQ(all_at_once("$9223372036854775807\r\n"), "!too large");
    EXPECT_EQ(all_at_once("$9223372036854775800\r\nabc"), "!too large");
}

TEST(Resp, ReservesNothingForAnnouncedElements) {
    RespLimits limits;
    limits.max_elements = 10;
    EXPECT_EQ(all_at_once("*11\r\n", limits), "!too large");
    EXPECT_EQ(all_at_once("*2147483647\r\n"), "!too large");
    EXPECT_EQ(all_at_once("*4294967297\r\n:1\r\n"), "!protocol error");
    // Seven announcements of a million each: were they believed, this would take the memory of a machine.
    std::string nested;
    for (int i = 0; i < 7; ++i) nested += "*1048576\r\n";
    EXPECT_EQ(all_at_once(nested), "");
}

TEST(Resp, RefusesAReplyThatIsTooLargeInAll) {
    RespLimits limits;
    limits.max_reply = 10'000;
    std::string bytes = "*1000\r\n";
    for (int i = 0; i < 1000; ++i) bytes += ":1\r\n";
    EXPECT_EQ(all_at_once(bytes, limits), "!too large");
    bytes = "*20\r\n";
    for (int i = 0; i < 20; ++i) bytes += "$900\r\n" + std::string(900, 'x') + "\r\n";
    EXPECT_EQ(all_at_once(bytes, limits), "!too large");
}

TEST(Resp, CountsEachReplyForItself) {
    RespLimits limits;
    limits.max_reply = 10'000;
    std::string bytes, expected;
    for (int i = 0; i < 1000; ++i) {
        bytes += "$900\r\n" + std::string(900, 'x') + "\r\n";
        expected += "'" + std::string(900, 'x') + "'\n";
    }
    EXPECT_EQ(all_at_once(bytes, limits), expected);
}

TEST(Resp, RefusesALineWithoutEnd) {
    RespLimits limits;
    limits.max_line = 100;
    EXPECT_EQ(replies("+" + std::string(200, 'x'), 10, limits), "!too large");
    EXPECT_EQ(replies("+\r" + std::string(200, 'x'), 10, limits), "!too large");
    EXPECT_EQ(replies("$" + std::string(200, '1'), 10, limits), "!too large");
    EXPECT_EQ(replies("+" + std::string(90, 'x') + "\r\n", 10, limits), "+" + std::string(90, 'x') + "\n");
}

TEST(Resp, ReadsEightLevelsAndRefusesMore) {
    const auto nested = [](int depth) {
        std::string bytes;
        for (int i = 0; i < depth; ++i) bytes += "*1\r\n";
        return bytes + ":1\r\n";
    };
    EXPECT_EQ(all_at_once(nested(core::kMaxReplyDepth)), "[[[[[[[[1]]]]]]]]\n");
    EXPECT_EQ(all_at_once(nested(core::kMaxReplyDepth + 1)), "!protocol error");
    EXPECT_EQ(all_at_once(nested(100'000)), "!protocol error");
}

TEST(Resp, SurvivesAnything) {
    constexpr std::string_view kAlphabet = "+-:$*\r\n0123456789 ax";
    std::mt19937 random(11);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes;
        for (std::size_t size = random() % 60; bytes.size() < size;) {
            if (random() % 4 == 0)
                bytes += random() % 2 ? "\r\n" : "*2\r\n";
            else
                bytes += kAlphabet[random() % kAlphabet.size()];
        }
        EXPECT_EQ(replies(bytes, 1 + random() % 7), all_at_once(bytes)) << bytes;
    }
}

}  // namespace
}  // namespace confab::test
