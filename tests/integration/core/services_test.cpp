// What a plugin keeps and has scheduled, with real libraries that come and go.
#include <gtest/gtest.h>

#include "tests/integration/core/plugin_host.hpp"

namespace confab::test {
namespace {

Task<void> until_books_say(PluginHost& host, std::string wanted) {
    std::string books;
    for (int i = 0; i < 5'000 && books != wanted; ++i) {
        co_await host.rt.clock().sleep(Duration(1));
        books = co_await host.run_command("books");
    }
    EXPECT_EQ(books, wanted);
}

Task<void> work_over_generations(PluginHost& host) {
    host.add("keeps_books");
    co_await host.supervisor.start_ready();
    EXPECT_EQ(host.state("keeps_books"), "running");
    (void)co_await host.run_command("work");
    co_await until_books_say(host, "work in time; 1");
    (void)co_await host.run_command("hang");
    co_await until_books_say(host, "work in time; hang in time; 2");
    const Result<void> stopped = co_await host.supervisor.stop("keeps_books");
    EXPECT_TRUE(stopped.has_value());
    // Its tables were in memory and are gone; the job that was cut off runs again.
    host.add("keeps_books");
    co_await host.supervisor.start_ready();
    co_await until_books_say(host, "hang late; 1");
    co_await host.system.stop();
}

TEST(Services, WorkThatUnloadingCutOffRunsInTheNextGeneration) {
    TestRuntime rt;
    PluginHost host(rt);
    rt.run(work_over_generations(host));
}

}  // namespace
}  // namespace confab::test
