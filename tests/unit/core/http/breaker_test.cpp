#include "core/http/breaker.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

using std::chrono::seconds;
using State = Breaker::State;

class BreakerOf : public ::testing::Test {
protected:
    void fail(int times) {
        for (int i = 0; i < times; ++i) breaker.on_failure(now, 0.5);
    }
    void succeed(int times) {
        for (int i = 0; i < times; ++i) breaker.on_success(now);
    }
    Breaker breaker{HttpBreakerConfig()};
    TimePoint now{std::chrono::hours(1)};
};

TEST_F(BreakerOf, OpensAfterFiveFailuresInARow) {
    fail(4);
    succeed(1);
    fail(4);
    EXPECT_EQ(breaker.blocks(now), std::nullopt);
    EXPECT_TRUE(breaker.on_failure(now, 0.5)) << "this one opened it";
    EXPECT_EQ(breaker.blocks(now), Duration(5'000));
    EXPECT_EQ(breaker.state(), State::open);
}

TEST_F(BreakerOf, OpensWhenHalfOfAHandfulFail) {
    for (int i = 0; i < 5; ++i) {
        succeed(1);
        fail(1);
    }
    EXPECT_EQ(breaker.state(), State::open) << "5 of 10";
}

TEST_F(BreakerOf, ForgetsWhatIsLongAgo) {
    for (int i = 0; i < 4; ++i) {
        succeed(1);
        fail(1);
    }
    now += seconds(31);
    for (int i = 0; i < 4; ++i) {
        succeed(1);
        fail(1);
    }
    EXPECT_EQ(breaker.state(), State::closed);
}

TEST_F(BreakerOf, LetsOneProbeThroughAndClosesOnItsSuccess) {
    fail(5);
    now += seconds(5);
    EXPECT_EQ(breaker.blocks(now), std::nullopt);
    EXPECT_EQ(breaker.state(), State::half_open);
    EXPECT_NE(breaker.blocks(now), std::nullopt) << "one probe at a time";
    succeed(1);
    EXPECT_EQ(breaker.state(), State::closed);
    EXPECT_EQ(breaker.blocks(now), std::nullopt);
    fail(4);
    EXPECT_EQ(breaker.state(), State::closed) << "counting starts anew";
}

TEST_F(BreakerOf, StaysAwayTwiceAsLongAfterEachFailedProbe) {
    fail(5);
    for (const int expected : {10, 20, 40, 60, 60}) {
        now += std::chrono::hours(1);
        EXPECT_EQ(breaker.blocks(now), std::nullopt);
        EXPECT_TRUE(breaker.on_failure(now, 0.5));
        EXPECT_EQ(breaker.blocks(now), Duration(seconds(expected)));
    }
}

TEST_F(BreakerOf, SpreadsTheNextProbe) {
    for (int i = 0; i < 5; ++i) breaker.on_failure(now, 0.0);
    EXPECT_EQ(breaker.blocks(now), Duration(3'750));
}

TEST_F(BreakerOf, TriesAgainWhenAProbeWasAbandoned) {
    fail(5);
    now += seconds(6);
    EXPECT_EQ(breaker.blocks(now), std::nullopt);
    breaker.on_abandoned();
    EXPECT_EQ(breaker.blocks(now), std::nullopt);
}

TEST_F(BreakerOf, IsNotClosedByWhatWasUnderWayBefore) {
    fail(5);
    succeed(3);
    EXPECT_EQ(breaker.state(), State::open);
}

TEST(Breakers, AreBoundedAndForgetClosedOnesFirst) {
    Breakers breakers{HttpBreakerConfig()};
    for (int i = 0; i < 5; ++i) breakers.of("bad").on_failure(TimePoint(), 0.5);
    for (int i = 0; i < 1000; ++i) breakers.of("host" + std::to_string(i));
    EXPECT_EQ(breakers.of("bad").state(), State::open);
    EXPECT_EQ(breakers.open(), 1u);
}

}  // namespace
}  // namespace confab::core
