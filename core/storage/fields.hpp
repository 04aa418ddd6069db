#pragma once
/// Several texts as one key, and back. Whatever they hold, different lists make different keys.

#include <string>
#include <string_view>
#include <vector>

namespace confab::core {

/// "a", "b" -> two lines; a line break and `%` inside a text become %0A and %25.
std::string join_fields(const std::vector<std::string_view>& fields);
std::vector<std::string> split_fields(std::string_view key);

}  // namespace confab::core
