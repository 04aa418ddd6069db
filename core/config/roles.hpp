#pragma once
/// The section `roles:`: who may do what.

#include <span>
#include <string>
#include <vector>

#include "confab/event.hpp"
#include "core/config/options.hpp"

namespace confab::core {

class RoleEntry {
public:
    std::string name;                  ///< The key.
    std::vector<std::string> members;  ///< "account/user"
    std::vector<std::string> allow;    ///< "tag.write", "plugins.*", "*"
    Assurance assurance = Assurance::account;
};

/// The keys of one role.
std::span<const OptionSpec> role_options();
std::vector<RoleEntry> read_roles(const Node& node, Problems& problems);

}  // namespace confab::core
