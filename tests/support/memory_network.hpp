#pragma once
/// A network in memory: people say something, and what the bot says is recorded.

#include <string>
#include <vector>

#include "confab/adapter.hpp"
#include "confab/service/clock.hpp"

namespace confab::test {

class MemoryNetwork final : public Adapter {
public:
    explicit MemoryNetwork(Clock& clock, std::string account = "net")
        : clock_(clock), account_(std::move(account)) {}
    std::unique_ptr<Account> open(AccountContext& context) override;

    /// A message of a person with a services account.
    MessageReceived message(std::string user, std::string channel, std::string text) const;
    void say(std::string user, std::string channel, std::string text);

    /// "#channel text", as the bot said it.
    std::vector<std::string> sent;
    AccountContext* host = nullptr;

private:
    class Connection;
    Clock& clock_;
    std::string account_;
};

}  // namespace confab::test
