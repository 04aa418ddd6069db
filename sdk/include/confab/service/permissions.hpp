#pragma once
/// Service: who may do what. Roles are given under `roles:` in bot.yaml; what no role gives is denied.

#include <string>
#include <string_view>
#include <vector>

#include "confab/abi.hpp"
#include "confab/event.hpp"
#include "confab/ids.hpp"

namespace confab::inline v1 {

/// Asked for each use of a command with a permission; look-ups in memory. I/O thread only.
class CONFAB_API Permissions {
public:
    static constexpr const char* kServiceId = "confab.permissions/1";
    virtual ~Permissions();
    /// Whether `user` of `account` has `permission` ("tag.write"). Owners have all. An identity that the
    /// network does not vouch for (less than `Assurance::account`, unless the role says otherwise) has none.
    /// Linked identities share what they are given.
    virtual bool allows(const AccountId& account, const User& user, std::string_view permission) const = 0;
    /// The names of the roles, "owner" among them.
    virtual std::vector<std::string> roles_of(const AccountId& account, const User& user) const = 0;
};

}  // namespace confab::inline v1
