#include "core/account/account_host.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace confab::core {
namespace {

constexpr Duration kPauseAfterFault{30'000};
constexpr Duration kSettle{1'000};

// Where the result of a send waits for the caller, who may have gone away.
struct PendingSend {
    explicit PendingSend(OutgoingMessage message_in) : message(std::move(message_in)) {}
    OutgoingMessage message;
    Result<MessageId> result{
        Error(Errc::closed, "the account was closed while sending").with(Delivery::maybe_sent)};
    Signal done;
};

// Held by the task that sends: wakes the caller however that task ends, even unstarted.
class SendTicket {
public:
    SendTicket(std::shared_ptr<PendingSend> pending, unsigned& sending)
        : pending_(std::move(pending)), sending_(sending) {
        ++sending_;
    }
    SendTicket(SendTicket&& other) noexcept : pending_(std::move(other.pending_)), sending_(other.sending_) {}
    SendTicket& operator=(SendTicket&&) = delete;
    ~SendTicket() {
        if (!pending_) return;
        --sending_;
        pending_->done.notify();
    }
    PendingSend* operator->() const noexcept { return pending_.get(); }

private:
    std::shared_ptr<PendingSend> pending_;  // shared with the caller, who may go away first
    unsigned& sending_;
};

Task<void> perform(Account& account, SendTicket pending) {
    try {
        pending->result = co_await account.send(pending->message);
    } catch (const boost::system::system_error& e) {
        if (e.code() == boost::asio::error::operation_aborted) throw;
        pending->result = Error(Errc::internal, e.what());
    } catch (const std::exception& e) {
        pending->result = Error(Errc::internal, std::string("the adapter failed: ") + e.what());
    }
}

}  // namespace

AccountHost::AccountHost(boost::asio::any_io_executor executor, Clock& clock, Dispatcher& dispatcher,
                         std::unique_ptr<Logger> log, AccountId id, Options options, std::string bot_name)
    : clock_(clock),
      dispatcher_(dispatcher),
      log_(std::move(log)),
      id_(std::move(id)),
      options_(std::move(options)),
      bot_name_(std::move(bot_name)),
      tasks_(std::move(executor), *log_) {}

void AccountHost::emit(Event event) {
    if (const auto* change = std::get_if<ConnectionChanged>(&event)) {
        const bool news = change->state != state_ || change->reason != reason_;
        state_ = change->state;
        reason_ = change->reason;
        const LogLevel level =
            ending_ || state_ == ConnectionState::ready || state_ == ConnectionState::connecting
                ? LogLevel::info
            : state_ == ConnectionState::stopped ? LogLevel::error
                                                 : LogLevel::warn;
        const LogField fields[] = {{"state", to_string(state_)}, {"reason", reason_.empty() ? "-" : reason_}};
        if (news && log_->enabled(level)) log_->write(level, "connection", fields, std::size(fields));
    }
    dispatcher_.dispatch(std::move(event));
}

void AccountHost::run(std::unique_ptr<Account> account) {
    account_ = std::move(account);
    tasks_.spawn("run " + id_.str(), keep_running());
}

Task<void> AccountHost::keep_running() {
    for (;;) {
        std::string what;
        try {
            co_await account_->run();
            if (state_ != ConnectionState::stopped) {
                state_ = ConnectionState::stopped;
                reason_ = "the adapter gave up";
            }
            co_return;
        } catch (const boost::system::system_error& e) {
            if (e.code() == boost::asio::error::operation_aborted) throw;
            what = e.what();
        } catch (const std::exception& e) {
            what = e.what();
        }
        log_->error("the adapter failed; it is started again", {{"reason", what}, {"in", kPauseAfterFault}});
        state_ = ConnectionState::lost;
        reason_ = what;
        co_await clock_.sleep(kPauseAfterFault);
    }
}

Task<std::vector<std::string>> AccountHost::close(Duration limit) {
    closing_ = true;
    const TimePoint deadline = clock_.now() + kSettle;
    while (sending_ > 0 && clock_.now() < deadline) co_await clock_.sleep(Duration(5));
    tasks_.cancel();
    std::vector<std::string> hanging = co_await tasks_.join_for(limit);
    if (hanging.empty()) account_.reset();
    state_ = ConnectionState::stopped;
    reason_ = "closed";
    co_return hanging;
}

Task<Result<MessageId>> AccountHost::send(OutgoingMessage message) {
    if (!account_ || closing_) co_return Error(Errc::closed, "the account " + id_.str() + " is closed");
    const auto pending = std::make_shared<PendingSend>(std::move(message));
    tasks_.spawn("send to " + pending->message.channel.str(),
                 perform(*account_, SendTicket(pending, sending_)));
    co_await pending->done.wait();
    co_return pending->result;
}

}  // namespace confab::core
