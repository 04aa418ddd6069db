#include "examples/dice/roll.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace dice {
namespace {

class FixedRandom final : public confab::Random {
public:
    double uniform() override { return next; }
    void fill(std::span<std::byte>) override {}
    double next = 0;
};

TEST(Dice, CoversEveryFaceAndNoOther) {
    FixedRandom random;
    std::set<std::string> faces;
    for (int i = 0; i < 60; ++i) {
        random.next = i / 60.0;
        faces.insert(roll(random, 6, 1));
    }
    random.next = std::nextafter(1.0, 0.0);
    faces.insert(roll(random, 6, 1));
    EXPECT_EQ(faces, (std::set<std::string>{"1", "2", "3", "4", "5", "6"}));
}

TEST(Dice, AddsUpSeveral) {
    FixedRandom random;
    random.next = 0.5;
    EXPECT_EQ(roll(random, 6, 3), "4 + 4 + 4 = 12");
}

TEST(Dice, RefusesPolitelyWhatCannotBeRolled) {
    FixedRandom random;
    EXPECT_NE(roll(random, 1, 1).find("2 to 1000 sides"), std::string::npos);
    EXPECT_NE(roll(random, 1001, 1).find("2 to 1000 sides"), std::string::npos);
    EXPECT_NE(roll(random, 6, 0).find("1 to 20 dice"), std::string::npos);
    EXPECT_NE(roll(random, 6, 21).find("1 to 20 dice"), std::string::npos);
}

}  // namespace
}  // namespace dice
