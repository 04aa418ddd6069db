#include "core/command/owners_only.hpp"

#include <algorithm>

#include "confab/command.hpp"

namespace confab::core {

bool OwnersOnly::allows(const AccountId& account, const User& user, std::string_view) const {
    if (user.assurance < Assurance::account) return false;
    const std::string who = account.str() + "/" + user.id.str();
    return std::find(owners_.begin(), owners_.end(), who) != owners_.end();
}

std::vector<std::string> OwnersOnly::roles_of(const AccountId& account, const User& user) const {
    if (!allows(account, user, kOwnerPermission)) return {};
    return {kOwnerPermission};
}

}  // namespace confab::core
