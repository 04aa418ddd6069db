// What happens in a channel once it is allowed.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

void send_topic(Network& network, Client& to, const Channel& channel) {
    if (channel.topic.empty()) return;
    network.reply(to, "332", channel.name + " :" + channel.topic);
    network.reply(to, "333", channel.name + " " + channel.topic_by + " " + std::to_string(channel.topic_at));
}

}  // namespace

void send_join(Network& network, const Channel& channel, const Client& who, Client& to,
               const std::string& batch) {
    const std::string extended = " " + (who.account.empty() ? "*" : who.account) + " :" + who.real_name;
    Doing doing(who, "JOIN " + channel.name + (to.has("extended-join") ? extended : ""));
    doing.batch = batch;
    network.deliver(to, doing);
    if (who.away.empty() || &who == &to || !to.has("away-notify")) return;
    Doing away(who, "AWAY :" + who.away);
    away.batch = batch;
    network.deliver(to, away);
}

void join(Network& network, const ClientPtr& client, const std::string& name) {
    Channel& joined = network.make_channel(name);
    if (client->is_in(joined)) return;
    Member member;
    member.client = client;
    if (joined.members.empty() && client->is_real()) member.modes = "o";
    joined.members.push_back(std::move(member));
    joined.invited.erase(network.fold(client->nick));
    client->channels.push_back(&joined);
    for (const Member& item : joined.members) send_join(network, joined, *client, *item.client);
    network.record(*client, joined, "JOIN", "");
    if (client->is_real()) {
        if (client->has("draft/read-marker")) send_marker(network, *client, joined.name);
        send_topic(network, *client, joined);
        if (!client->has("no-implicit-names")) send_names(network, *client, joined);
        play_back(network, *client, joined);
    }
    if (network.on_change) network.on_change();
}

void kick(Network& network, const ClientPtr& by, Channel& channel, const ClientPtr& victim,
          const std::string& reason) {
    const std::string why = reason.substr(0, network.isupport.number("KICKLEN", 390));
    const std::string rest = victim->nick + " :" + (why.empty() ? by->nick : why);
    network.to_channel(channel, Doing(*by, "KICK " + channel.name + " " + rest));
    network.record(*by, channel, "KICK", rest);
    network.remove_member(*victim, channel);
}

void invite(Network& network, const ClientPtr& by, const std::string& nick, Channel& channel) {
    const ClientPtr guest = network.find_registered(nick);
    if (!guest) return;
    if (channel.invited.size() < 100) channel.invited.insert(network.fold(nick));
    const Doing doing(*by, "INVITE " + guest->nick + " " + channel.name);
    network.deliver(*guest, doing);
    // invite-notify: who may invite is told too.
    for (const Member& member : channel.members)
        if (member.client != by && member.client->has("invite-notify") &&
            channel.has_rank(*member.client, 'o', network.isupport))
            network.deliver(*member.client, doing);
}

void rename_channel(Network& network, const Client& by, Channel& channel, const std::string& name,
                    const std::string& reason) {
    const std::string old = channel.name;
    network.rename_channel(channel, name);
    const std::string why = reason.empty() ? "" : " :" + reason;
    for (const Member& member : channel.members) {
        Client& reader = *member.client;
        if (!reader.is_real()) continue;
        if (reader.has("draft/channel-rename")) {
            network.deliver(reader, Doing(by, "RENAME " + old + " " + name + (why.empty() ? " :" : why)));
            continue;
        }
        // To others it looks as if they had left one channel and joined another.
        if (network.fold(old) == network.fold(name)) continue;
        network.deliver(reader, Doing(reader, "PART " + old + " :Renamed to " + name));
        send_join(network, channel, reader, reader);
        send_topic(network, reader, channel);
        if (!reader.has("no-implicit-names")) send_names(network, reader, channel);
    }
    if (network.on_change) network.on_change();
}

}  // namespace confab::irc_sandbox
