#pragma once
/// All accounts, and the way out of the bot: render, keep order, send.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "confab/service/directory.hpp"
#include "confab/service/random.hpp"
#include "core/account/account_host.hpp"
#include "core/account/channel_order.hpp"
#include "core/account/further_pages.hpp"
#include "core/account/name_lookup.hpp"
#include "core/account/sender.hpp"
#include "core/log/log.hpp"

namespace confab::core {

class Accounts final : public Sender, public NameLookup {
public:
    Accounts(boost::asio::any_io_executor executor, Clock& clock, Dispatcher& dispatcher, LogSystem& logs,
             Metrics& metrics, Random& random);

    /// Opens an account on an adapter and starts to connect. What `open` of the adapter throws is passed on.
    void open(Adapter& adapter, std::string platform, AccountId id, Options options, std::string bot_name);
    /// Tells every account of an adapter that it will be closed, before the adapter says goodbye.
    void expect_end(const Adapter& adapter);
    /// Closes every account of an adapter. Names the tasks that hang: then the adapter must not be unloaded.
    Task<std::vector<std::string>> close(const Adapter& adapter, Duration limit);

    Task<Result<Receipt>> send(ChannelRef where, Message message) override;
    Task<Result<Receipt>> reply(const MessageReceived& event, Message message) override;
    /// Sends the next page of a long answer to whoever asks. Errors: not_found (there is none), and those of
    /// `send`.
    Task<Result<Receipt>> more(const MessageReceived& event);
    /// How a message that is cut tells that there is more: "!more".
    void set_more_command(const std::string& command) { cut_mark_ = " … (" + command + ")"; }

    /// Asked before anything is sent.
    void set_interceptors(Interceptors& interceptors) { interceptors_ = &interceptors; }
    std::optional<Mention> user_named(const AccountId& account, std::string_view text) const override;
    std::optional<ChannelId> channel_named(const AccountId& account, std::string_view text) const override;
    std::string_view platform_of(const AccountId& account) const override;

    /// Runs `task` in the account's own scope: closing the account ends it first. Not open: it is dropped.
    void spawn(const AccountId& account, std::string name, Task<void> task);

    /// A capability of the account, or nullptr.
    void* capability(const AccountId& account, const char* id) const;
    std::vector<NetworkInfo> networks() const;

private:
    struct Entry {
        const Adapter* adapter;
        std::string platform;
        std::shared_ptr<AccountHost> host;  // shared with sends that are under way
    };
    std::shared_ptr<AccountHost> find(const AccountId& id) const;
    Task<Result<Receipt>> send_to(ChannelRef where, Message message, UserId user);
    Task<Result<void>> send_parts(std::shared_ptr<AccountHost> host, std::vector<Message> parts,
                                  Receipt& receipt);

    boost::asio::any_io_executor executor_;
    Clock& clock_;
    Dispatcher& dispatcher_;
    LogSystem& logs_;
    Random& random_;
    Counter& sent_;
    Counter& failed_;
    Interceptors* interceptors_ = nullptr;
    ChannelOrder order_;
    FurtherPages further_;
    std::string cut_mark_ = " …";
    std::map<AccountId, Entry> accounts_;
};

}  // namespace confab::core
