#include "adapters/irc/login/nick.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;
constexpr TimePoint kStart{};

Line parsed(std::string_view text) {
    Line line;
    EXPECT_TRUE(line.parse(text));
    return line;
}

Isupport with(std::string_view tokens) {
    Isupport isupport;
    const std::string text = ":s 005 me " + std::string(tokens) + " :x";
    isupport.apply(parsed(text));
    return isupport;
}

TEST(IrcNick, TriesAlternatesThenUnderscoresThenStops) {
    Nick nick("confab", {"confab2"});
    EXPECT_EQ(nick.next_alternate(30), "confab2");
    EXPECT_EQ(nick.next_alternate(30), "confab_");
    EXPECT_EQ(nick.next_alternate(30), "confab__");
    nick.next_alternate(30);
    EXPECT_EQ(nick.next_alternate(30), "confab____");
    EXPECT_EQ(nick.next_alternate(30), std::nullopt);
    EXPECT_EQ(nick.current(), "confab____");
    EXPECT_EQ(nick.wanted(), "confab");
}

TEST(IrcNick, KeepsAlternatesWithinTheServersLimit) {
    Nick nick("confabulous", {});
    EXPECT_EQ(nick.next_alternate(9), "confabul_");
    EXPECT_EQ(nick.next_alternate(9), "confabu__");
}

TEST(IrcNick, RegainsWhenMonitorTellsThatItIsFree) {
    const Isupport isupport = with("MONITOR=30");
    Nick nick("confab", {});
    nick.next_alternate(30);
    EXPECT_EQ(nick.watch(isupport, kStart), (Lines{"MONITOR + confab"}));
    EXPECT_EQ(nick.next_timeout(), TimePoint::max());
    EXPECT_EQ(nick.on_line(parsed(":s 731 confab_ :other,Confab!u@h"), isupport), (Lines{"NICK confab"}));
    nick.set_current("Confab");
    EXPECT_EQ(nick.on_regained(), (Lines{"MONITOR - confab"}));
    EXPECT_EQ(nick.on_line(parsed(":s 731 confab :confab"), isupport), Lines{});
}

TEST(IrcNick, AsksEveryMinuteWhereThereIsNoMonitor) {
    const Isupport isupport = with("NICKLEN=30");
    Nick nick("confab", {});
    nick.next_alternate(30);
    EXPECT_EQ(nick.watch(isupport, kStart), Lines{});
    EXPECT_EQ(nick.next_timeout(), kStart + std::chrono::minutes(1));
    EXPECT_EQ(nick.on_timeout(isupport, kStart), Lines{});
    EXPECT_EQ(nick.on_timeout(isupport, kStart + std::chrono::minutes(1)), (Lines{"ISON confab"}));
    EXPECT_EQ(nick.on_line(parsed(":s 303 confab_ :confab "), isupport), Lines{});
    EXPECT_EQ(nick.on_line(parsed(":s 303 confab_ :"), isupport), (Lines{"NICK confab"}));
}

TEST(IrcNick, TriesAgainAfterTheServerHeldItBack) {
    const Isupport isupport = with("MONITOR=30");
    Nick nick("confab", {});
    nick.next_alternate(30);
    nick.watch(isupport, kStart);
    nick.on_refused(kStart);
    EXPECT_EQ(nick.next_timeout(), kStart + std::chrono::seconds(30));
    EXPECT_EQ(nick.on_timeout(isupport, kStart + std::chrono::seconds(30)), (Lines{"NICK confab"}));
    EXPECT_EQ(nick.next_timeout(), TimePoint::max());
}

TEST(IrcNick, AsksInsteadWhenTheServersListIsFull) {
    const Isupport isupport = with("MONITOR=1");
    Nick nick("confab", {});
    nick.next_alternate(30);
    nick.watch(isupport, kStart);
    nick.on_monitor_full(kStart);
    EXPECT_EQ(nick.on_timeout(isupport, kStart + std::chrono::minutes(1)), (Lines{"ISON confab"}));
    EXPECT_EQ(nick.on_regained(), Lines{}) << "nothing to be taken off the list";
}

TEST(IrcNick, StopsFightingForIt) {
    const Isupport isupport = with("MONITOR");
    Nick nick("confab", {});
    nick.next_alternate(30);
    nick.watch(isupport, kStart);
    int attempts = 0;
    for (int i = 0; i < 100; ++i) attempts += static_cast<int>(nick.on_free(isupport).size());
    EXPECT_EQ(attempts, 10);
}

}  // namespace
}  // namespace confab::irc
