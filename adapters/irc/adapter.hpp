#pragma once
/// The plugin: speaks IRC, serves any number of networks.

#include <set>

#include "account.hpp"
#include "confab/adapter.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/storage.hpp"
#include "confab/service/unicode.hpp"

namespace confab::irc {

class IrcAdapter final : public Adapter {
public:
    static constexpr const char* kPlatform = "irc";
    static constexpr const auto& kNetworkOptions = irc::kNetworkOptions;
    using Needs = Services<Transport, Clock, Random, Crypto, Unicode, Storage, Metrics>;

    std::unique_ptr<Account> open(AccountContext& account) override;
    /// Takes leave of every network that is still connected.
    Task<void> stop() override;

private:
    std::set<IrcAccount*> open_;
};

}  // namespace confab::irc
