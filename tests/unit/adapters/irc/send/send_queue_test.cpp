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

TEST(IrcSendQueue, SendsBulkWhenNothingElseWaits) {
    SendQueue queue(1, seconds(2));
    queue.push_bulk("WHO #a");
    queue.push_bulk("WHO #b");
    queue.push("#c", "1");
    EXPECT_EQ(drain(queue, kStart), (Lines{"1"}));
    queue.push("#c", "2");
    EXPECT_EQ(drain(queue, kStart + seconds(2)), (Lines{"2"}));
    EXPECT_EQ(drain(queue, kStart + seconds(4)), (Lines{"WHO #a"})) << "at the same pace";
    for (std::size_t i = 1; i < SendQueue::kCapacity; ++i) queue.push_bulk("WHO");
    EXPECT_FALSE(queue.push_bulk("WHO"));
}

TEST(IrcSendQueue, LetsShortAnswersPassLongOnesThatStillGoOn) {
    SendQueue queue(100, Duration(0));
    for (int i = 0; i < 20; ++i) queue.push("#long", "l");
    for (unsigned i = 0; i < SendQueue::kShort; ++i) ASSERT_EQ(queue.pop(kStart)->line, "l");
    for (const char* target : {"#a", "#b", "#c", "#d", "#e", "#f"}) queue.push(target, "s");
    std::string order;
    for (int i = 0; i < 8; ++i) order += queue.pop(kStart)->line;
    EXPECT_EQ(order, "ssslsssl");
    EXPECT_EQ(drain(queue, kStart).size(), 14U);
}

TEST(IrcSendQueue, KeepsABatchTogether) {
    SendQueue queue(10, Duration(0));
    queue.push("#a", Outgoing{"BATCH +m", {"x", "y", "BATCH -m"}});
    queue.push("#b", "b");
    EXPECT_EQ(queue.size(), 5U);
    const std::optional<Outgoing> batch = queue.pop(kStart);
    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->line_count(), 4U);
    EXPECT_EQ(queue.size(), 1U);
    EXPECT_FALSE(queue.push("#a", Outgoing{"BATCH +m", std::vector<std::string>(SendQueue::kCapacity)}));
}

TEST(IrcSendQueue, ChargesLongLinesForTheirLength) {
    SendQueue queue(2, seconds(2));
    for (int i = 0; i < 2; ++i) queue.push("#c", std::string(512, 'x'));
    EXPECT_EQ(drain(queue, kStart).size(), 1U);
    EXPECT_EQ(drain(queue, kStart + seconds(1)).size(), 0U);
    EXPECT_EQ(drain(queue, kStart + seconds(2)).size(), 1U);
}

TEST(IrcSendQueue, DropsWhatWaitsForALostChannelOnly) {
    SendQueue queue(1, seconds(2));
    const auto lost = std::make_shared<Ticket>();
    const auto kept = std::make_shared<Ticket>();
    queue.push("#lost", Outgoing{"1", {"more"}, {}, lost});
    queue.push("#lost", "2");
    queue.push("#kept", "3", kept);
    queue.fail_target("#lost", Error(Errc::forbidden, "not there"));
    queue.fail_target("#never", Error(Errc::forbidden, "not there"));
    ASSERT_TRUE(lost->result());
    EXPECT_EQ(lost->result()->error().code(), Errc::forbidden);
    EXPECT_EQ(lost->result()->error().delivery(), Delivery::not_sent);
    EXPECT_FALSE(kept->result());
    EXPECT_EQ(queue.size(), 1U);
    EXPECT_EQ(drain(queue, kStart), (Lines{"3"}));
}

TEST(IrcSendQueue, SendsNothingStaleAfterAReconnectWithAFullQueue) {  // hard case 47
    SendQueue queue(1, seconds(2));
    std::vector<TicketPtr> tickets;
    for (std::size_t i = 0; i < SendQueue::kCapacity; ++i) {
        tickets.push_back(std::make_shared<Ticket>());
        queue.push("#c" + std::to_string(i % 7), "x", tickets.back());
    }
    queue.push_urgent("PONG x");
    queue.push_bulk("WHO #c");
    queue.fail_all(Error(Errc::closed, "gone"));
    for (const TicketPtr& ticket : tickets) {
        ASSERT_TRUE(ticket->result());
        EXPECT_EQ(ticket->result()->error().delivery(), Delivery::not_sent);
    }
    EXPECT_EQ(drain(queue, kStart + seconds(3600)), Lines{});
    EXPECT_EQ(queue.next_ready(kStart), TimePoint::max());
    EXPECT_TRUE(queue.push("#c0", "new"));
}

}  // namespace
}  // namespace confab::irc
