#include "core/log/log.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace confab::test {
namespace {

using namespace confab::core;

TEST(Log, EscapesWhatCouldForgeALine) {
    const LogField fields[] = {
        {"user", "eve\nERROR fake"}, {"n", 3}, {"empty", ""}, {"q", "a\"b"}, {"esc", "\x1b[31m"}};
    EXPECT_EQ(format_fields("message received", fields, 5),
              "message received user=\"eve\\nERROR fake\" n=3 empty=\"\" q=\"a\\\"b\" esc=\"\\x1b[31m\"");
}

TEST(Log, MasksSecretsInTheFile) {
    const std::string file = testing::TempDir() + "confab_log_" + std::to_string(::getpid()) + ".log";
    {
        LogConfig config;
        config.file = file;
        config.console = false;
        LogSystem logs(config);
        logs.mask(Secret("hunter2-token"));
        const auto log = logs.logger("test");
        log->info("connecting", {{"url", "https://x/?token=hunter2-token&again=hunter2-token"}});
        log->debug("not shown at info");
    }
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str().find("hunter2"), std::string::npos);
    EXPECT_NE(text.str().find("token=***&again=***"), std::string::npos);
    EXPECT_EQ(text.str().find("not shown"), std::string::npos);
    std::remove(file.c_str());
}

}  // namespace
}  // namespace confab::test
