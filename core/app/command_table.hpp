#pragma once
/// The subcommands as tables: what is parsed, shown as help, completed by shells and printed as the manual
/// page all comes from here.

#include <span>
#include <string_view>

#include "core/app/commands.hpp"

namespace confab::core {

/// An option of the command line. All texts are literals.
struct CommandOption {
    const char* name;      ///< Without the dashes.
    char letter;           ///< 0: none.
    const char* argument;  ///< "FILE"; nullptr for a flag.
    const char* help;
};

struct CommandExample {
    const char* line;
    const char* help;
};

struct Subcommand {
    const char* name;
    const char* arguments;  ///< "[list | info NAME|FILE.so]"; may be empty.
    const char* help;       ///< One phrase.
    std::span<const CommandOption> options;
    std::span<const CommandExample> examples;
    /// What can stand after the name, for completion: words, or "<plugin>", "<folder>", "<command>".
    std::span<const char* const> words;
    int (*run)(const CommandLineOptions&);
};

std::span<const Subcommand> subcommands();
/// nullptr: there is none.
const Subcommand* find_subcommand(std::string_view name);
/// Every option of any subcommand, once.
std::span<const CommandOption> all_options();

}  // namespace confab::core
