#include "core/app/child_process.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using core::ChildResult;
using core::run_child;

TEST(ChildProcess, GivesOutputAndExitCode) {
    const ChildResult result = run_child({"sh", "-c", "echo one; echo two >&2; exit 3"});
    EXPECT_EQ(result.code, 3);
    EXPECT_EQ(result.output, "one\ntwo\n");
    EXPECT_TRUE(run_child({"true"}).ok());
}

TEST(ChildProcess, TellsOutputAsItComes) {
    std::string heard;
    const ChildResult result =
        run_child({"sh", "-c", "printf abc"}, [&](std::string_view piece) { heard += piece; });
    EXPECT_EQ(heard, "abc");
    EXPECT_EQ(result.output, "abc");
}

TEST(ChildProcess, SaysWhatCannotBeRun) {
    const ChildResult result = run_child({"confab-no-such-program"});
    EXPECT_EQ(result.code, 127);
    EXPECT_NE(result.output.find("confab-no-such-program cannot be run"), std::string::npos);
}

TEST(ChildProcess, TellsASignal) {
    EXPECT_EQ(run_child({"sh", "-c", "kill -TERM $$"}).code, 128 + 15);
}

TEST(ChildProcess, GivesNoInput) {
    EXPECT_EQ(run_child({"cat"}).output, "");
}

}  // namespace
}  // namespace confab::test
