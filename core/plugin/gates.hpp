#pragma once
/// The checks a library must pass, as pure functions: empty means passed, else the refusal for the operator.

#include <string>
#include <string_view>
#include <vector>

#include "confab/plugin.hpp"

namespace confab::core {

/// Gate 1, before loading: `symbols` are the names in the file's symbol table.
std::string check_fingerprint(const std::vector<std::string>& symbols, std::string_view expected);

/// Gate 2, after loading.
std::string check_descriptor(const PluginDescriptor& descriptor, std::string_view expected_fingerprint);

}  // namespace confab::core
