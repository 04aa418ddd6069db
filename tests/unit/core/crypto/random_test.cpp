#include "core/crypto/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace confab::core {
namespace {

TEST(Random, IsUniformInTheHalfOpenUnitInterval) {
    CoreRandom random;
    std::array<int, 10> buckets{};
    for (int i = 0; i < 10'000; ++i) {
        const double value = random.uniform();
        ASSERT_GE(value, 0.0);
        ASSERT_LT(value, 1.0);
        ++buckets[static_cast<std::size_t>(value * 10)];
    }
    for (const int n : buckets) EXPECT_GT(n, 700);  // expected 1000, standard deviation 30
}

TEST(Random, FillsEveryByte) {
    CoreRandom random;
    std::array<std::byte, 64> seen{};
    for (int round = 0; round < 20; ++round) {
        std::array<std::byte, 64> bytes{};
        random.fill(bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i) seen[i] |= bytes[i];
    }
    for (const std::byte byte : seen) EXPECT_NE(byte, std::byte{0});
}

TEST(Random, MakesTokensThatDoNotRepeat) {
    CoreRandom random;
    std::set<std::string> tokens;
    for (int i = 0; i < 1000; ++i) tokens.insert(random.token(16));
    EXPECT_EQ(tokens.size(), 1000u);
    for (const std::string& token : tokens)
        EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos)
            << token;
}

}  // namespace
}  // namespace confab::core
