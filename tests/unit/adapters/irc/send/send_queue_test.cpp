#include "adapters/irc/send/send_queue.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;
using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr TimePoint kStart{seconds(1000)};

Lines drain(SendQueue& queue, TimePoint now) {
    Lines lines;
    while (auto entry = queue.pop(now)) lines.push_back(entry->line);
    return lines;
}

TEST(IrcSendQueue, LetsABurstThroughAndThenOneLineEachInterval) {
    SendQueue queue(2, seconds(2));
    for (const char* line : {"1", "2", "3", "4"}) queue.push("#c", line);
    EXPECT_EQ(drain(queue, kStart), (Lines{"1", "2"}));
    EXPECT_EQ(queue.next_ready(kStart), kStart + seconds(2));
    EXPECT_EQ(drain(queue, kStart + milliseconds(1999)), Lines{});
    EXPECT_EQ(drain(queue, kStart + seconds(2)), (Lines{"3"}));
    EXPECT_EQ(drain(queue, kStart + seconds(4)), (Lines{"4"}));
    EXPECT_EQ(queue.next_ready(kStart), TimePoint::max());
}

TEST(IrcSendQueue, SavesUpNoMoreThanTheBurst) {
    SendQueue queue(2, seconds(2));
    EXPECT_EQ(drain(queue, kStart), Lines{});
    for (const char* line : {"1", "2", "3"}) queue.push("#c", line);
    EXPECT_EQ(drain(queue, kStart + seconds(3600)), (Lines{"1", "2"}));
}

TEST(IrcSendQueue, SendsUrgentLinesAtOnceAndChargesForThem) {
    SendQueue queue(1, seconds(2));
    queue.push("#c", "1");
    queue.push_urgent("PONG a");
    queue.push_urgent("PONG b");
    EXPECT_EQ(drain(queue, kStart), (Lines{"PONG a", "PONG b"}));
    EXPECT_EQ(drain(queue, kStart + seconds(3)), Lines{});
    EXPECT_EQ(drain(queue, kStart + seconds(4)), (Lines{"1"}));
}

TEST(IrcSendQueue, StartsWithAFullBurstAfterRegistration) {
    SendQueue queue(2, seconds(2));
    for (int i = 0; i < 6; ++i) queue.push_urgent("AUTHENTICATE +");
    EXPECT_EQ(drain(queue, kStart).size(), 6U);
    queue.grant_burst();
    for (const char* line : {"1", "2", "3"}) queue.push("#c", line);
    EXPECT_EQ(drain(queue, kStart), (Lines{"1", "2"}));
}

TEST(IrcSendQueue, GivesTargetsTheirTurn) {
    SendQueue queue(10, Duration(0));
    for (const char* line : {"a1", "a2", "a3"}) queue.push("#a", line);
    queue.push("#b", "b1");
    EXPECT_EQ(drain(queue, kStart), (Lines{"a1", "b1", "a2", "a3"}));
}

TEST(IrcSendQueue, RefusesWhatIsTooMuch) {
    SendQueue queue(1, seconds(2));
    for (std::size_t i = 0; i < SendQueue::kCapacity; ++i) EXPECT_TRUE(queue.push("#c", "x"));
    EXPECT_FALSE(queue.push("#c", "x"));
    for (std::size_t i = 0; i < SendQueue::kUrgentCapacity; ++i) EXPECT_TRUE(queue.push_urgent("PONG"));
    EXPECT_FALSE(queue.push_urgent("PONG"));
}

TEST(IrcSendQueue, SkipsLinesNobodyWaitsFor) {
    SendQueue queue(1, seconds(2));
    const auto ticket = std::make_shared<Ticket>();
    queue.push("#c", "given up", ticket);
    queue.push("#c", "wanted");
    ticket->abandon();
    EXPECT_EQ(drain(queue, kStart), (Lines{"wanted"}));
}

TEST(IrcSendQueue, TellsEveryoneWhoWaitsWhenItFails) {
    SendQueue queue(1, seconds(2));
    const auto ticket = std::make_shared<Ticket>();
    queue.push("#c", "x", ticket);
    queue.fail_all(Error(Errc::closed, "gone"));
    ASSERT_TRUE(ticket->result());
    EXPECT_EQ(ticket->result()->error().code(), Errc::closed);
    EXPECT_EQ(ticket->result()->error().delivery(), Delivery::not_sent);
    EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace confab::irc
