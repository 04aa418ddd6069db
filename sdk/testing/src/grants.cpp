#include <algorithm>

#include "world.hpp"

namespace confab::inline v1::testing {

std::vector<std::string> Grants::owner_ids() {
    std::vector<std::string> ids;
    for (const std::string& platform : Network::platforms())
        for (std::size_t i = 1; i <= kMostOwners; ++i) ids.push_back(platform + "/owner" + std::to_string(i));
    return ids;
}

UserId Grants::owner(const std::string& name) {
    auto found = std::find(owners_.begin(), owners_.end(), name);
    if (found == owners_.end()) {
        if (owners_.size() == kMostOwners) throw std::logic_error("a chat has at most 16 owners");
        found = owners_.insert(owners_.end(), name);
    }
    return UserId("owner" + std::to_string(found - owners_.begin() + 1));
}

bool Grants::allows(const AccountId&, const confab::User& user, std::string_view permission) const {
    if (user.assurance < Assurance::account) return false;
    if (user.id.str().starts_with("owner")) return true;
    const auto granted = granted_.find(user.id);
    return granted != granted_.end() && granted->second.contains(permission);
}

std::vector<std::string> Grants::roles_of(const AccountId&, const confab::User& user) const {
    std::vector<std::string> roles;
    if (user.id.str().starts_with("owner")) roles.emplace_back("owner");
    return roles;
}

}  // namespace confab::inline v1::testing
