#pragma once
/// One Matrix user: drives the session, hands events to the core, and sends.

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api.hpp"
#include "confab/adapter.hpp"
#include "confab/capability/deleting.hpp"
#include "confab/capability/editing.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/random.hpp"
#include "confab/service/storage.hpp"
#include "decode.hpp"
#include "invites.hpp"
#include "saved_store.hpp"
#include "session.hpp"

namespace confab::matrix {

/// Keys of an entry under `networks:`.
inline constexpr OptionSpec kNetworkOptions[] = {
    {"homeserver", OptionType::string, nullptr,
     "Address of the homeserver, such as https://matrix.example.org.", true},
    {"user", OptionType::string, "", "User name or id for the login by password.", false},
    {"password", OptionType::secret, "", "Password; used when there is no token or it has expired.", false},
    {"token", OptionType::secret, "", "Access token of an existing login.", false},
    {"device_name", OptionType::string, "Confab", "What other sessions of the user see this one called.",
     false},
    {"invite_from", OptionType::list, "",
     "Who may invite the bot: user ids; * stands for anything (*:example.org).", false},
};

/// The options, checked.
class Settings {
public:
    /// Throws std::invalid_argument for options that contradict each other.
    explicit Settings(const Options& options);
    std::string homeserver;
    std::string user;
    Secret password;
    Secret token;
    std::string device_name;
    std::vector<std::string> invite_from;
};

/// The services an account needs.
class AccountServices {
public:
    AccountServices(HttpClient& http_in, Clock& clock_in, Random& random_in, Storage& storage_in)
        : http(http_in), clock(clock_in), random(random_in), storage(storage_in) {}
    HttpClient& http;
    Clock& clock;
    Random& random;
    Storage& storage;
};

class MatrixAccount final : public Account, public Typing, public Editing, public Deleting, public Reactions {
public:
    MatrixAccount(AccountContext& context, AccountServices services, Settings settings);

    Task<void> run() override;
    Task<Result<MessageId>> send(const OutgoingMessage& message) override;
    ChannelProfile profile(const ChannelId& channel) const override;
    std::size_t encoded_length(const Element& element) const override;
    ChannelId direct_channel(const UserId& user) const override;
    std::optional<Mention> user_named(std::string_view text) const override;
    std::optional<ChannelId> channel_named(std::string_view text) const override;
    void* capability(std::string_view id) override;

    Task<Result<void>> show_typing(ChannelId channel) override;
    Task<Result<void>> edit(ChannelId channel, MessageId message_id, Message message) override;
    Task<Result<void>> remove(ChannelId channel, MessageId message_id) override;
    Task<Result<void>> react(ChannelId channel, MessageId message_id, Emoji emoji) override;

private:
    Task<void> open_session();
    Task<void> perform(Action action);
    Task<void> ask(action::Request request);
    Task<void> persist();
    void announce(const action::Announce& announcement);
    void deliver(bool live);
    void queue_join(Invite invite);
    Task<void> join_loop();
    Task<void> join(Invite invite);

    HttpRequest request_for(const action::Request& request) const;
    Task<Answer> call(HttpRequest request);
    Task<Answer> insist(std::function<HttpRequest()> make);
    Task<Result<MessageId>> put_event(std::string room, std::string type, std::string txn,
                                      std::string content);
    std::optional<Error> reason_not_to_send(const ChannelId& channel) const;

    AccountContext& context_;
    AccountServices services_;
    Settings settings_;
    Requests requests_;
    InvitePolicy invites_;
    SavedStore store_;
    Decoder decoder_;
    std::optional<Session> session_;  // from `run` on
    Actions next_;                    // what the session wants after the last answer or wait
    std::optional<Answer> answer_;    // the one the session is deciding about
    std::deque<Invite> joins_;        // bounded; the newest is dropped
    Signal join_wanted_;
    bool joining_ = false;  // the task that joins is running
    bool stopped_ = false;
};

}  // namespace confab::matrix
