#include "core/app/source_watch.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

namespace fs = std::filesystem;

class Folder {
public:
    Folder() : path(fs::path(testing::TempDir()) / ("confab_watch_" + std::to_string(::getpid()))) {
        fs::create_directories(path / "src");
        fs::create_directories(path / "build");
        write("src/a.cpp");
    }
    ~Folder() { fs::remove_all(path); }
    void write(const std::string& name) const { std::ofstream(path / name) << "int x;\n"; }
    fs::path path;
};

constexpr Duration kSoon{5'000};
constexpr Duration kMoment{50};

Task<void> expect_change(TestRuntime& rt, core::SourceWatch& watch, const char* what) {
    Task<void> change = watch.changed();
    const bool noticed = co_await rt.clock().run_for(kSoon, std::move(change));
    EXPECT_TRUE(noticed) << what;
}
Task<void> expect_nothing(TestRuntime& rt, core::SourceWatch& watch, const char* what) {
    Task<void> change = watch.changed();
    const bool noticed = co_await rt.clock().run_for(kMoment, std::move(change));
    EXPECT_FALSE(noticed) << what;
}

Task<void> notices(TestRuntime& rt) {
    Folder folder;
    core::SourceWatch watch(rt.executor(), folder.path, folder.path / "build");
    folder.write("src/a.cpp");
    co_await expect_change(rt, watch, "written");
    folder.write("src/.a.cpp.swp");
    fs::rename(folder.path / "src/.a.cpp.swp", folder.path / "src/a.cpp");
    co_await expect_change(rt, watch, "moved over, as editors do");
    fs::create_directory(folder.path / "more");
    // The folder's own event must have been taken before something in it can be noticed.
    folder.write("src/a.cpp");
    co_await expect_change(rt, watch, "written again");
    folder.write("more/b.hpp");
    co_await expect_change(rt, watch, "in a new folder");
    folder.write("CMakeLists.txt");
    co_await expect_change(rt, watch, "the build");
}

Task<void> ignores(TestRuntime& rt) {
    Folder folder;
    core::SourceWatch watch(rt.executor(), folder.path, folder.path / "build");
    for (const char* name : {"build/generated.cpp", "notes.txt", "src/.#a.cpp", "src/a.cpp~"})
        folder.write(name);
    co_await expect_nothing(rt, watch, "no source");
    folder.write("src/a.cpp");
    watch.forget();
    co_await expect_nothing(rt, watch, "forgotten");
    folder.write("src/a.cpp");
    co_await expect_change(rt, watch, "a source");
}

TEST(SourceWatch, NoticesWhatAnAuthorSaves) {
    TestRuntime rt;
    rt.run(notices(rt));
}

TEST(SourceWatch, IgnoresWhatIsNoSourceAndWhatIsForgotten) {
    TestRuntime rt;
    rt.run(ignores(rt));
}

TEST(SourceWatch, SaysWhyItCannotWatch) {
    TestRuntime rt;
    EXPECT_THROW(core::SourceWatch(rt.executor(), "/nowhere/at/all", ""), std::runtime_error);
}

}  // namespace
}  // namespace confab::test
