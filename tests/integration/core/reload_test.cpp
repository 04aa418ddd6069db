// Putting one build of a plugin in the place of another while the bot runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/integration/core/plugin_host.hpp"

namespace confab::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::filesystem::path version(int number) {
    return PluginHost::fixture("swap_" + std::to_string(number));
}

Task<void> start_version_1(PluginHost& host) {
    host.connect();
    host.add_file(version(1));
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v1 1");
}

Task<void> hands_state_over(TestRuntime& rt) {
    PluginHost host(rt);
    co_await start_version_1(host);
    EXPECT_EQ(co_await host.replace("swap", version(2)), "`swap` 2.0.0 is running (generation 2)");
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v2 2");
    co_await host.system.stop();
}

Task<void> refuses_what_is_no_plugin(TestRuntime& rt) {
    PluginHost host(rt);
    co_await start_version_1(host);
    EXPECT_THAT(co_await host.replace("swap", PluginHost::fixture("confab_other_api")),
                AllOf(HasSubstr("built for API version 2"), HasSubstr("this host has 1")));
    EXPECT_THAT(co_await host.replace("swap", PluginHost::fixture("confab_good")),
                AllOf(HasSubstr("is the plugin `good`, not `swap`"), HasSubstr("what ran goes on")));
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v1 2");
    co_await host.system.stop();
}

Task<void> goes_back_to_the_old(TestRuntime& rt, int bad, std::string reason) {
    PluginHost host(rt);
    co_await start_version_1(host);
    EXPECT_EQ(co_await host.replace("swap", version(bad)),
              "the new `swap` did not start: " + reason + "; version 1.0.0 runs again");
    EXPECT_EQ(host.state("swap"), "running");
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v1 2") << "its state is not lost";
    co_await host.system.stop();
}

Task<void> a_state_that_cannot_be_saved_is_lost_with_a_fault(TestRuntime& rt) {
    PluginHost host(rt);
    host.connect();
    host.add_file(version(5));
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v5 1");
    EXPECT_THAT(co_await host.replace("swap", version(2)), HasSubstr("is running"));
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v2 1");
    EXPECT_THAT(rt.metrics().prometheus_text(), HasSubstr("confab_plugin_faults_total{plugin=\"swap\"} 1"));
    co_await host.system.stop();
}

Task<void> names_the_tasks_of_a_stuck_one(TestRuntime& rt) {
    PluginHost host(rt);
    host.connect();
    host.add_file(version(6));
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.replace("swap", version(2)),
              "`swap` is stuck: tasks that ignore cancellation: endless");
    EXPECT_EQ(host.state("swap"), "stuck: tasks that ignore cancellation: endless");
    EXPECT_EQ(co_await host.chat("!count"), "");
    // It can be loaded afresh; the stuck one stays beside it.
    host.add_file(version(2));
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v2 1");
    co_await host.system.stop();
}

Task<void> a_failing_stop_does_not_stop_the_reload(TestRuntime& rt, int bad) {
    PluginHost host(rt);
    host.connect();
    host.add_file(version(bad));
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.replace("swap", version(2)), "`swap` 2.0.0 is running (generation 2)");
    EXPECT_EQ(host.commands.find("late"), nullptr);
    EXPECT_THAT(rt.metrics().prometheus_text(), HasSubstr("confab_plugin_faults_total{plugin=\"swap\"} 1"));
    co_await host.system.stop();
}

Task<void> open_questions_end(TestRuntime& rt) {
    PluginHost host(rt);
    co_await start_version_1(host);
    EXPECT_EQ(co_await host.chat("!pair"), "#c alice: first?");
    EXPECT_EQ(co_await host.chat("one"), "#c alice: second?");
    host.network.sent.clear();
    EXPECT_THAT(co_await host.replace("swap", version(2)), HasSubstr("is running"));
    EXPECT_THAT(host.network.sent, ElementsAre("#c alice: no second: cancelled"));
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: v2 2");
    co_await host.system.stop();
}

class Talk {
public:
    int said = 0;
    bool enough = false;
};

// One message a millisecond, in seven channels.
Task<void> talk(TestRuntime& rt, PluginHost& host, Talk& so_far) {
    while (!so_far.enough) {
        const int number = so_far.said++;
        host.network.say("user" + std::to_string(number), "#c" + std::to_string(number % 7), "!count");
        co_await rt.clock().sleep(Duration(1));
    }
}

