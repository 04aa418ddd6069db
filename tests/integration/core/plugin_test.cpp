// Real shared libraries of every wrong kind: what the operator reads, and that the rest goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/runtime/watchdog.hpp"
#include "tests/integration/core/plugin_host.hpp"

namespace confab::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::filesystem::path& file) {
    const Result<core::Library> library = core::Library::load(file);
    EXPECT_TRUE(library.has_error()) << file << " was loaded";
    return library ? std::string() : library.error().context();
}

std::filesystem::path fixture(const std::string& id) {
    return std::filesystem::path(CONFAB_FIXTURES) / ("confab_" + id + ".so");
}

TEST(Library, RefusesWhatIsNoSharedLibrary) {
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / ("confab_lib_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "confab_text.so") << "just text";
    std::ofstream(folder / "confab_empty.so");
    std::filesystem::copy_file(fixture("good"), folder / "confab_cut.so");
    std::filesystem::resize_file(folder / "confab_cut.so", 700);
    for (const char* name : {"confab_text.so", "confab_empty.so", "confab_cut.so"})
        EXPECT_THAT(refusal(folder / name), AllOf(HasSubstr(name), HasSubstr("build it again"))) << name;
    std::filesystem::remove_all(folder);
}

TEST(Library, RefusesALibraryWithoutDescriptor) {
    EXPECT_THAT(refusal(fixture("no_descriptor")),
                HasSubstr("does its source end with CONFAB_PLUGIN(Class)?"));
}

TEST(Library, RefusesAnotherBuildBeforeItsCodeRuns) {
    EXPECT_THAT(refusal(fixture("other_build")),
                AllOf(HasSubstr("found API 1 libstdcxx99"), HasSubstr("expected API 1"),
                      HasSubstr("build it again")));
}

TEST(Library, RefusesAnotherApiVersion) {
    EXPECT_THAT(refusal(fixture("other_api")), AllOf(HasSubstr("built for API version 2, this host has 1"),
                                                     HasSubstr("build it again with this SDK")));
}

TEST(Library, ReadsTheDescriptor) {
    const Result<core::Library> library = core::Library::load(fixture("good"));
    ASSERT_TRUE(library.has_value()) << library.error().message();
    EXPECT_STREQ(library->descriptor().id, "good");
    EXPECT_STREQ(library->descriptor().version, "1.2.3");
    EXPECT_STREQ(library->descriptor().options[0].key, "greeting");
    EXPECT_STREQ(library->descriptor().needs[0], Clock::kServiceId);
}

Task<void> starts_in_order_of_needs(TestRuntime& rt) {
    PluginHost host(rt);
    host.add("needs_missing");
    host.add("uses_counter");
    host.add("offers_counter");
    host.add("good");
    co_await host.supervisor.start_ready();
    EXPECT_EQ(host.state("needs_missing"), "waiting for test.unicorn/1");
    EXPECT_EQ(host.state("uses_counter"), "running");
    EXPECT_EQ(co_await host.run_command("count"), "1");
    EXPECT_THAT(co_await host.run_command("greet"), HasSubstr("hello"));

    // Taking the provider away takes its user first; the rest runs on.
    EXPECT_TRUE((co_await host.supervisor.stop("offers_counter")).has_value());
    EXPECT_EQ(host.state("uses_counter"), "waiting for test.counter/1");
    EXPECT_EQ(host.commands.find("count"), nullptr);
    EXPECT_EQ(host.state("good"), "running");
    co_await host.supervisor.stop_all();
    EXPECT_EQ(host.state("good"), "stopped");
    EXPECT_EQ(host.commands.all().size(), 2U) << "only the core's own `help` and `more` are left";
}

Task<void> bad_plugins_do_not_stop_good_ones(TestRuntime& rt) {
    PluginHost host(rt);
    for (const char* id :
         {"throws_in_constructor", "throws_in_start", "never_starts", "good", "duplicate_command"})
        host.add(id);
    co_await host.supervisor.start_ready();
    EXPECT_EQ(host.state("throws_in_constructor"), "failed: its constructor threw: no constructor today");
    EXPECT_EQ(host.state("throws_in_start"), "failed: start() threw: the moon is in the wrong phase");
    EXPECT_EQ(host.commands.find("half"), nullptr) << "what a failed start registered is undone";
    EXPECT_EQ(host.state("never_starts"), "failed: start() did not return within 200 ms");
    EXPECT_THAT(host.state("duplicate_command"), HasSubstr("`greet` is already offered by plugin `good`"));
    EXPECT_THAT(co_await host.run_command("greet"), HasSubstr("hello"));
    co_await host.supervisor.stop_all();
}

Task<void> stuck_plugin_is_named_and_kept(TestRuntime& rt) {
    PluginHost host(rt);
    host.add("ignores_cancel");
    host.add("good");
    co_await host.supervisor.start_ready();
    const Result<void> stopped = co_await host.supervisor.stop("ignores_cancel");
    EXPECT_TRUE(stopped.has_error());
    EXPECT_THAT(host.state("ignores_cancel"), HasSubstr("stubborn loop"));
    EXPECT_THAT(co_await host.run_command("greet"), HasSubstr("hello"));
    co_await host.supervisor.stop_all();
}

Task<void> three_faults_disable(TestRuntime& rt) {
    PluginHost host(rt);
    host.add("faulty");
    host.add("good");
    co_await host.supervisor.start_ready();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(host.state("faulty"), "running") << "after " << i << " faults";
        MessageReceived event;
        event.channel.ref = ChannelRef(AccountId("net"), ChannelId("#c"));
        host.dispatcher.dispatch(event);
        co_await rt.clock().sleep(Duration(10));
    }
    co_await rt.clock().sleep(Duration(50));
    EXPECT_THAT(host.state("faulty"), HasSubstr("disabled after 3 faults; the last: message: handler fault"));
    EXPECT_EQ(host.state("good"), "running");
    co_await host.supervisor.stop_all();
}

