#pragma once
/// `!help`: what the bot can do, from the declarations.

#include <string>
#include <string_view>

#include "core/command/table.hpp"

namespace confab::core {

/// Without a name: one line with all commands. With one: its usage, help and aliases. Unknown names get a
/// suggestion.
std::string help_text(const CommandTable& table, std::string_view prefix, std::string_view name);

/// Registers `help` for `owner`. The table must outlive the registration.
void register_help(CommandTable& table, Owner& owner, std::string prefix);

}  // namespace confab::core
