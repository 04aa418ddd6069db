#pragma once
/// What can be told about an account without asking its network.

#include <optional>
#include <string_view>

#include "confab/ids.hpp"
#include "confab/message.hpp"

namespace confab::core {

class NameLookup {
public:
    virtual ~NameLookup() = default;
    /// Whom a text that somebody typed means on that account's network; nullopt: nobody that is known.
    virtual std::optional<Mention> user_named(const AccountId& account, std::string_view text) const = 0;
    virtual std::optional<ChannelId> channel_named(const AccountId& account, std::string_view text) const = 0;
    /// "irc"; empty for an account that is not open. Valid until the next `co_await`.
    virtual std::string_view platform_of(const AccountId& account) const = 0;
};

}  // namespace confab::core
