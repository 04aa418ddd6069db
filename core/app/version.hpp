#pragma once

#include <string>

namespace confab::core {

/// "0.1.0".
std::string version_text();

}  // namespace confab::core
