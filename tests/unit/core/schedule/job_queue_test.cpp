#include "core/schedule/job_queue.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::JobQueue;
using core::WaitingJob;

WallTime at(int seconds) {
    return WallTime(std::chrono::seconds(seconds));
}

TEST(JobQueue, GivesTheEarliestThatIsDueAcrossNames) {
    JobQueue queue;
    queue.open("a");
    queue.open("b");
    queue.add(WaitingJob(1, "a", at(30)));
    queue.add(WaitingJob(2, "b", at(10)));
    queue.add(WaitingJob(3, "b", at(10)));
    EXPECT_EQ(queue.next_due(), at(10));
    EXPECT_FALSE(queue.take_due(at(9)).has_value());
    EXPECT_EQ(queue.take_due(at(40))->id, 2);
    EXPECT_EQ(queue.take_due(at(40))->id, 3);
    EXPECT_EQ(queue.take_due(at(40))->id, 1);
    EXPECT_EQ(queue.next_due(), std::nullopt);
    EXPECT_EQ(queue.size(), 0U);
}

TEST(JobQueue, JobsOfANameThatIsNotOpenWait) {
    JobQueue queue;
    queue.add(WaitingJob(1, "later", at(1)));
    EXPECT_EQ(queue.next_due(), std::nullopt);
    EXPECT_FALSE(queue.take_due(at(100)).has_value());
    queue.open("later");
    EXPECT_EQ(queue.take_due(at(100))->id, 1);
}

TEST(JobQueue, WhatIsRemovedIsGone) {
    JobQueue queue;
    queue.open("a");
    queue.add(WaitingJob(1, "a", at(1)));
    queue.add(WaitingJob(2, "closed", at(1)));
    EXPECT_EQ(queue.remove(1)->name, "a");
    EXPECT_EQ(queue.remove(2)->name, "closed");
    EXPECT_FALSE(queue.remove(1).has_value());
    EXPECT_FALSE(queue.contains(1));
    EXPECT_EQ(queue.next_due(), std::nullopt);
}

}  // namespace
}  // namespace confab::test
