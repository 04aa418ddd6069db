#pragma once
/// The networks of a test: accounts that are always connected, in memory.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "confab/adapter.hpp"

namespace confab::inline v1::testing {

/// One account for each kind of network. I/O thread only.
class Network final : public Adapter {
public:
    /// Called with what the bot says: the platform, the channel, and the text a reader sees.
    using Listener =
        std::function<void(const std::string& platform, const ChannelId& where, std::string text)>;

    explicit Network(Listener listener) : listener_(std::move(listener)) {}

    /// "test", which shows everything, and the real ones.
    static const std::vector<std::string>& platforms();
    /// What a channel of that platform can typically carry.
    static ChannelProfile profile(const std::string& platform);

    std::unique_ptr<Account> open(AccountContext& context) override;
    /// False when there is no such account.
    bool emit(const std::string& platform, Event event);

private:
    class Connection;
    Listener listener_;
    std::map<std::string, AccountContext*> accounts_;
};

}  // namespace confab::inline v1::testing
