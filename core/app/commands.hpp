#pragma once
/// The subcommands of `confab`. Data goes to standard output, messages to standard error.

#include <string>
#include <vector>

#include "core/plugin/search_path.hpp"

namespace confab::core {

/// After sysexits.h where one fits; 2 for a configuration that is not valid.
enum ExitCode { kOk = 0, kFailed = 1, kBadConfig = 2, kBadUsage = 64, kInternal = 70 };

class CommandLineOptions {
public:
    std::string config = "bot.yaml";
    std::string log_level;  ///< Overrides log.level; empty: as configured.
    bool json = false;
    bool once = false;
    bool yaml = false;
    std::string build_folder;        ///< Of a plugin's project; empty: `build` in it.
    std::vector<std::string> words;  ///< What stands after the subcommand.
    SearchPath path{{}};
};

int run_command(const CommandLineOptions& options);
int check_command(const CommandLineOptions& options);
int demo_command(const CommandLineOptions& options);
int sandbox_command(const CommandLineOptions& options);
int plugins_command(const CommandLineOptions& options);
int new_command(const CommandLineOptions& options);
int test_command(const CommandLineOptions& options);
int dev_command(const CommandLineOptions& options);
int completion_command(const CommandLineOptions& options);
int man_command(const CommandLineOptions& options);
int help_command(const CommandLineOptions& options);
int version_command(const CommandLineOptions& options);

}  // namespace confab::core
