#pragma once

#include <iosfwd>
#include <string>

#include "core/app/command_table.hpp"

namespace confab::core {

/// "-c, --config FILE".
std::string option_text(const CommandOption& option);
/// "confab plugins [list | info NAME|FILE.so] [OPTION ...]".
std::string usage_text(const Subcommand& command);
/// Examples first, then the commands.
void print_help(std::ostream& out);
/// Examples first, then usage and options.
void print_help(std::ostream& out, const Subcommand& command);
/// One line for who typed a command that does not exist.
std::string no_such_command(const std::string& name);

}  // namespace confab::core
