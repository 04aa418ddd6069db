#pragma once
/// Names and kinds of the channels the bot sees, learned from dispatches. Bounded: channels beyond the limit
/// keep working, only without a name.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "confab/event.hpp"
#include "confab/json.hpp"

namespace confab::discord {

struct KnownChannel {
    std::string name;
    std::string guild;
    ChannelKind kind = ChannelKind::group;
};

/// Kind by Discord's channel type number: 1 is a DM; 10, 11 and 12 are threads.
ChannelKind channel_kind(std::int64_t type);

class ChannelCache {
public:
    static constexpr std::size_t kMax = 20'000;

    /// Learns from GUILD_*, CHANNEL_* and THREAD_* dispatches; ignores all others.
    void apply(std::string_view type, json::Value data);
    /// nullptr when unknown. Valid until the next `apply`.
    const KnownChannel* find(std::string_view id) const;
    /// The one channel with this name.
    std::optional<ChannelId> named(std::string_view name) const;
    std::size_t size() const { return channels_.size(); }

private:
    void learn(json::Value channel, std::string_view guild);
    void forget_guild(std::string_view guild);

    std::unordered_map<std::string, KnownChannel> channels_;
};

}  // namespace confab::discord
