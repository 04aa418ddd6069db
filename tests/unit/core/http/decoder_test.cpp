#include "core/http/decoder.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/http/deflate.hpp"

namespace confab::core {
namespace {

using test::compressed;

std::string prose() {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
    return text;
}

TEST(Decoder, ReadsGzipZlibAndBareDeflate) {
    for (const int bits : {test::kGzip, test::kZlib, test::kBareDeflate})
        EXPECT_EQ(inflate(compressed(prose(), bits), InflateLimits()).value(), prose()) << bits;
    EXPECT_EQ(inflate(compressed(""), InflateLimits()).value(), "");
}

TEST(Decoder, ReadsAllMembersOfAGzip) {
    EXPECT_EQ(inflate(compressed("one ") + compressed("two"), InflateLimits()).value(), "one two");
}

TEST(Decoder, StopsABombByItsRatio) {
    const std::string bomb = compressed(std::string(10 << 20, '\0'));
    EXPECT_LT(bomb.size(), 11'000u);
    InflateLimits limits;
    limits.max_bytes = 100 << 20;
    const auto out = inflate(bomb, limits);
    ASSERT_FALSE(out.has_value());
    EXPECT_EQ(out.error().code(), Errc::too_large);
}

TEST(Decoder, AllowsAHighRatioWhileItIsSmall) {
    EXPECT_EQ(inflate(compressed(std::string(1 << 20, 'a')), InflateLimits()).value().size(), 1u << 20);
}

TEST(Decoder, StopsAtTheLimitInBytes) {
    InflateLimits limits;
    limits.max_bytes = prose().size() - 1;
    EXPECT_EQ(inflate(compressed(prose()), limits).error().code(), Errc::too_large);
    limits.max_bytes = prose().size();
    EXPECT_TRUE(inflate(compressed(prose()), limits).has_value());
}

TEST(Decoder, RefusesDamagedAndCutShortInput) {
    const std::string good = compressed(prose());
    std::string damaged = good;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
    for (const std::string& bad :
         {damaged, good.substr(0, good.size() - 1), good.substr(0, 5), good + "garbage",
          std::string("not compressed at all"), std::string(), std::string("\x1f")}) {
        const auto out = inflate(bad, InflateLimits());
        ASSERT_FALSE(out.has_value());
        EXPECT_EQ(out.error().code(), Errc::protocol);
    }
}

TEST(Decoder, DecodesABodyAndDropsWhatDescribedIt) {
    HttpResponse response;
    response.headers.add("content-encoding", "GZip");
    response.headers.add("Content-Length", "123");
    response.headers.add("Content-Type", "text/plain");
    response.body = compressed("hello");
    ASSERT_TRUE(decode_body(response, InflateLimits()).has_value());
    EXPECT_EQ(response.body, "hello");
    EXPECT_FALSE(response.headers.has("Content-Encoding"));
    EXPECT_FALSE(response.headers.has("Content-Length"));
    EXPECT_EQ(response.headers.get("Content-Type"), "text/plain");
}

TEST(Decoder, LeavesUnknownCodingsAndRefusesSeveral) {
    HttpResponse response;
    response.body = "bytes";
    ASSERT_TRUE(decode_body(response, InflateLimits()).has_value());
    response.headers.set("Content-Encoding", "br");
    ASSERT_TRUE(decode_body(response, InflateLimits()).has_value());
    EXPECT_EQ(response.body, "bytes");
    EXPECT_TRUE(response.headers.has("Content-Encoding"));
    response.headers.set("Content-Encoding", "gzip, gzip");
    EXPECT_EQ(decode_body(response, InflateLimits()).error().code(), Errc::protocol);
}

TEST(Decoder, AcceptsAnEmptyBodyThatClaimsACoding) {
    HttpResponse response;
    response.headers.add("Content-Encoding", "gzip");
    EXPECT_TRUE(decode_body(response, InflateLimits()).has_value());
}

}  // namespace
}  // namespace confab::core
