// Coming into channels, leaving them, and what they are called.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

void refuse_join(Network& network, Client& client, const std::string& numeric, const std::string& name) {
    const char* text = numeric == "471"   ? " :Cannot join channel (+l) - channel is full"
                       : numeric == "473" ? " :Cannot join channel (+i) - you must be invited"
                       : numeric == "474" ? " :Cannot join channel (+b) - you are banned"
                       : numeric == "475" ? " :Cannot join channel (+k) - bad key"
                       : numeric == "477"
                           ? " :Cannot join channel (+r) - you need to be identified with services"
                       : numeric == "403" ? " :No such channel"
                       : numeric == "405" ? " :You have joined too many channels"
                                          : " :Cannot join channel";
    network.reply(client, numeric.c_str(), name + text);
}

unsigned long channel_limit(const Network& network) {
    const std::string text = network.isupport.value("CHANLIMIT").value_or("");
    return to_number(std::string_view(text).substr(std::min(text.find(':') + 1, text.size())), 100);
}

// True: the channel goes by another name now, and the client was told.
bool is_renamed(Network& network, const ClientPtr& client, const std::string& name) {
    const auto it = network.renamed.find(network.fold(name));
    if (it == network.renamed.end() || network.channel(name) || !network.channel(it->second)) return false;
    const std::string to = it->second;
    if (client->has("draft/channel-rename")) {
        network.fail(*client, "JOIN", "CHANNEL_RENAMED " + name + " " + to, "The channel was renamed");
    } else {
        network.reply(*client, "470", name + " " + to + " :Forwarding to another channel");
        join(network, client, to);
    }
    return true;
}

void join_one(Network& network, const ClientPtr& client, const std::string& name, const std::string& key) {
    const std::string staged = std::exchange(network.faults.refuse_join, {});
    if (!staged.empty()) return refuse_join(network, *client, staged, name);
    if (!is_channel_name(name)) return refuse_join(network, *client, "403", name);
    if (is_renamed(network, client, name)) return;
    Channel* found = network.channel(name);
    if (found && client->is_in(*found)) return;
    if (client->channels.size() >= channel_limit(network)) return refuse_join(network, *client, "405", name);
    const std::string refusal = found ? found->refuses_join(*client, key, network.isupport) : "";
    if (refusal.empty()) return join(network, client, name);
    if (found->forward.empty()) return refuse_join(network, *client, refusal, name);
    // Once only: where the other channel refuses too, that is the answer.
    const std::string to = found->forward;
    const Channel* other = network.channel(to);
    const std::string again = other ? other->refuses_join(*client, {}, network.isupport) : "";
    if (!again.empty()) return refuse_join(network, *client, refusal, name);
    network.reply(*client, "470", name + " " + to + " :Forwarding to another channel");
    join(network, client, to);
}

void on_join(Network& network, const ClientPtr& client, const Request& request) {
    if (request.arg(0) == "0") {
        while (!client->channels.empty()) {
            Channel& left = *client->channels.back();
            network.to_channel(left, Doing(*client, "PART " + left.name));
            network.remove_member(*client, left);
        }
        return;
    }
    const std::vector<std::string> keys = split(request.arg(1), ',');
    std::size_t index = 0;
    for (const std::string& name : split(request.arg(0), ',')) {
        join_one(network, client, name, index < keys.size() ? keys[index] : "");
        ++index;
    }
}

// The channel, where the client is in it; else the client was told.
Channel* own_channel(Network& network, Client& client, const std::string& name) {
    Channel* found = network.channel(name);
    if (!found) {
        network.reply(client, "403", name + " :No such channel");
    } else if (!client.is_in(*found) && client.is_real()) {
        network.reply(client, "442", found->name + " :You're not on that channel");
        return nullptr;
    }
    return found;
}

bool has_rank(Network& network, Client& client, const Channel& channel, char letter) {
    if (channel.has_rank(client, letter, network.isupport)) return true;
    network.reply(client, "482", channel.name + " :You're not channel operator");
    return false;
}

char halfop(const Network& network) {
    return network.isupport.prefix_modes().find('h') == std::string::npos ? 'o' : 'h';
}

