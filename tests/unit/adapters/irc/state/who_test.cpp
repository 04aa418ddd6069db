#include "adapters/irc/state/who.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using std::chrono::seconds;
constexpr TimePoint kStart{};
const Isupport kIsupport;

TEST(IrcWho, AsksOneChannelAtATimeAndSlowly) {
    WhoQueue who;
    EXPECT_EQ(who.next_timeout(), TimePoint::max());
    who.add("#a", kStart);
    who.add("#b", kStart);
    who.add("#a", kStart);
    EXPECT_EQ(who.next_timeout(), kStart + seconds(5));
    EXPECT_EQ(who.on_timeout(kStart + seconds(4)), std::nullopt);
    EXPECT_EQ(who.on_timeout(kStart + seconds(5)), "WHO #a %tcuhnfar,2");
    EXPECT_TRUE(who.is_answer("2"));
    EXPECT_FALSE(who.is_answer("1"));
    EXPECT_EQ(who.on_timeout(kStart + seconds(20)), std::nullopt) << "the answer is not complete";
    who.on_end("#other", kIsupport, kStart + seconds(20));
    EXPECT_EQ(who.on_timeout(kStart + seconds(26)), std::nullopt);
    who.on_end("#A", kIsupport, kStart + seconds(26));
    EXPECT_FALSE(who.is_answer("2"));
    EXPECT_EQ(who.on_timeout(kStart + seconds(31)), "WHO #b %tcuhnfar,3");
    who.on_end("#b", kIsupport, kStart + seconds(32));
    EXPECT_EQ(who.next_timeout(), TimePoint::max());
}

TEST(IrcWho, GoesOnWithoutAnAnswer) {
    WhoQueue who;
    who.add("#a", kStart);
    who.add("#b", kStart);
    who.on_timeout(kStart + seconds(5));
    EXPECT_EQ(who.on_timeout(kStart + seconds(65)), "WHO #b %tcuhnfar,3");
}

TEST(IrcWho, ForgetsChannelsThatWereLeftAndThoseBeyondItsBound) {
    WhoQueue who;
    for (int i = 0; i < 500; ++i) who.add("#c" + std::to_string(i), kStart);
    who.remove("#C0", kIsupport);
    int asked = 0;
    TimePoint now = kStart;
    for (; who.next_timeout() != TimePoint::max(); ++asked) {
        now = who.next_timeout();
        const std::optional<std::string> line = who.on_timeout(now);
        if (!line) break;
        EXPECT_NE(line->substr(0, 8), "WHO #c0 ");
    }
    EXPECT_EQ(asked, static_cast<int>(WhoQueue::kMaxWaiting) - 1);
}

}  // namespace
}  // namespace confab::irc
