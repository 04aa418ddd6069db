#pragma once
/// One Discord bot: its gateway, its REST calls and what the core sees of them.

#include <set>
#include <string>

#include "api.hpp"
#include "channel_cache.hpp"
#include "confab/adapter.hpp"
#include "confab/capability/application_commands.hpp"
#include "confab/capability/choices.hpp"
#include "confab/capability/deleting.hpp"
#include "confab/capability/editing.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/storage.hpp"
#include "gateway.hpp"
#include "interaction.hpp"
#include "open_interactions.hpp"
#include "people_cache.hpp"
#include "published_commands.hpp"
#include "recent_ids.hpp"
#include "rest.hpp"

namespace confab::discord {

/// Options of an entry under `networks:`, checked.
struct AccountConfig {
    Secret token;
    std::string api_url;
    std::string gateway_url;
    std::int64_t intents = 0;
    Duration patience{0};
};

/// Throws std::invalid_argument with the cure.
AccountConfig read_config(const Options& options);

/// What Discord can be given for it. Errors: invalid_argument, too_large.
Result<MessageBody> body_of(const Message& message);

/// The services an account works with; they outlive it.
struct AccountServices {
    HttpClient& http;
    WebSocketClient& sockets;
    Clock& clock;
    Random& random;
    Storage& storage;
    Crypto& crypto;
};

class DiscordAccount final : public Account,
                             public Typing,
                             public Editing,
                             public Deleting,
                             public Reactions,
                             public ApplicationCommands,
                             public Choices,
                             private GatewayEvents {
public:
    DiscordAccount(AccountContext& context, AccountConfig config, AccountServices services);

    Task<void> run() override;
    Task<Result<MessageId>> send(const OutgoingMessage& message) override;
    ChannelProfile profile(const ChannelId& channel) const override;
    std::size_t encoded_length(const Element& element) const override;
    std::optional<Mention> user_named(std::string_view text) const override;
    std::optional<ChannelId> channel_named(std::string_view text) const override;
    void* capability(std::string_view id) override;

    Task<Result<void>> show_typing(ChannelId channel) override;
    Task<Result<void>> edit(ChannelId channel, MessageId message_id, Message message) override;
    Task<Result<void>> remove(ChannelId channel, MessageId message_id) override;
    Task<Result<void>> react(ChannelId channel, MessageId message_id, Emoji emoji) override;

    // account_interactions.cpp
    Task<Result<void>> publish(std::vector<CommandSchema> commands) override;
    std::size_t max_choices() const noexcept override;
    Task<Result<MessageId>> send_choices(ChannelId channel, Message prompt,
                                         std::vector<std::string> choices) override;

private:
    void on_dispatch(std::string_view type, json::Value data) override;
    void on_state(ConnectionState state, std::string reason) override;

    void on_interaction(json::Value data, const DecodeScope& scope);
    Task<void> take_command(Interaction interaction);
    Task<void> take_press(Interaction interaction);
    Task<Result<MessageId>> deliver(ChannelId channel, MessageBody body);
    Task<Result<MessageId>> answer(OpenInteractions::Answer way, MessageBody body);
    Task<Result<std::string>> application();
    void report_left_out();

    AccountContext& context_;
    AccountServices services_;
    Rest rest_;
    Api api_;
    Gateway gateway_;
    ChannelCache channels_;
    PeopleCache people_;
    RecentIds recent_;
    RecentIds deleted_;  // messages whose buttons mean nothing any more
    UserId self_;
    std::string application_;
    PublishedCommands published_;
    std::set<std::string> reported_;  // of what was left out; bounded by what plugins declare
    OpenInteractions open_;
};

}  // namespace confab::discord
