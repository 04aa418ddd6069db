// Questions about people and channels: NAMES, LIST, WHOIS, ISON, USERHOST, MONITOR.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr std::size_t kNamesRoom = 400;

bool is_hidden(const Channel& channel, const Client& from) {
    return channel.is('s') && !from.is_in(channel);
}

void on_names(Network& network, const ClientPtr& client, const Request& request) {
    for (const std::string& name : split(request.arg(0), ',')) {
        const Channel* found = network.channel(name);
        if (found && !is_hidden(*found, *client))
            send_names(network, *client, *found);
        else
            network.reply(*client, "366", name + " :End of /NAMES list");
    }
}

void on_list(Network& network, const ClientPtr& client, const Request& /*request*/) {
    network.reply(*client, "321", "Channel :Users  Name");
    for (const auto& [name, item] : network.channels())
        if (!is_hidden(item, *client))
            network.reply(*client, "322",
                          item.name + " " + std::to_string(item.members.size()) + " :" + item.topic);
    network.reply(*client, "323", ":End of /LIST");
}

void tell_whois(Network& network, Client& to, const Client& who) {
    network.reply(to, "311", who.nick + " " + who.user + " " + who.host + " * :" + who.real_name);
    std::vector<std::string> places;
    for (const Channel* channel : who.channels)
        if (!is_hidden(*channel, to))
            places.push_back(signs_of(*channel->member(who), to.has("multi-prefix"), network.isupport) +
                             channel->name);
    if (!places.empty())
        for (const std::string& line : lines_of(places, kNamesRoom))
            network.reply(to, "319", who.nick + " :" + line);
    network.reply(to, "312", who.nick + " " + Network::kName + " :A stand-in");
    if (!who.away.empty()) network.reply(to, "301", who.nick + " :" + who.away);
    if (who.is_bot) network.reply(to, "335", who.nick + " :is a bot");
    if (!who.account.empty()) network.reply(to, "330", who.nick + " " + who.account + " :is logged in as");
    if (who.is_secure) network.reply(to, "671", who.nick + " :is using a secure connection");
    if (&who == &to && !who.fingerprint().empty())
        network.reply(to, "276", who.nick + " :has client certificate fingerprint " + who.fingerprint());
}

void on_whois(Network& network, const ClientPtr& client, const Request& request) {
    const std::string& nick = request.args.back();
    const ClientPtr who = network.find_registered(nick);
    if (who)
        tell_whois(network, *client, *who);
    else if (is_service(nick) && !network.faults.services_down)
        network.reply(*client, "311", nick + " services services.sandbox.local * :Nickname services");
    else
        network.reply(*client, "401", nick + " :No such nick/channel");
    network.reply(*client, "318", nick + " :End of /WHOIS list");
}

void on_ison(Network& network, const ClientPtr& client, const Request& request) {
    std::string online;
    for (const std::string& list : request.args)
        for (const std::string& nick : split(list, ' '))
            if (const ClientPtr found = network.find_registered(nick)) online += found->nick + " ";
    network.reply(*client, "303", ":" + online);
}

void on_userhost(Network& network, const ClientPtr& client, const Request& request) {
    std::string found_ones;
    for (const std::string& nick : request.args)
        if (const ClientPtr found = network.find_registered(nick))
            found_ones +=
                found->nick + "=" + (found->away.empty() ? "+" : "-") + found->user + "@" + found->host + " ";
    network.reply(*client, "302", ":" + found_ones);
}

void tell_presence(Network& network, Client& to, const std::string& nick) {
    if (const ClientPtr found = network.find_registered(nick))
        network.reply(to, "730", ":" + found->mask());
    else
        network.reply(to, "731", ":" + nick);
}

void on_monitor(Network& network, const ClientPtr& client, const Request& request) {
    const std::string change = upper(request.arg(0));
    const unsigned long most = network.isupport.number("MONITOR", 100);
    if (!network.isupport.has("MONITOR")) return network.reply(*client, "421", "MONITOR :Unknown command");
    if (change == "C") return client->monitored.clear();
    if (change == "S")
        for (const std::string& nick : client->monitored) tell_presence(network, *client, nick);
    if (change == "L") {
        for (const std::string& line :
             lines_of({client->monitored.begin(), client->monitored.end()}, kNamesRoom))
            if (!line.empty()) network.reply(*client, "732", ":" + line);
        return network.reply(*client, "733", ":End of MONITOR list");
    }
    for (const std::string& nick : split(request.arg(1), ',')) {
        if (change == "-") client->monitored.erase(network.fold(nick));
        if (change != "+") continue;
        if (client->monitored.size() >= most)
            return network.reply(*client, "734",
                                 std::to_string(most) + " " + nick + " :Monitor list is full");
        client->monitored.insert(network.fold(nick));
        tell_presence(network, *client, nick);
    }
}

}  // namespace

void add_queries(Commands& commands) {
    commands["NAMES"] = Command{on_names, 1, false};
    commands["LIST"] = Command{on_list, 0, false};
    commands["WHOIS"] = Command{on_whois, 1, false};
    commands["ISON"] = Command{on_ison, 1, false};
    commands["USERHOST"] = Command{on_userhost, 1, false};
    commands["MONITOR"] = Command{on_monitor, 1, false};
}

void send_names(Network& network, Client& to, const Channel& channel) {
    const std::string head = std::string(channel.is('s') ? "@" : "=") + " " + channel.name + " :";
    std::string names;
    for (const Member& member : channel.members) {
        const Client& who = *member.client;
        names += (names.empty() ? "" : " ") + signs_of(member, to.has("multi-prefix"), network.isupport) +
                 (to.has("userhost-in-names") ? who.mask() : who.nick);
        if (names.size() < kNamesRoom - 100) continue;
        network.reply(to, "353", head + names);
        names.clear();
    }
    if (!names.empty()) network.reply(to, "353", head + names);
    network.reply(to, "366", channel.name + " :End of /NAMES list");
}

}  // namespace confab::irc_sandbox
