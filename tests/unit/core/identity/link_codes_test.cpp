#include "core/identity/link_codes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/crypto/random.hpp"

namespace confab::test {
namespace {

using core::LinkCodes;

const Identity kAlice(AccountId("libera"), UserId("alice"));
const Identity kBob(AccountId("matrix"), UserId("@bob:example.org"));

class LinkCodesTest : public testing::Test {
protected:
    Errc refusal(const Identity& by, const std::string& code) {
        const Result<Identity> taken = codes_.take(by, code, now_);
        EXPECT_TRUE(taken.has_error());
        return taken ? Errc::internal : taken.error().code();
    }
    core::CoreRandom random_;
    LinkCodes codes_{random_};
    TimePoint now_{};
};

TEST_F(LinkCodesTest, ACodeIsGoodOnce) {
    const std::string code = codes_.make(kAlice, now_);
    EXPECT_EQ(code.size(), 8U);
    EXPECT_EQ(code.find_first_not_of("ABCDEFGHJKMNPQRSTUVWXYZ"), std::string::npos);
    EXPECT_EQ(*codes_.take(kBob, code, now_), kAlice);
    EXPECT_EQ(refusal(kBob, code), Errc::unauthorized);
}

TEST_F(LinkCodesTest, HowItIsWrittenDoesNotMatter) {
    std::string code = codes_.make(kAlice, now_);
    std::transform(code.begin(), code.end(), code.begin(), [](char c) { return char(c - 'A' + 'a'); });
    EXPECT_EQ(*codes_.take(kBob, " " + code.substr(0, 4) + "-" + code.substr(4), now_), kAlice);
}

TEST_F(LinkCodesTest, ACodeIsGoodForTenMinutes) {
    const std::string code = codes_.make(kAlice, now_);
    now_ += LinkCodes::kLifetime - Duration(1);
    EXPECT_EQ(*codes_.take(kBob, code, now_), kAlice);
    const std::string late = codes_.make(kAlice, now_);
    now_ += LinkCodes::kLifetime;
    EXPECT_EQ(refusal(kBob, late), Errc::unauthorized);
}

TEST_F(LinkCodesTest, ANewCodeMakesTheOldOneWorthless) {
    const std::string old_code = codes_.make(kAlice, now_);
    const std::string code = codes_.make(kAlice, now_);
    EXPECT_EQ(refusal(kBob, old_code), Errc::unauthorized);
    EXPECT_EQ(*codes_.take(kBob, code, now_), kAlice);
}

TEST_F(LinkCodesTest, ARevokedCodeIsWorthless) {
    const std::string code = codes_.make(kAlice, now_);
    codes_.revoke("ABCDEFGH");
    codes_.revoke(code);
    EXPECT_EQ(refusal(kBob, code), Errc::unauthorized);
}

TEST_F(LinkCodesTest, OnesOwnCodeStaysGoodForTheOther) {
    const std::string code = codes_.make(kAlice, now_);
    EXPECT_EQ(refusal(kAlice, code), Errc::invalid_argument);
    EXPECT_EQ(*codes_.take(kBob, code, now_), kAlice);
}

TEST_F(LinkCodesTest, WhoGuessesFiveTimesIsLockedOutForTenMinutes) {
    const std::string code = codes_.make(kAlice, now_);
    for (unsigned i = 0; i < LinkCodes::kMostWrong; ++i)
        EXPECT_EQ(refusal(kBob, "WRONG"), Errc::unauthorized);
    const Result<Identity> locked = codes_.take(kBob, code, now_);
    EXPECT_EQ(locked.error().code(), Errc::rate_limited);
    EXPECT_EQ(locked.error().retry_after(), LinkCodes::kLockout);
    const Identity carol(AccountId("matrix"), UserId("@carol:example.org"));
    EXPECT_EQ(*codes_.take(carol, code, now_), kAlice);  // others are not held up
    now_ += LinkCodes::kLockout;
    const std::string next = codes_.make(kAlice, now_);
    EXPECT_EQ(*codes_.take(kBob, next, now_), kAlice);
}

TEST_F(LinkCodesTest, GuessesOfOthersAndOverlongOnesChangeNothing) {
    const std::string first = codes_.make(kAlice, now_);
    for (unsigned i = 0; i < LinkCodes::kMostWrong; ++i)
        EXPECT_EQ(refusal(kBob, "WRONG"), Errc::unauthorized);
    for (std::size_t i = 0; i < 50; ++i) {
        const Identity somebody(AccountId("x"), UserId(std::to_string(i)));
        EXPECT_EQ(refusal(somebody, ""), Errc::unauthorized);
    }
    EXPECT_EQ(refusal(kBob, first), Errc::rate_limited);
    EXPECT_EQ(refusal(kAlice, std::string(100'000, 'A')), Errc::unauthorized);
}

}  // namespace
}  // namespace confab::test
