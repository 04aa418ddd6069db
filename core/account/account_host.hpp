#pragma once
/// One configured account at run time: what its adapter is given, its tasks, and its state.

#include <memory>
#include <string>

#include "confab/adapter.hpp"
#include "confab/service/clock.hpp"
#include "core/event/dispatcher.hpp"
#include "core/runtime/task_scope.hpp"

namespace confab::core {

class AccountHost final : public AccountContext {
public:
    AccountHost(boost::asio::any_io_executor executor, Clock& clock, Dispatcher& dispatcher,
                std::unique_ptr<Logger> log, AccountId id, Options options, std::string bot_name);

    const AccountId& id() const noexcept override { return id_; }
    const Options& options() const noexcept override { return options_; }
    Logger& log() noexcept override { return *log_; }
    std::string_view bot_name() const noexcept override { return bot_name_; }
    void emit(Event event) override;
    void spawn(std::string name, Task<void> task) override { tasks_.spawn(std::move(name), std::move(task)); }

    /// Takes the account and runs it, again after a pause should its `run` throw.
    void run(std::unique_ptr<Account> account);
    /// From now on the end of the connection is wished for: nothing to warn about.
    void expect_end() { ending_ = true; }
    /// Lets sends that are under way finish for at most a second, cancels everything, joins for at most
    /// `limit`, destroys the account. Names what still runs: then the account is kept for ever, since its
    /// code may still be executing.
    Task<std::vector<std::string>> close(Duration limit);

    /// Hands one part to the adapter, in a task of this account: closing the account ends it, and the
    /// caller's own cancellation does not tear a message that is being sent.
    Task<Result<MessageId>> send(OutgoingMessage message);

    Account* account() const noexcept { return account_.get(); }
    ConnectionState state() const noexcept { return state_; }
    const std::string& reason() const noexcept { return reason_; }

private:
    Task<void> keep_running();

    Clock& clock_;
    Dispatcher& dispatcher_;
    std::unique_ptr<Logger> log_;
    AccountId id_;
    Options options_;
    std::string bot_name_;
    ConnectionState state_ = ConnectionState::connecting;
    std::string reason_;
    std::unique_ptr<Account> account_;
    unsigned sending_ = 0;
    bool closing_ = false;
    bool ending_ = false;
    TaskScope tasks_;
};

}  // namespace confab::core
