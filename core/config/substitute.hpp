#pragma once

#include <filesystem>
#include <string>

#include "core/config/tree.hpp"

namespace confab::core {

/// Expands `${VAR}`, `${VAR:-default}`, `$${` and `file:PATH` in one scalar; see `parse_tree`. On a problem
/// the text is returned unchanged.
std::string substitute(const std::string& text, Place place, const std::filesystem::path& folder,
                       const Environment& environment, Problems& problems);

}  // namespace confab::core
