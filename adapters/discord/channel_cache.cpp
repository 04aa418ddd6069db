#include "channel_cache.hpp"

namespace confab::discord {

ChannelKind channel_kind(std::int64_t type) {
    switch (type) {
        case 1:
            return ChannelKind::direct;
        case 10:
        case 11:
        case 12:
            return ChannelKind::thread;
        default:
            return ChannelKind::group;
    }
}

void ChannelCache::apply(std::string_view type, json::Value data) {
    if (type == "GUILD_CREATE") {
        for (const json::Value channel : data["channels"].items()) learn(channel, data["id"].string());
        for (const json::Value thread : data["threads"].items()) learn(thread, data["id"].string());
    } else if (type == "GUILD_DELETE") {
        // `unavailable` is an outage: the channels come back as they were.
        if (!data["unavailable"].boolean()) forget_guild(data["id"].string());
    } else if (type == "CHANNEL_CREATE" || type == "CHANNEL_UPDATE" || type == "THREAD_CREATE" ||
               type == "THREAD_UPDATE") {
        learn(data, data["guild_id"].string());
    } else if (type == "CHANNEL_DELETE" || type == "THREAD_DELETE") {
        channels_.erase(std::string(data["id"].string()));
    }
}

void ChannelCache::learn(json::Value channel, std::string_view guild) {
    std::string id(channel["id"].string());
    if (id.empty()) return;
    if (channels_.size() >= kMax && !channels_.contains(id)) return;
    KnownChannel known;
    known.name = channel["name"].string();
    known.guild = guild;
    known.kind = channel_kind(channel["type"].integer());
    channels_.insert_or_assign(std::move(id), std::move(known));
}

void ChannelCache::forget_guild(std::string_view guild) {
    std::erase_if(channels_, [&](const auto& entry) { return entry.second.guild == guild; });
}

const KnownChannel* ChannelCache::find(std::string_view id) const {
    const auto it = channels_.find(std::string(id));
    return it == channels_.end() ? nullptr : &it->second;
}

std::optional<ChannelId> ChannelCache::named(std::string_view name) const {
    std::optional<ChannelId> found;
    for (const auto& [id, channel] : channels_) {
        if (channel.name != name) continue;
        if (found) return {};
        found = ChannelId(id);
    }
    return found;
}

}  // namespace confab::discord
