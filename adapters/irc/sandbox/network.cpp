#include "network.hpp"

#include <algorithm>

#include "wire.hpp"

namespace confab::irc_sandbox {

ClientPtr Network::find(std::string_view nick) const {
    const auto it = people_.find(fold(nick));
    return it == people_.end() ? nullptr : it->second;
}

ClientPtr Network::find_registered(std::string_view nick) const {
    ClientPtr found = find(nick);
    return found && found->registered ? found : nullptr;
}

ClientPtr Network::person(const std::string& nick) {
    if (ClientPtr found = find(nick)) return found;
    const auto made = std::make_shared<Client>(nick, nick.starts_with("guest") ? "" : nick);
    people_[fold(nick)] = made;
    tell_monitors(nick, true);
    return made;
}

void Network::set_nick(const ClientPtr& client, const std::string& nick) {
    if (!client->nick.empty()) {
        const auto it = people_.find(fold(client->nick));
        if (it != people_.end() && it->second == client) people_.erase(it);
    }
    client->nick = nick;
    people_[fold(nick)] = client;
}

void Network::forget(const ClientPtr& client) {
    while (!client->channels.empty()) remove_member(*client, *client->channels.back());
    const auto it = people_.find(fold(client->nick));
    if (it == people_.end() || it->second != client) return;
    people_.erase(it);
    if (bot_ == client) bot_.reset();
    if (client->registered) tell_monitors(client->nick, false);
    if (on_change) on_change();
}

void Network::claim_bot(const ClientPtr& client) {
    if (bot_user_.empty()) bot_user_ = client->user;
    if (client->user == bot_user_) bot_ = client;
}

void Network::fold_again() {
    std::map<std::string, ClientPtr> people;
    for (auto& [key, client] : people_) people.emplace(fold(client->nick), client);
    people_ = std::move(people);
    for (auto& [key, client] : people_) {
        std::set<std::string> monitored;
        for (const std::string& nick : client->monitored) monitored.insert(fold(nick));
        client->monitored = std::move(monitored);
    }
    // Nodes keep their address, which the members hold; one whose name is taken now stays under its old key.
    std::vector<std::string> keys;
    for (const auto& [key, channel] : channels_) keys.push_back(key);
    for (const std::string& key : keys) {
        const std::string wanted = fold(channels_.at(key).name);
        if (wanted == key || channels_.contains(wanted)) continue;
        auto node = channels_.extract(key);
        node.key() = wanted;
        channels_.insert(std::move(node));
    }
}

Channel* Network::channel(std::string_view name) {
    const auto it = channels_.find(fold(name));
    return it == channels_.end() ? nullptr : &it->second;
}

Channel& Network::make_channel(const std::string& name) {
    Channel& made = channels_[fold(name)];
    if (made.name.empty()) {
        made.name = name;
        made.created = seconds();
    }
    return made;
}

void Network::remove_member(Client& client, Channel& channel) {
    std::erase(client.channels, &channel);
    std::erase_if(channel.members, [&](const Member& item) { return item.client.get() == &client; });
    if (channel.members.empty())
        std::erase_if(channels_, [&](const auto& item) { return &item.second == &channel; });
    if (on_change) on_change();
}

void Network::rename_channel(Channel& channel, const std::string& name) {
    const std::string old_key = fold(channel.name);
    const std::string new_key = fold(name);
    channel.name = name;
    if (old_key == new_key) return;
    auto node = channels_.extract(old_key);
    node.key() = new_key;
    channels_.insert(std::move(node));
    histories.rename(old_key, new_key);
    if (renamed.size() < 100) renamed[old_key] = name;
    renamed.erase(new_key);
}

void Network::record(const Client& from, const Channel& where, const std::string& command,
                     const std::string& rest) {
    HistoryEntry entry;
    entry.time = time_text();
    entry.id = next_id();
    entry.source = from.mask();
    entry.account = from.account;
    entry.command = command;
    entry.target = where.name;
    entry.rest = rest;
    histories.log(fold(where.name)).add(std::move(entry));
}

}  // namespace confab::irc_sandbox
