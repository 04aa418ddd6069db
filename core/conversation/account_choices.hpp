#pragma once
/// Questions with buttons, through the capability of the account.

#include "core/account/accounts.hpp"
#include "core/conversation/conversations.hpp"

namespace confab::core {

class AccountChoices final : public ChoiceSender {
public:
    explicit AccountChoices(Accounts& accounts) : accounts_(accounts) {}
    Task<std::optional<Result<void>>> send_choices(const MessageReceived& event, Message prompt,
                                                   std::vector<std::string> choices) override;

private:
    Accounts& accounts_;
};

}  // namespace confab::core
