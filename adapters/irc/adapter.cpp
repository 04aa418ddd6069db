#include "adapter.hpp"

namespace confab::irc {

std::unique_ptr<Account> IrcAdapter::open(AccountContext& account) {
    Settings settings = Settings::read(account.id(), account.options(), account.bot_name(),
                                       context().require<Crypto>(), context().require<Unicode>());
    return std::make_unique<IrcAccount>(account, std::move(settings), context().require<Transport>(),
                                        context().require<Clock>(), context().require<Random>(),
                                        context().require<Unicode>(), context().require<Storage>(),
                                        context().find<Metrics>(), open_);
}

Task<void> IrcAdapter::stop() {
    const std::vector<IrcAccount*> leaving(open_.begin(), open_.end());
    for (IrcAccount* account : leaving) account->leave("shutting down");
    for (IrcAccount* account : leaving)
        if (open_.contains(account)) co_await account->left();
}

}  // namespace confab::irc
