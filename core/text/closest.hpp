#pragma once
/// Which known word somebody meant who mistyped one.

#include <string>
#include <string_view>
#include <vector>

namespace confab::core {

/// The candidate that is the fewest edits away, a third of the word's length at most; null: none is close.
/// Words of more than 64 bytes are no slips of the finger. Work is bounded by the number of candidates.
const std::string* closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace confab::core
