#pragma once
/// Keeps the commands that platforms show in their own interfaces the same as those the bot has.

#include <map>

#include "confab/capability/application_commands.hpp"
#include "confab/service/random.hpp"
#include "core/account/accounts.hpp"
#include "core/command/table.hpp"

namespace confab::core {

/// Publishes to each account with the capability when it gets ready, and a moment after the table changed;
/// what fails is tried again. One task per account, in the account's scope. I/O thread only; outlives the
/// accounts.
class CommandPublisher {
public:
    CommandPublisher(Accounts& accounts, const CommandTable& table, Clock& clock, Random& random, Logger& log)
        : accounts_(accounts), table_(table), clock_(clock), random_(random), log_(log) {}

    void on_table_changed();
    void on_connection(const ConnectionChanged& change);
    /// The bot is stopping: what platforms show stays as it is, though commands go one by one.
    void stop() { stopped_ = true; }

    /// Between two times for one account, and between a change and its publication.
    static constexpr Duration kPause{1'000};

private:
    struct State {
        bool running = false;
        bool wanted = false;
        std::optional<TimePoint> last;
    };
    /// Held by the task of an account.
    class Running {
    public:
        Running(CommandPublisher& publisher, AccountId account);
        Running(Running&& other) noexcept;
        Running& operator=(Running&&) = delete;
        ~Running();
        State& state() const { return publisher_->states_.at(account_); }
        const AccountId& account() const noexcept { return account_; }

    private:
        CommandPublisher* publisher_;
        AccountId account_;
    };

    void want(const AccountId& account, Duration delay);
    std::vector<CommandSchema> schemas_for(std::string_view platform) const;
    Task<void> keep_published(Running running, Duration delay);
    /// nullopt: there is nothing to publish to.
    Task<std::optional<Result<void>>> publish(AccountId account);

    Accounts& accounts_;
    const CommandTable& table_;
    Clock& clock_;
    Random& random_;
    Logger& log_;
    std::map<AccountId, State> states_;
    bool stopped_ = false;
};

}  // namespace confab::core
