#pragma once
/// The Discord adapter: opens one account for each entry under `networks:` with `adapter: discord`.

#include "confab/adapter.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/random.hpp"
#include "confab/service/storage.hpp"
#include "confab/service/websocket.hpp"

namespace confab::discord {

class DiscordAdapter final : public Adapter {
public:
    static constexpr const char* kPlatform = "discord";
    using Needs = Services<HttpClient, WebSocketClient, Clock, Random, Storage, Crypto>;
    static constexpr OptionSpec kNetworkOptions[] = {
        {"token", OptionType::secret, nullptr, "Bot token from the developer portal, page Bot.", true},
        {"api_url", OptionType::string, "https://discord.com/api/v10", "Address of the REST API.", false},
        {"gateway_url", OptionType::string, "", "Fixed gateway address; empty: as the API tells.", false},
        // Guilds, guild messages and reactions, direct messages and reactions, message content.
        {"intents", OptionType::integer, "46593", "Sum of the gateway intents to ask for.", false},
        {"rate_limit_wait", OptionType::duration, "60s",
         "How long a call waits for its turn under Discord's rate limits before it fails.", false},
    };

    std::unique_ptr<Account> open(AccountContext& context) override;
};

}  // namespace confab::discord