void on_part(Network& network, const ClientPtr& client, const Request& request) {
    for (const std::string& name : split(request.arg(0), ',')) {
        Channel* found = own_channel(network, *client, name);
        if (!found) continue;
        const std::string reason = request.arg(1).empty() ? "" : ":" + request.arg(1);
        network.to_channel(*found,
                           Doing(*client, "PART " + found->name + (reason.empty() ? "" : " " + reason)));
        network.record(*client, *found, "PART", reason);
        network.remove_member(*client, *found);
    }
}

void on_topic(Network& network, const ClientPtr& client, const Request& request) {
    Channel* found = network.channel(request.arg(0));
    if (!found) return network.reply(*client, "403", request.arg(0) + " :No such channel");
    if (request.args.size() < 2) {
        if (found->topic.empty()) return network.reply(*client, "331", found->name + " :No topic is set");
        network.reply(*client, "332", found->name + " :" + found->topic);
        return network.reply(*client, "333",
                             found->name + " " + found->topic_by + " " + std::to_string(found->topic_at));
    }
    if (!own_channel(network, *client, found->name)) return;
    if (found->is('t') && !has_rank(network, *client, *found, halfop(network))) return;
    found->topic = request.arg(1).substr(0, network.isupport.number("TOPICLEN", 390));
    found->topic_by = client->mask();
    found->topic_at = network.seconds();
    network.to_channel(*found, Doing(*client, "TOPIC " + found->name + " :" + found->topic));
    network.record(*client, *found, "TOPIC", ":" + found->topic);
}

void on_kick(Network& network, const ClientPtr& client, const Request& request) {
    Channel* found = own_channel(network, *client, request.arg(0));
    if (!found || !has_rank(network, *client, *found, halfop(network))) return;
    std::vector<std::string> nicks = split(request.arg(1), ',');
    const unsigned long most = network.isupport.most_targets("KICK");
    if (most > 0 && nicks.size() > most) nicks.resize(most);
    for (const std::string& nick : nicks) {
        const ClientPtr victim = network.find_registered(nick);
        if (!victim)
            network.reply(*client, "401", nick + " :No such nick/channel");
        else if (!victim->is_in(*found))
            network.reply(*client, "441", victim->nick + " " + found->name + " :They aren't on that channel");
        else
            kick(network, client, *found, victim, request.arg(2));
        if (!(found = network.channel(request.arg(0)))) return;  // it ended with its last member
    }
}

void on_invite(Network& network, const ClientPtr& client, const Request& request) {
    Channel* found = own_channel(network, *client, request.arg(1));
    if (!found || (found->is('i') && !has_rank(network, *client, *found, halfop(network)))) return;
    const ClientPtr guest = network.find_registered(request.arg(0));
    if (!guest) return network.reply(*client, "401", request.arg(0) + " :No such nick/channel");
    if (guest->is_in(*found))
        return network.reply(*client, "443", guest->nick + " " + found->name + " :is already on channel");
    network.reply(*client, "341", guest->nick + " " + found->name);
    if (!guest->away.empty()) network.reply(*client, "301", guest->nick + " :" + guest->away);
    invite(network, client, guest->nick, *found);
}

void on_rename(Network& network, const ClientPtr& client, const Request& request) {
    Channel* found = own_channel(network, *client, request.arg(0));
    if (!found || !has_rank(network, *client, *found, 'o')) return;
    const std::string& name = request.arg(1);
    const std::string both = found->name + " " + name;
    const Channel* other = network.channel(name);
    if (!is_channel_name(name))
        return network.fail(*client, "RENAME", "CANNOT_RENAME " + both, "You cannot give it that name");
    if (other && other != found)
        return network.fail(*client, "RENAME", "CHANNEL_NAME_IN_USE " + both,
                            "There is a channel of that name");
    rename_channel(network, *client, *found, name, request.arg(2));
}

}  // namespace

void add_channels(Commands& commands) {
    commands["JOIN"] = Command{on_join, 1, false};
    commands["PART"] = Command{on_part, 1, false};
    commands["TOPIC"] = Command{on_topic, 1, false};
    commands["KICK"] = Command{on_kick, 2, false};
    commands["INVITE"] = Command{on_invite, 2, false};
    commands["RENAME"] = Command{on_rename, 2, false};
}

}  // namespace confab::irc_sandbox
