#pragma once

namespace confab::core {

/// The program: parses the command line and runs the subcommand. Returns the exit code.
int run_cli(int argc, char** argv);

}  // namespace confab::core
