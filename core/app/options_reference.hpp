#pragma once
/// Everything that can stand in bot.yaml, as a page: from what the core and the plugins declare.

#include <string>
#include <vector>

#include "core/plugin/descriptor_reader.hpp"

namespace confab::core {

/// "string", "integer", ... as an operator reads it.
const char* type_name(OptionType type);

/// Markdown: a table for each section of the core, then for each plugin.
std::string options_reference(const std::vector<PluginDescription>& plugins);

}  // namespace confab::core
