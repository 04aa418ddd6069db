#include "world.hpp"

namespace confab::inline v1::testing {

bool Grants::allows(const AccountId&, const confab::User& user, std::string_view permission) const {
    if (user.assurance < Assurance::account) return false;
    const auto granted = granted_.find(user.id);
    if (granted == granted_.end()) return false;
    return granted->second.contains(kOwnerPermission) || granted->second.contains(permission);
}

std::vector<std::string> Grants::roles_of(const AccountId& account, const confab::User& user) const {
    std::vector<std::string> roles;
    if (allows(account, user, kOwnerPermission)) roles.emplace_back("owner");
    return roles;
}

}  // namespace confab::inline v1::testing
