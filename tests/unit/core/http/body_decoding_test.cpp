#include "core/http/body_decoding.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/http/deflate.hpp"

namespace confab::core {
namespace {

using test::compressed;

Result<std::string> inflate(std::string_view encoded, const InflateLimits& limits,
                            std::string_view coding = "gzip", std::size_t step = 7) {
    const auto decoder = ContentDecoder::create(coding, limits);
    std::string out;
    for (std::size_t at = 0; at < encoded.size(); at += step)
        if (Result<void> fed = decoder->feed(encoded.substr(at, step), out); !fed) return fed.error();
    if (Result<void> ended = decoder->finish(); !ended) return ended.error();
    return out;
}

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
    response.headers.set("Content-Encoding", "compress");
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

TEST(Decoder, ReadsWhatIsOffered) {
    EXPECT_NE(accepted_codings().find("gzip"), std::string_view::npos);
    for (const char* coding : {"gzip", "x-gzip", "deflate", "GZIP"})
        EXPECT_NE(ContentDecoder::create(coding, InflateLimits()), nullptr) << coding;
    EXPECT_EQ(ContentDecoder::create("compress", InflateLimits()), nullptr);
    for (const char* coding : {"br", "zstd"}) {
        const bool offered = accepted_codings().find(coding) != std::string_view::npos;
        EXPECT_EQ(ContentDecoder::create(coding, InflateLimits()) != nullptr, offered) << coding;
    }
}

void reads(const std::string& encoded, const char* coding) {
    if (!ContentDecoder::create(coding, InflateLimits())) GTEST_SKIP() << coding << " is not built in";
    for (const std::size_t step : {std::size_t(1), std::size_t(1000), encoded.size()})
        EXPECT_EQ(inflate(encoded, InflateLimits(), coding, step).value(), prose()) << step;
    EXPECT_EQ(inflate(encoded.substr(0, encoded.size() - 1), InflateLimits(), coding).error().code(),
              Errc::protocol);
    EXPECT_EQ(inflate(encoded + "x", InflateLimits(), coding).error().code(), Errc::protocol);
    EXPECT_EQ(inflate("not compressed", InflateLimits(), coding).error().code(), Errc::protocol);
    InflateLimits small;
    small.max_bytes = prose().size() - 1;
    EXPECT_EQ(inflate(encoded, small, coding).error().code(), Errc::too_large);
}

TEST(Decoder, ReadsBrotli) {
    reads(test::brotli(prose()), "br");
}

TEST(Decoder, ReadsZstandard) {
    reads(test::zstandard(prose()), "zstd");
}

TEST(Decoder, ReadsAZstandardFrameThatFillsAStepExactly) {
    if (!ContentDecoder::create("zstd", InflateLimits())) GTEST_SKIP() << "zstd is not built in";
    for (const std::size_t size : {32u * 1024, 64u * 1024}) {
        const std::string text(size, 'a');
        const std::string encoded = test::zstandard(text);
        for (const std::size_t step : {std::size_t(1), encoded.size()})
            EXPECT_EQ(inflate(encoded, InflateLimits(), "zstd", step).value(), text) << size << " " << step;
    }
}

TEST(Decoder, StopsBombsOfEveryCoding) {
    InflateLimits limits;
    limits.max_bytes = 1 << 30;
    const std::string zeros(20 << 20, '\0');
    for (const auto& [bomb, coding] :
         {std::pair(test::brotli(zeros), "br"), {test::zstandard(zeros), "zstd"}})
        if (ContentDecoder::create(coding, limits)) {
            EXPECT_EQ(inflate(bomb, limits, coding, bomb.size()).error().code(), Errc::too_large) << coding;
        }
}

}  // namespace
}  // namespace confab::core
