#pragma once

#include <filesystem>

#include "confab/result.hpp"

namespace confab::core {

/// Copies a library to a path that was never used before, in a folder of this process under TMPDIR that goes
/// with the process. Folders that a killed process left are removed. The error says what to do.
Result<std::filesystem::path> copy_of(const std::filesystem::path& library);

}  // namespace confab::core
