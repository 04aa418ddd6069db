#pragma once

#include <string>
#include <utility>
#include <vector>

#include "confab/service/straico.hpp"

namespace confab::core::straico {

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// The search settings shared by documents and agents.
void add_search(FormFields& fields, const StraicoSearch& search);

}  // namespace confab::core::straico
