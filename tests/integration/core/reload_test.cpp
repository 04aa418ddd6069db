// Loading and unloading leaves nothing behind: the measurement behind core/adr/0001.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/integration/core/plugin_host.hpp"

namespace confab::test {
namespace {

bool is_mapped(const std::string& name) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find(name) != std::string::npos) return true;
    return false;
}

// A copy of the library that no other test of this process has parked.
class OwnCopy {
public:
    OwnCopy()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("confab_reload_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        std::filesystem::copy_file(std::filesystem::path(CONFAB_FIXTURES) / "confab_good.so", file());
    }
    ~OwnCopy() { std::filesystem::remove_all(folder_); }
    std::filesystem::path file() const { return folder_ / "confab_good.so"; }

private:
    std::filesystem::path folder_;
};

Task<void> reload_unmaps(TestRuntime& rt) {
    const OwnCopy copy;
    PluginHost host(rt);
    for (int i = 0; i < 200; ++i) {
        host.add_file(copy.file());
        co_await host.supervisor.start_ready();
        EXPECT_TRUE(is_mapped(copy.file()));
        // Always "1": each load starts with fresh statics, so no old code or data is in use.
        EXPECT_EQ(co_await host.run_command("greet"), "hello 1");
        EXPECT_TRUE((co_await host.supervisor.stop("good", true)).has_value());
        EXPECT_FALSE(is_mapped(copy.file())) << "after unload " << i;
        if (testing::Test::HasFailure()) co_return;
    }
    EXPECT_EQ(host.commands.all().size(), 1U) << "only the core's own `help` is left";
    co_await host.supervisor.stop_all();
}

Task<void> parking_keeps_the_library(TestRuntime& rt) {
    PluginHost host(rt);
    host.add("good");
    co_await host.supervisor.start_ready();
    EXPECT_TRUE((co_await host.supervisor.stop("good")).has_value());
    EXPECT_TRUE(is_mapped("confab_good.so"));
    host.add("good");
    co_await host.supervisor.start_ready();
    EXPECT_EQ(host.state("good"), "running");
    co_await host.supervisor.stop_all();
}

TEST(Reload, UnmapsTheLibraryAndStartsWithFreshStatics) {
    TestRuntime rt;
    rt.run(reload_unmaps(rt));
}
TEST(Reload, ParksTheLibraryByDefault) {
    TestRuntime rt;
    rt.run(parking_keeps_the_library(rt));
}

}  // namespace
}  // namespace confab::test
