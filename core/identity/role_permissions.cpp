#include "core/identity/role_permissions.hpp"

#include <algorithm>

#include "confab/command.hpp"
#include "core/identity/person_map.hpp"

namespace confab::core {
namespace {

bool matches(std::string_view pattern, std::string_view permission) {
    if (!pattern.ends_with('*')) return pattern == permission;
    pattern.remove_suffix(1);
    return permission.starts_with(pattern);
}

}  // namespace

RolePermissions::RolePermissions(const std::vector<std::string>& owners, std::vector<RoleEntry> roles,
                                 const People& people)
    : owners_(owners.begin(), owners.end()), roles_(std::move(roles)), people_(people) {
    for (std::size_t i = 0; i < roles_.size(); ++i)
        for (const std::string& member : roles_[i].members) roles_by_member_[member].push_back(i);
}

std::vector<std::string> RolePermissions::identities(const AccountId& account, const User& user) const {
    const Identity self(account, user.id);
    std::vector<std::string> texts = {text_of(self)};
    // Whom the network does not vouch for may be anybody under that name: nothing comes from elsewhere.
    if (user.assurance < Assurance::account) return texts;
    for (const Identity& other : people_.identities_of(people_.person_of(self)))
        if (other != self) texts.push_back(text_of(other));
    return texts;
}

bool RolePermissions::is_owner(const std::vector<std::string>& identities, const User& user) const {
    return user.assurance >= Assurance::account &&
           std::any_of(identities.begin(), identities.end(),
                       [this](const std::string& who) { return owners_.contains(who); });
}

std::set<std::size_t> RolePermissions::roles(const std::vector<std::string>& identities,
                                             const User& user) const {
    std::set<std::size_t> found;
    for (const std::string& who : identities) {
        const auto roles = roles_by_member_.find(who);
        if (roles == roles_by_member_.end()) continue;
        for (const std::size_t role : roles->second)
            if (user.assurance >= roles_[role].assurance) found.insert(role);
    }
    return found;
}

bool RolePermissions::allows(const AccountId& account, const User& user, std::string_view permission) const {
    const std::vector<std::string> who = identities(account, user);
    if (is_owner(who, user)) return true;
    if (permission == kOwnerPermission) return false;
    for (const std::size_t role : roles(who, user))
        for (const std::string& pattern : roles_[role].allow)
            if (matches(pattern, permission)) return true;
    return false;
}

std::vector<std::string> RolePermissions::roles_of(const AccountId& account, const User& user) const {
    const std::vector<std::string> who = identities(account, user);
    std::vector<std::string> names;
    if (is_owner(who, user)) names.emplace_back(kOwnerPermission);
    for (const std::size_t role : roles(who, user)) names.push_back(roles_[role].name);
    return names;
}

}  // namespace confab::core
