#include "adapter.hpp"

#include "account.hpp"

namespace confab::discord {

std::unique_ptr<Account> DiscordAdapter::open(AccountContext& account) {
    const AccountServices services{context().require<HttpClient>(), context().require<WebSocketClient>(),
                                   context().require<Clock>(),      context().require<Random>(),
                                   context().require<Storage>(),    context().require<Crypto>()};
    return std::make_unique<DiscordAccount>(account, read_config(account.options()), services);
}

}  // namespace confab::discord

CONFAB_PLUGIN(confab::discord::DiscordAdapter)
