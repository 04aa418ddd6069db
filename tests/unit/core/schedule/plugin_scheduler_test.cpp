#include "core/schedule/plugin_scheduler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/manual_clock.hpp"
#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using core::Database;
using core::PluginScheduler;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

/// One generation of a plugin after another, on one database and one clock.
class World {
public:
    explicit World(TestRuntime& runtime) : rt(runtime), clock(runtime, kStart) { load(); }

    void load() {
        owner = std::make_unique<TestOwner>(rt, "plugin");
        scheduler = std::make_unique<PluginScheduler>(*owner, rt.runtime(), clock, *database);
    }
    Task<void> unload() {
        owner->tasks().cancel();
        co_await owner->tasks().join();
        scheduler.reset();
        owner.reset();
    }
    /// Only what waits for the next job is left, and it waits.
    Task<void> idle() {
        std::function<bool()> condition = [this] {
            return owner->tasks().size() == 1 && clock.sleeping() == 1;
        };
        co_await clock.until(std::move(condition));
    }
    Task<void> pass(Duration duration) {
        co_await idle();
        clock.advance(duration);
        co_await idle();
    }
    JobHandler note() {
        return [this](const ScheduledJob& job) -> Task<void> {
            runs.push_back(job.name + (job.payload.empty() ? "" : ":" + job.payload) +
                           (job.late ? " late" : ""));
            co_return;
        };
    }
    /// A handler that runs until `is_released`.
    JobHandler hold() {
        return [this](const ScheduledJob& job) -> Task<void> {
            runs.push_back("begins " + job.payload);
            while (!is_released) co_await rt.clock().sleep(Duration(1));
            runs.push_back("ends " + job.payload);
        };
    }

    static constexpr WallTime kStart{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};
    TestRuntime& rt;
    ManualClock clock;
    std::unique_ptr<Database> database = *Database::open(":memory:");
    std::unique_ptr<TestOwner> owner;
    std::unique_ptr<PluginScheduler> scheduler;
    std::vector<std::string> runs;
    bool is_released = false;
};

