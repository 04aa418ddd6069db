// Loading and unloading leaves nothing behind, or says what it left: the measurement behind core/adr/0001.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/integration/core/plugin_host.hpp"

namespace confab::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// How many copies of a library are mapped; other tests of this process may have parked some.
std::size_t mapped(const std::string& name) {
    std::set<std::string> paths;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find(name) != std::string::npos) paths.insert(line.substr(line.find('/')));
    return paths.size();
}

Task<void> reload_unmaps(TestRuntime& rt) {
    PluginHost host(rt, PluginHost::short_deadlines(), true);
    const std::size_t before = mapped("confab_good.so");
    const std::filesystem::path file = PluginHost::fixture("confab_good");
    host.add_file(file);
    co_await host.supervisor.start_ready();
    for (int i = 0; i < 200; ++i) {
        // Always "1": each load starts with fresh statics, so no old code or data is in use.
        EXPECT_EQ(co_await host.run_command("greet"), "hello 1");
        EXPECT_THAT(co_await host.replace("good", file), HasSubstr("is running"));
        if (testing::Test::HasFailure()) co_return;
    }
    EXPECT_THAT(host.supervisor.details("good")->residue, IsEmpty());
    EXPECT_EQ(host.supervisor.details("good")->generation, 201U);
    EXPECT_EQ(mapped("confab_good.so"), before + 1);
    EXPECT_TRUE((co_await host.supervisor.stop("good")).has_value());
    EXPECT_EQ(mapped("confab_good.so"), before);
    EXPECT_EQ(host.commands.all().size(), 2U) << "only the core's own `help` and `more` are left";
    co_await host.system.stop();
}

Task<void> parking_keeps_the_library(TestRuntime& rt) {
    PluginHost host(rt);
    host.add("good");
    co_await host.supervisor.start_ready();
    EXPECT_TRUE((co_await host.supervisor.stop("good")).has_value());
    EXPECT_GE(mapped("confab_good.so"), 1U);
    host.add("good");
    co_await host.supervisor.start_ready();
    EXPECT_EQ(host.state("good"), "running");
    co_await host.system.stop();
}

Task<void> a_held_callback_is_named(TestRuntime& rt) {
    PluginHost host(rt, PluginHost::short_deadlines(), true);
    host.connect();
    host.add("offers_bell");
    host.add("leaks_listener");
    co_await host.supervisor.start_ready();
    EXPECT_EQ(co_await host.chat("!ring"), "#c alice: 1 listeners");
    EXPECT_EQ(co_await host.chat("!heard"), "#c alice: 1");
    EXPECT_TRUE((co_await host.supervisor.stop("leaks_listener")).has_value());
    EXPECT_THAT(host.supervisor.details("leaks_listener")->residue,
                ElementsAre("the callback `on_ring` is still held by somebody"));
    EXPECT_EQ(mapped("confab_leaks_listener.so"), 1U);
    EXPECT_EQ(co_await host.chat("!ring"), "#c alice: 1 listeners") << "and calling it does no harm";
    co_await host.system.stop();
}

Task<void> a_thread_is_named(TestRuntime& rt) {
    PluginHost host(rt, PluginHost::short_deadlines(), true);
    host.add("leaks_thread");
    co_await host.supervisor.start_ready();
    EXPECT_TRUE((co_await host.supervisor.stop("leaks_thread")).has_value());
    EXPECT_THAT(host.supervisor.details("leaks_thread")->residue,
                ElementsAre(HasSubstr("a thread that began while it ran is still there")));
    EXPECT_EQ(mapped("confab_leaks_thread.so"), 1U) << "its code is still running";
    co_await host.system.stop();
}

Task<void> what_pins_the_library_is_named(TestRuntime& rt) {
    PluginHost host(rt, PluginHost::short_deadlines(), true);
    host.connect();
    host.add("thread_local_state");
    co_await host.supervisor.start_ready();
    EXPECT_THAT(co_await host.chat("!word"), HasSubstr("the heap"));
    EXPECT_TRUE((co_await host.supervisor.stop("thread_local_state")).has_value());
    EXPECT_THAT(host.supervisor.details("thread_local_state")->residue,
                ElementsAre(HasSubstr("still mapped: a thread has a thread_local object of it to destroy")));
    co_await host.system.stop();
}

TEST(Residue, NoneAfterTwoHundredReloads) {
    TestRuntime rt;
    rt.run(reload_unmaps(rt));
}
TEST(Residue, LibrariesAreParkedByDefault) {
    TestRuntime rt;
    rt.run(parking_keeps_the_library(rt));
}
TEST(Residue, NamesACallbackThatSomebodyKeeps) {
    TestRuntime rt;
    rt.run(a_held_callback_is_named(rt));
}
TEST(Residue, NamesAThreadThatGoesOn) {
    TestRuntime rt;
    rt.run(a_thread_is_named(rt));
}
TEST(Residue, NamesWhatKeepsALibraryMapped) {
    TestRuntime rt;
    rt.run(what_pins_the_library_is_named(rt));
}

}  // namespace
}  // namespace confab::test
