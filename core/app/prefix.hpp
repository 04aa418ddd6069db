#pragma once

#include <filesystem>

namespace confab::core {

/// The folder that `bin/confab`, the running program, is installed in, or the build folder.
std::filesystem::path program_prefix();
/// Templates, the manual page: `share/confab` of the prefix.
std::filesystem::path program_data();

}  // namespace confab::core