#define SCHEDULER_TEST(name)                   \
    Task<void> name(World& w);                 \
    Task<void> whole_##name(TestRuntime& rt) { \
        World world(rt);                       \
        co_await name(world);                  \
        co_await world.unload();               \
    }                                          \
    TEST(PluginScheduler, name) {              \
        TestRuntime rt;                        \
        rt.run(whole_##name(rt));              \
    }                                          \
    Task<void> name(World& w)

SCHEDULER_TEST(RunsAJobWhenItIsDueAndOnce) {
    w.scheduler->handle("remind", w.note());
    const auto id = co_await w.scheduler->after(Duration(90'000), "remind", "tea");
    EXPECT_TRUE(id.has_value());
    co_await w.pass(89s);
    EXPECT_THAT(w.runs, IsEmpty());
    const auto waiting = co_await w.scheduler->pending("remind");
    EXPECT_EQ(waiting->size(), 1U);
    EXPECT_EQ(waiting->at(0).payload, "tea");
    EXPECT_EQ(waiting->at(0).due, World::kStart + 90s);
    co_await w.pass(1s);
    co_await w.pass(1h);
    EXPECT_THAT(w.runs, ElementsAre("remind:tea"));
    const auto left = co_await w.scheduler->pending("remind");
    EXPECT_TRUE(left->empty());
    const auto gone = co_await w.scheduler->cancel(*id);
    EXPECT_FALSE(*gone);
}

SCHEDULER_TEST(RunsWhatIsInThePastAtOnceAndNotAsLate) {
    w.scheduler->handle("remind", w.note());
    (void)co_await w.scheduler->at(World::kStart - 1h, "remind", "tea");
    co_await w.idle();
    EXPECT_THAT(w.runs, ElementsAre("remind:tea"));
}

SCHEDULER_TEST(AJobOutlivesItsGenerationAndIsLateWhenItsTimePassed) {
    (void)co_await w.scheduler->after(Duration(60'000), "remind", "tea");
    (void)co_await w.scheduler->after(Duration(3'600'000), "remind", "cake");
    co_await w.unload();
    w.clock.advance(10min);
    w.load();
    w.scheduler->handle("remind", w.note());
    co_await w.idle();
    EXPECT_THAT(w.runs, ElementsAre("remind:tea late"));
    co_await w.pass(50min);
    EXPECT_THAT(w.runs, ElementsAre("remind:tea late", "remind:cake"));
}

SCHEDULER_TEST(AJobWaitsForItsHandler) {
    (void)co_await w.scheduler->at(World::kStart, "remind", "tea");
    co_await w.pass(1h);
    EXPECT_THAT(w.runs, IsEmpty());
    w.scheduler->handle("remind", w.note());
    co_await w.idle();
    EXPECT_THAT(w.runs, ElementsAre("remind:tea"));
}

SCHEDULER_TEST(ACancelledJobDoesNotRun) {
    w.scheduler->handle("remind", w.note());
    const auto id = co_await w.scheduler->after(Duration(1'000), "remind", "tea");
    const auto cancelled = co_await w.scheduler->cancel(*id);
    EXPECT_TRUE(*cancelled);
    const auto again = co_await w.scheduler->cancel(*id);
    EXPECT_FALSE(*again);
    co_await w.pass(1h);
    EXPECT_THAT(w.runs, IsEmpty());
}

SCHEDULER_TEST(AJobThatIsCutOffByUnloadingRunsAgain) {
    w.scheduler->handle("remind", w.hold());
    (void)co_await w.scheduler->at(World::kStart, "remind", "tea");
    std::function<bool()> begun = [&w] {
        return !w.runs.empty();
    };
    co_await w.clock.until(std::move(begun));
    co_await w.unload();
    EXPECT_THAT(w.runs, ElementsAre("begins tea"));
    w.load();
    w.scheduler->handle("remind", w.note());
    co_await w.idle();
    EXPECT_THAT(w.runs, ElementsAre("begins tea", "remind:tea late"));
}

Task<void> throw_text(const ScheduledJob&) {
    throw std::runtime_error("no tea");
    co_return;
}

SCHEDULER_TEST(AHandlerThatThrowsIsAFaultAndItsJobIsDone) {
    w.scheduler->handle("remind", throw_text);
    (void)co_await w.scheduler->at(World::kStart, "remind", "tea");
    co_await w.idle();
    EXPECT_THAT(w.owner->faults, ElementsAre("job remind: no tea"));
    const auto left = co_await w.scheduler->pending("remind");
    EXPECT_TRUE(left->empty());
}

SCHEDULER_TEST(SixteenJobsRunAtOnceAndOthersFollow) {
    w.scheduler->handle("remind", w.hold());
    for (int i = 0; i < 20; ++i) (void)co_await w.scheduler->at(World::kStart, "remind", std::to_string(i));
    std::function<bool()> full = [&w] {
        return w.runs.size() == PluginScheduler::kMostAtOnce;
    };
    co_await w.clock.until(std::move(full));
    w.is_released = true;
    co_await w.idle();
    EXPECT_EQ(w.runs.size(), 40U);
}

SCHEDULER_TEST(RefusesWhatItCannotKeep) {
    EXPECT_THROW(w.scheduler->handle("", w.note()), std::invalid_argument);
    EXPECT_THROW(w.scheduler->handle("remind", nullptr), std::invalid_argument);
    w.scheduler->handle("remind", w.note());
    EXPECT_THROW(w.scheduler->handle("remind", w.note()), std::invalid_argument);
    const auto unnamed = co_await w.scheduler->at(World::kStart, "", "");
    EXPECT_EQ(unnamed.error().code(), Errc::invalid_argument);
    std::string payload(PluginScheduler::kLongestPayload + 1, 'x');
    const auto large = co_await w.scheduler->at(World::kStart, "remind", std::move(payload));
    EXPECT_EQ(large.error().code(), Errc::too_large);
    const auto far = co_await w.scheduler->after(Duration::max(), "remind", "never");
    EXPECT_TRUE(far.has_value());
    co_await w.pass(1h);
    EXPECT_THAT(w.runs, IsEmpty());
}

SCHEDULER_TEST(RunsByTheClock) {
    w.scheduler->cron("*/10 * * * *", "", "tick", MissedRun::skip);
    w.scheduler->handle("tick", w.note());
    EXPECT_THROW(w.scheduler->cron("*/10 * * * *", "", "tick", MissedRun::skip), std::invalid_argument);
    EXPECT_THROW(w.scheduler->cron("nonsense", "", "tick", MissedRun::skip), std::invalid_argument);
    for (int minute = 0; minute < 35; ++minute) co_await w.pass(1min);
    EXPECT_THAT(w.runs, ElementsAre("tick", "tick", "tick"));
}

SCHEDULER_TEST(ARunThatIsGoingIsNotDoubled) {
    w.scheduler->cron("* * * * *", "", "tick", MissedRun::skip);
    w.scheduler->handle("tick", w.hold());
    co_await w.idle();
    w.clock.advance(1min);
    std::function<bool()> begun = [&w] {
        return w.runs.size() == 1 && w.clock.sleeping() == 1;
    };
    co_await w.clock.until(begun);
    w.clock.advance(1min);
    co_await w.clock.until(begun);
    w.is_released = true;
    co_await w.idle();
    EXPECT_EQ(w.runs.size(), 2U);
    co_await w.pass(1min);
    EXPECT_EQ(w.runs.size(), 4U);
}

SCHEDULER_TEST(ARunThatTheBotMissedRunsOnceWhenThatWasWished) {
    w.scheduler->cron("0 * * * *", "", "hourly", MissedRun::run_once);
    w.scheduler->cron("0 * * * *", "", "skipped", MissedRun::skip);
    co_await w.idle();
    co_await w.unload();
    w.clock.advance(5h);
    w.load();
    w.scheduler->cron("0 * * * *", "", "hourly", MissedRun::run_once);
    w.scheduler->cron("0 * * * *", "", "skipped", MissedRun::skip);
    w.scheduler->handle("hourly", w.note());
    w.scheduler->handle("skipped", w.note());
    co_await w.idle();
    EXPECT_THAT(w.runs, ElementsAre("hourly late"));
    co_await w.unload();
    w.load();
    w.scheduler->cron("0 * * * *", "", "hourly", MissedRun::run_once);
    w.scheduler->handle("hourly", w.note());
    co_await w.idle();
    EXPECT_EQ(w.runs.size(), 1U);
}

SCHEDULER_TEST(NoticesWithinAMinuteThatTheClockWasSet) {
    w.scheduler->handle("remind", w.note());
    (void)co_await w.scheduler->at(World::kStart + 24h, "remind", "tea");
    co_await w.idle();
    w.clock.set_wall(World::kStart + 25h);
    co_await w.pass(1min);
    EXPECT_THAT(w.runs, ElementsAre("remind:tea"));
}

SCHEDULER_TEST(AClockThatWasFarAheadDoesNotSilenceCron) {
    w.clock.set_wall(World::kStart + std::chrono::hours(24 * 365));
    w.scheduler->handle("tick", w.note());
    w.scheduler->cron("*/10 * * * *", "", "tick", MissedRun::skip);
    co_await w.pass(1min);
    w.clock.set_wall(World::kStart);
    for (int minute = 0; minute < 11; ++minute) co_await w.pass(1min);
    EXPECT_THAT(w.runs, ElementsAre("tick"));
}

}  // namespace
}  // namespace confab::test