Task<void> a_blocking_plugin_is_named(TestRuntime& rt) {
    core::LogConfig config;
    config.console = false;
    std::vector<std::string> lines;
    config.tap = [&lines](LogLevel, const std::string& line) {
        lines.push_back(line);
    };
    core::LogSystem logs(config);
    const std::unique_ptr<Logger> log = logs.logger("core");
    PluginHost host(rt);
    host.connect();
    host.add("blocks");
    host.add("good");
    co_await host.supervisor.start_ready();
    rt.tasks().spawn("watchdog", core::watch_loop(rt.clock(), *log, rt.metrics()));
    co_await rt.clock().sleep(Duration(10));
    host.network.say("alice", "#c", "!block");
    while (host.network.sent.empty()) co_await rt.clock().sleep(Duration(10));
    EXPECT_EQ(co_await host.chat("!greet"), "#c alice: hello 1") << "the bot goes on";
    for (int i = 0; i < 200 && lines.empty(); ++i) co_await rt.clock().sleep(Duration(10));
    EXPECT_THAT(lines, testing::Contains(AllOf(HasSubstr("the event loop was blocked"),
                                               HasSubstr("plugin blocks, command block"))));
    co_await host.system.stop();
}

TEST(Supervisor, NamesThePluginThatBlocksTheLoop) {
    TestRuntime rt;
    rt.run(a_blocking_plugin_is_named(rt));
}
TEST(Supervisor, StartsInOrderOfNeedsAndDrainsUsersBeforeProviders) {
    TestRuntime rt;
    rt.run(starts_in_order_of_needs(rt));
}
TEST(Supervisor, RunsGoodPluginsWhateverTheOthersDo) {
    TestRuntime rt;
    rt.run(bad_plugins_do_not_stop_good_ones(rt));
}
TEST(Supervisor, NamesTheTasksOfAStuckPlugin) {
    TestRuntime rt;
    rt.run(stuck_plugin_is_named_and_kept(rt));
}
TEST(Supervisor, DisablesAPluginAfterThreeFaultsInAMinute) {
    TestRuntime rt;
    rt.run(three_faults_disable(rt));
}

}  // namespace
}  // namespace confab::test
