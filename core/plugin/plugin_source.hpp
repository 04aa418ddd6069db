#pragma once

#include <string>

#include "core/plugin/library.hpp"

namespace confab::core {

/// Where a running bot gets libraries and their options from, as they are now.
class PluginSource {
public:
    virtual ~PluginSource() = default;
    /// Errors: not_found names the folders; unsupported is the refusal of a gate.
    virtual Result<Library> load(const std::string& id) = 0;
    /// What bot.yaml says for it. The error lists what is wrong, with file, line and column.
    virtual Result<Options> options(const PluginDescriptor& descriptor) = 0;
};

}  // namespace confab::core
