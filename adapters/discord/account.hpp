#pragma once
/// One Discord bot: its gateway, its REST calls and what the core sees of them.

#include <string>

#include "api.hpp"
#include "channel_cache.hpp"
#include "confab/adapter.hpp"
#include "confab/capability/deleting.hpp"
#include "confab/capability/editing.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "gateway.hpp"
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

/// The services an account works with; they outlive it.
struct AccountServices {
    HttpClient& http;
    WebSocketClient& sockets;
    Clock& clock;
    Random& random;
};

class DiscordAccount final : public Account,
                             public Typing,
                             public Editing,
                             public Deleting,
                             public Reactions,
                             private GatewayEvents {
public:
    DiscordAccount(AccountContext& context, AccountConfig config, AccountServices services);

    Task<void> run() override;
    Task<Result<MessageId>> send(const OutgoingMessage& message) override;
    ChannelProfile profile(const ChannelId& channel) const override;
    std::size_t encoded_length(const Element& element) const override;
    void* capability(std::string_view id) override;

    Task<Result<void>> show_typing(ChannelId channel) override;
    Task<Result<void>> edit(ChannelId channel, MessageId message_id, Message message) override;
    Task<Result<void>> remove(ChannelId channel, MessageId message_id) override;
    Task<Result<void>> react(ChannelId channel, MessageId message_id, Emoji emoji) override;

private:
    void on_dispatch(std::string_view type, json::Value data) override;
    void on_state(ConnectionState state, std::string reason) override;

    AccountContext& context_;
    Rest rest_;
    Api api_;
    Gateway gateway_;
    ChannelCache channels_;
    RecentIds recent_;
    UserId self_;
};

}  // namespace confab::discord