Task<void> loses_nothing_under_load(TestRuntime& rt) {
    PluginHost host(rt, core::Deadlines(), true);
    host.connect();
    host.add_file(version(1));
    co_await host.supervisor.start_ready();
    Talk so_far;
    rt.tasks().spawn("talk", talk(rt, host, so_far));
    for (int i = 1; i <= 100; ++i) {
        const std::string told = co_await host.replace("swap", version(1 + i % 2));
        EXPECT_THAT(told, HasSubstr("is running"));
        co_await rt.clock().sleep(Duration(3));
    }
    so_far.enough = true;
    const auto said = static_cast<std::size_t>(so_far.said);
    for (int i = 0; i < 5'000 && host.network.sent.size() < said; ++i) co_await rt.clock().sleep(Duration(1));
    EXPECT_EQ(host.network.sent.size(), said);
    std::set<std::string> counts;  // the count is handed over: every number once
    for (const std::string& line : host.network.sent) counts.insert(line.substr(line.rfind(' ') + 1));
    EXPECT_EQ(counts.size(), said);
    EXPECT_TRUE(counts.contains(std::to_string(said)));
    co_await host.system.stop();
}

Task<void> users_of_a_service_return_with_it(TestRuntime& rt) {
    PluginHost host(rt);
    host.connect();
    host.add("offers_counter");
    host.add("uses_counter");
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.chat("!count"), "#c alice: 1");
    EXPECT_THAT(co_await host.replace("offers_counter", PluginHost::fixture("confab_offers_counter")),
                HasSubstr("is running (generation 2)"));
    EXPECT_EQ(host.state("uses_counter"), "running");
    EXPECT_THAT(co_await host.chat("!count"), HasSubstr("#c alice:"));
    // Unloaded, it leaves its user waiting; loaded again, it brings it back.
    EXPECT_TRUE((co_await host.supervisor.stop("offers_counter")).has_value());
    EXPECT_EQ(host.state("uses_counter"), "waiting for test.counter/1");
    EXPECT_EQ(co_await host.chat("!count"), "");
    host.add("offers_counter");
    co_await host.supervisor.start_ready();
    EXPECT_THAT(co_await host.chat("!count"), HasSubstr("#c alice:"));
    co_await host.system.stop();
}

TEST(Reload, HandsTheStateOver) {
    TestRuntime rt;
    rt.run(hands_state_over(rt));
}
TEST(Reload, GoesOnWithTheOldWhenAGateRefusesTheNew) {
    TestRuntime rt;
    rt.run(refuses_what_is_no_plugin(rt));
}
TEST(Reload, GoesBackWhenTheNewDoesNotStart) {
    TestRuntime rt;
    rt.run(goes_back_to_the_old(rt, 3, "start() threw: version 3 cannot start"));
}
TEST(Reload, GoesBackWhenTheNewCannotLoadTheState) {
    TestRuntime rt;
    rt.run(goes_back_to_the_old(rt, 4, "load_state() threw: version 4 cannot load"));
}
TEST(Reload, GoesOnWithoutAStateThatCannotBeSaved) {
    TestRuntime rt;
    rt.run(a_state_that_cannot_be_saved_is_lost_with_a_fault(rt));
}
TEST(Reload, NamesTheTasksThatHang) {
    TestRuntime rt;
    rt.run(names_the_tasks_of_a_stuck_one(rt));
}
TEST(Reload, GoesOnWhenTheOldThrowsInStop) {
    TestRuntime rt;
    rt.run(a_failing_stop_does_not_stop_the_reload(rt, 7));
}
TEST(Reload, RefusesRegistrationsOfAPluginThatIsBeingStopped) {
    TestRuntime rt;
    rt.run(a_failing_stop_does_not_stop_the_reload(rt, 8));
}
TEST(Reload, EndsOpenQuestions) {
    TestRuntime rt;
    rt.run(open_questions_end(rt));
}
TEST(Reload, AnswersEveryMessageOnceUnderLoad) {
    TestRuntime rt;
    rt.run(loses_nothing_under_load(rt));
}
TEST(Reload, BringsTheUsersOfAServiceBackWithIt) {
    TestRuntime rt;
    rt.run(users_of_a_service_return_with_it(rt));
}

}  // namespace
}  // namespace confab::test
