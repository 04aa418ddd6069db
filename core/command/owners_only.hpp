#pragma once
/// The least of permissions: owners have all, everybody else none.

#include <string>
#include <vector>

#include "confab/service/permissions.hpp"

namespace confab::core {

class OwnersOnly final : public Permissions {
public:
    /// "account/user" each.
    explicit OwnersOnly(std::vector<std::string> owners) : owners_(std::move(owners)) {}
    bool allows(const AccountId& account, const User& user, std::string_view permission) const override;
    std::vector<std::string> roles_of(const AccountId& account, const User& user) const override;

private:
    std::vector<std::string> owners_;
};

}  // namespace confab::core
