#include "core/command/publisher.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "confab/backoff.hpp"
#include "core/command/schema.hpp"

namespace confab::core {
namespace {

constexpr Duration kRetryBase{2'000};
constexpr Duration kRetryCap{300'000};

}  // namespace

CommandPublisher::Running::Running(CommandPublisher& publisher, AccountId account)
    : publisher_(&publisher), account_(std::move(account)) {
    state().running = true;
}

CommandPublisher::Running::Running(Running&& other) noexcept
    : publisher_(std::exchange(other.publisher_, nullptr)), account_(std::move(other.account_)) {}

CommandPublisher::Running::~Running() {
    if (publisher_) state().running = false;
}

void CommandPublisher::on_table_changed() {
    for (const NetworkInfo& network : accounts_.networks())
        if (network.state == ConnectionState::ready) want(network.account, kPause);
}

void CommandPublisher::on_connection(const ConnectionChanged& change) {
    if (change.state == ConnectionState::ready) want(change.account, Duration(0));
}

void CommandPublisher::want(const AccountId& account, Duration delay) {
    if (stopped_ || !accounts_.capability(account, ApplicationCommands::kCapabilityId)) return;
    State& state = states_[account];
    state.wanted = true;
    if (state.running) return;
    if (state.last) {
        const auto since = std::chrono::floor<Duration>(clock_.now() - *state.last);
        delay = std::max(delay, kPause - since);
    }
    Task<void> task = keep_published(Running(*this, account), delay);
    accounts_.spawn(account, "publish commands", std::move(task));
}

std::vector<CommandSchema> CommandPublisher::schemas_for(std::string_view platform) const {
    std::vector<CommandSchema> schemas;
    for (const std::shared_ptr<Command>& command : table_.all()) {
        const std::vector<std::string>& platforms = command->spec.platforms();
        if (command->spec.is_hidden()) continue;
        if (platforms.empty() || std::find(platforms.begin(), platforms.end(), platform) != platforms.end())
            schemas.push_back(schema_of(*command));
    }
    return schemas;
}

Task<std::optional<Result<void>>> CommandPublisher::publish(AccountId account) {
    auto* target =
        static_cast<ApplicationCommands*>(accounts_.capability(account, ApplicationCommands::kCapabilityId));
    if (!target || stopped_) co_return std::nullopt;
    std::vector<CommandSchema> schemas = schemas_for(accounts_.platform_of(account));
    std::string failure;
    try {
        Result<void> result = co_await target->publish(std::move(schemas));
        co_return result;
    } catch (const boost::system::system_error& e) {
        if (e.code() == boost::asio::error::operation_aborted) throw;
        failure = e.what();
    } catch (const std::exception& e) {
        failure = e.what();
    }
    co_return Result<void>(Error(Errc::internal, "the adapter failed: " + failure));
}

Task<void> CommandPublisher::keep_published(Running running, Duration delay) {
    Backoff backoff(kRetryBase, kRetryCap);
    bool complained = false;
    State& state = running.state();
    const AccountId& account = running.account();
    for (;;) {
        co_await clock_.sleep(std::max(delay, Duration(0)));
        state.wanted = false;
        const std::optional<Result<void>> result = co_await publish(account);
        if (!result) co_return;
        state.last = clock_.now();
        if (*result) {
            if (complained) log_.info("commands are published again", {{"account", account.str()}});
            complained = false;
            backoff = Backoff(kRetryBase, kRetryCap);
            if (!state.wanted) co_return;
            delay = kPause;
            continue;
        }
        const Error& error = result->error();
        if (!complained)
            log_.warn("commands not published; it is tried again",
                      {{"account", account.str()}, {"reason", error.message()}});
        complained = true;
        delay = std::max(kPause, backoff.next(random_.uniform(), error.retry_after()));
    }
}

}  // namespace confab::core
