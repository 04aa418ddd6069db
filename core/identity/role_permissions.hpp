#pragma once
/// The Permissions service, from bot.yaml.

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "confab/service/people.hpp"
#include "confab/service/permissions.hpp"
#include "core/config/roles.hpp"

namespace confab::core {

/// Never changes. I/O thread only.
class RolePermissions final : public Permissions {
public:
    /// `owners` are "account/user"; `people` outlives this.
    RolePermissions(const std::vector<std::string>& owners, std::vector<RoleEntry> roles,
                    const People& people);

    bool allows(const AccountId& account, const User& user, std::string_view permission) const override;
    std::vector<std::string> roles_of(const AccountId& account, const User& user) const override;

private:
    /// "account/user" of all that count for this user now.
    std::vector<std::string> identities(const AccountId& account, const User& user) const;
    bool is_owner(const std::vector<std::string>& identities, const User& user) const;
    std::set<std::size_t> roles(const std::vector<std::string>& identities, const User& user) const;

    std::set<std::string, std::less<>> owners_;
    std::vector<RoleEntry> roles_;
    std::unordered_map<std::string, std::vector<std::size_t>> roles_by_member_;
    const People& people_;
};

}  // namespace confab::core
