#pragma once
/// A type per identifier. The text inside is the platform's own (a Discord snowflake, a Matrix room id, an
/// IRC channel name already case-folded by its adapter); only the adapter of that platform may take it apart.

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace confab::inline v1 {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}
    explicit Id(std::string_view text) : text_(text) {}
    explicit Id(const char* text) : text_(text) {}

    const std::string& str() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const Id&, const Id&) = default;
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string text_;
};

using AccountId = Id<struct AccountTag>;  ///< A key under `networks:` in bot.yaml, e.g. "libera".
using GuildId = Id<struct GuildTag>;      ///< Discord guild, Matrix space, IRC network.
using ChannelId = Id<struct ChannelTag>;  ///< Where messages go; unique within one account.
using UserId = Id<struct UserTag>;        ///< A person on one platform; what it proves is `User::assurance`.
using MessageId = Id<struct MessageTag>;  ///< Native id; empty where the platform gives none (plain IRC).

/// A channel of one account: the address of every send.
class ChannelRef {
public:
    ChannelRef() = default;
    ChannelRef(AccountId account_id, ChannelId channel_id)
        : account(std::move(account_id)), channel(std::move(channel_id)) {}
    friend bool operator==(const ChannelRef&, const ChannelRef&) = default;
    friend auto operator<=>(const ChannelRef&, const ChannelRef&) = default;

    AccountId account;
    ChannelId channel;
};

/// One message in one channel: what replies, edits and reactions point at.
class MessageRef {
public:
    MessageRef() = default;
    MessageRef(ChannelRef channel_ref, MessageId message_id)
        : where(std::move(channel_ref)), id(std::move(message_id)) {}
    friend bool operator==(const MessageRef&, const MessageRef&) = default;

    ChannelRef where;
    MessageId id;
};

}  // namespace confab::inline v1

template <class Tag>
struct std::hash<confab::Id<Tag>> {
    std::size_t operator()(const confab::Id<Tag>& id) const noexcept { return hash<string>()(id.str()); }
};

template <>
struct std::hash<confab::ChannelRef> {
    std::size_t operator()(const confab::ChannelRef& ref) const noexcept {
        return hash<string>()(ref.account.str()) * 31 + hash<string>()(ref.channel.str());
    }
};
