#include "core/http/stored_answer.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace confab::test {
namespace {

using core::decode_stored_answer;
using core::StoredAnswer;

StoredAnswer example(std::string body) {
    StoredAnswer answer;
    answer.response.status = 203;
    answer.response.headers.add("Content-Type", "text/plain");
    answer.response.headers.add("Set-Cookie", "a=1");
    answer.response.headers.add("set-cookie", "b=2");
    answer.response.headers.add("X-Empty", "");
    answer.response.body = std::move(body);
    answer.stored_at = WallTime(Duration(1'790'000'000'123));
    answer.fresh_for = Duration(300'000);
    answer.stale_while_revalidate = Duration(60'000);
    answer.stale_if_error = Duration(3'600'000);
    answer.vary = {{"accept", "text/*"}, {"accept-language", ""}};
    return answer;
}

void expect_same(const StoredAnswer& a, const StoredAnswer& b) {
    EXPECT_EQ(a.response.status, b.response.status);
    EXPECT_EQ(a.response.headers.fields(), b.response.headers.fields());
    EXPECT_TRUE(a.response.body == b.response.body);
    EXPECT_EQ(a.stored_at, b.stored_at);
    EXPECT_EQ(a.fresh_for, b.fresh_for);
    EXPECT_EQ(a.stale_while_revalidate, b.stale_while_revalidate);
    EXPECT_EQ(a.stale_if_error, b.stale_if_error);
    EXPECT_EQ(a.vary, b.vary);
}

std::string noise(std::size_t size) {
    std::mt19937 random(7);
    std::string out(size, '\0');
    for (char& c : out) c = static_cast<char>(random());
    return out;
}

void put_number(std::string& bytes, std::size_t at, std::uint32_t number) {
    for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(number >> (8 * i));
}

/// As somebody who knows the format and can write into the cache would.
void sign(std::string& bytes) {
    const uLong sum =
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data() + 8), static_cast<uInt>(bytes.size() - 8));
    put_number(bytes, 4, static_cast<std::uint32_t>(sum));
}

constexpr std::size_t kTimes = 8;             // stored_at and three spans, eight bytes each
constexpr std::size_t kStatus = kTimes + 32;  // then two of status, one of coding
constexpr std::size_t kCoding = kStatus + 2;
constexpr std::size_t kFieldCount = kCoding + 1;

TEST(StoredAnswer, ComesBackAsItWas) {
    for (const std::string& body : {std::string(), std::string("short"), std::string("nul\0inside", 10),
                                    std::string(500'000, 'a'), noise(1023), noise(100'000)}) {
        const StoredAnswer answer = example(body);
        const Result<std::string> bytes = core::encode(answer);
        ASSERT_TRUE(bytes.has_value());
        const Result<StoredAnswer> back = decode_stored_answer(*bytes);
        ASSERT_TRUE(back.has_value()) << back.error().message();
        expect_same(answer, *back);
    }
}

TEST(StoredAnswer, CarriesNothingOfTheExchangeItCameFrom) {
    StoredAnswer answer = example("x");
    answer.response.from_cache = true;
    answer.response.stale = true;
    answer.response.attempts = 3;
    const Result<StoredAnswer> back = decode_stored_answer(core::encode(answer).value());
    ASSERT_TRUE(back.has_value());
    EXPECT_FALSE(back->response.from_cache);
    EXPECT_FALSE(back->response.stale);
    EXPECT_EQ(back->response.attempts, 1u);
}

TEST(StoredAnswer, CompressesOnlyWhatGetsSmaller) {
    const std::string long_text(100'000, 'a');
    EXPECT_LT(core::encode(example(long_text)).value().size(), 2'000u);
    const std::string dense = noise(100'000);
    EXPECT_LT(core::encode(example(dense)).value().size(), dense.size() + 300);
    const std::string few(1'000, 'a');
    EXPECT_GT(core::encode(example(few)).value().size(), few.size());
}

TEST(StoredAnswer, IsRefusedWhenAnyByteOfItIsDamaged) {
    for (const std::string& body : {std::string("small"), std::string(2'000, 'a')}) {
        const std::string good = core::encode(example(body)).value();
        for (std::size_t i = 0; i < good.size(); ++i) {
            for (const int flip : {0x01, 0x80, 0xff}) {
                std::string bad = good;
                bad[i] = static_cast<char>(bad[i] ^ flip);
                const Result<StoredAnswer> back = decode_stored_answer(bad);
                ASSERT_FALSE(back.has_value()) << "byte " << i;
                EXPECT_EQ(back.error().code(), i == 3 ? Errc::unsupported : Errc::protocol) << "byte " << i;
            }
        }
    }
}

TEST(StoredAnswer, IsRefusedWhenItEndsEarlyOrLate) {
    const std::string good = core::encode(example(std::string(2'000, 'a'))).value();
    for (std::size_t size = 0; size < good.size(); ++size) {
        std::string bad = good.substr(0, size);
        EXPECT_FALSE(decode_stored_answer(bad).has_value()) << size;
        if (size < 8) continue;
        sign(bad);
        EXPECT_FALSE(decode_stored_answer(bad).has_value()) << size;
    }
    std::string longer = good + "x";
    sign(longer);
    EXPECT_FALSE(decode_stored_answer(longer).has_value());
}

TEST(StoredAnswer, SurvivesHostileBytesThatAreProperlySigned) {
    const std::string good = core::encode(example(std::string(2'000, 'a'))).value();
    std::mt19937 random(3);
    for (std::size_t i = 8; i < good.size(); ++i) {
        for (int round = 0; round < 8; ++round) {
            std::string bad = good;
            bad[i] = static_cast<char>(random());
            if (round % 2 == 1) bad[8 + random() % (bad.size() - 8)] = static_cast<char>(random());
            sign(bad);
            const Result<StoredAnswer> back = decode_stored_answer(bad);
            if (back) EXPECT_LE(back->response.body.size(), core::kMaxStoredAnswer);
        }
    }
}

TEST(StoredAnswer, RefusesABodyThatClaimsMoreThanTheLimit) {
    std::string bytes = core::encode(example("")).value();
    put_number(bytes, bytes.size() - 8, 0xffff'ffff);
    bytes[kCoding] = 1;
    sign(bytes);
    EXPECT_EQ(decode_stored_answer(bytes).error().code(), Errc::too_large);
}

TEST(StoredAnswer, RefusesABombThatInflatesBeyondItsClaim) {
    const std::string good = core::encode(example(std::string(1'000'000, 'a'))).value();
    const std::string claim{'\x40', '\x42', '\x0f', '\0'};
    const std::size_t at = good.find(claim);
    ASSERT_NE(at, std::string::npos);
    for (const std::uint32_t claimed : {1u, 999'999u, 1'000'001u}) {
        std::string bytes = good;
        put_number(bytes, at, claimed);
        sign(bytes);
        EXPECT_EQ(decode_stored_answer(bytes).error().code(), Errc::protocol) << claimed;
    }
}

TEST(StoredAnswer, RefusesFieldsThatWouldWriteHeaderLines) {
    const std::string good = core::encode(example("x")).value();
    const std::size_t at = good.find("text/plain");
    for (const char c : {'\r', '\n', '\0'}) {
        std::string bytes = good;
        bytes[at + 3] = c;
        sign(bytes);
        EXPECT_EQ(decode_stored_answer(bytes).error().code(), Errc::protocol);
    }
    StoredAnswer answer = example("x");
    answer.response.headers.add("X", "a\r\nb: c");
    EXPECT_EQ(core::encode(answer).error().code(), Errc::invalid_argument);
}

TEST(StoredAnswer, RefusesTimesThatNoClockCanHold) {
    for (std::size_t time = 0; time < 4; ++time) {
        for (const char top : {'\x7f', '\x80'}) {
            std::string bytes = core::encode(example("x")).value();
            bytes[kTimes + time * 8 + 7] = top;
            sign(bytes);
            EXPECT_EQ(decode_stored_answer(bytes).error().code(), Errc::protocol);
        }
    }
    StoredAnswer answer = example("x");
    answer.fresh_for = Duration::max();
    answer.stale_if_error = Duration::min();
    const Result<StoredAnswer> back = decode_stored_answer(core::encode(answer).value());
    ASSERT_TRUE(back.has_value());
    EXPECT_GT(back->stored_at + back->fresh_for, back->stored_at);
    EXPECT_EQ(back->stale_if_error, Duration(0));
}

TEST(StoredAnswer, RefusesMoreFieldsThanThereAreBytes) {
    std::string bytes = core::encode(example("x")).value();
    bytes[kFieldCount] = '\xff';
    bytes[kFieldCount + 1] = '\x03';
    sign(bytes);
    EXPECT_EQ(decode_stored_answer(bytes).error().code(), Errc::protocol);
}

TEST(StoredAnswer, IsNotStoredWhenItIsTooLarge) {
    EXPECT_EQ(core::encode(example(std::string(core::kMaxStoredAnswer + 1, 'a'))).error().code(),
              Errc::too_large);
    StoredAnswer answer = example("x");
    answer.response.headers.add("X-Long", std::string(core::kMaxStoredAnswer, 'a'));
    EXPECT_EQ(core::encode(answer).error().code(), Errc::too_large);
    answer = example("x");
    answer.response.status = 0;
    EXPECT_EQ(core::encode(answer).error().code(), Errc::invalid_argument);
}

TEST(StoredAnswer, OfAnotherVersionIsNoDamage) {
    std::string bytes = core::encode(example("x")).value();
    bytes[3] = 2;
    EXPECT_EQ(decode_stored_answer(bytes).error().code(), Errc::unsupported);
}

}  // namespace
}  // namespace confab::test
