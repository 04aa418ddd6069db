#pragma once

#include <string>
#include <vector>

#include "confab/service/people.hpp"

namespace confab::people {

/// "libera/alice", as in bot.yaml.
std::string show(const Identity& who);

/// What is known of somebody. `linked` are the identities of the same person, without `who`; empty where that
/// is nobody's business.
std::string introduce(const Identity& who, Assurance assurance, const std::vector<std::string>& roles,
                      const std::vector<Identity>& linked);

}  // namespace confab::people
