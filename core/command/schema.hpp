#pragma once
/// Commands as others see them: interfaces of platforms, AI models.

#include <string>

#include "confab/command_schema.hpp"
#include "core/command/table.hpp"

namespace confab::core {

CommandSchema schema_of(const Command& command);

/// "tag_add"
std::string tool_name(const std::vector<std::string>& path);

/// {"name","description","parameters"}: the last is a JSON Schema (draft 2020-12) of an object.
std::string tool_schema(const CommandSchema& command);

}  // namespace confab::core
