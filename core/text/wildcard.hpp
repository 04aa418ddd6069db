#pragma once

#include <string_view>

namespace confab::core {

/// Whether the whole of `text` is as in `pattern`, in which "..." stands for any text: how declared examples
/// are compared with answers.
bool matches_wildcards(std::string_view pattern, std::string_view text);

}  // namespace confab::core
