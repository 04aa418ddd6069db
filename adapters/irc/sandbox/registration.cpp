// From the first line of a connection to 001, and the ways out.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

void on_nick(Network& network, const ClientPtr& client, const Request& request) {
    const std::string& nick = request.arg(0);
    const unsigned long longest = network.isupport.number("NICKLEN", kMaxNick);
    if (nick.empty()) return network.reply(*client, "431", ":No nickname given");
    if (!is_nick(nick) || nick.size() > longest || is_service(nick))
        return network.reply(*client, "432", nick + " :Erroneous nickname");
    if (!network.faults.refuse_nick.empty()) {
        const std::string numeric = std::exchange(network.faults.refuse_nick, {});
        return network.reply(*client, numeric.c_str(), nick + " :Nick/channel is temporarily unavailable");
    }
    const ClientPtr holder = network.find(nick);
    if (holder && holder != client)
        return network.reply(*client, "433", nick + " :Nickname is already in use");
    change_nick(network, client, nick);
}

void on_user(Network& network, const ClientPtr& client, const Request& request) {
    if (client->registered) return network.reply(*client, "462", ":You may not reregister");
    client->user = "~" + request.arg(0).substr(0, 10);
    client->real_name = request.arg(3);
    complete_registration(network, client);
}

void on_pass(Network& network, const ClientPtr& client, const Request& request) {
    if (client->registered) return network.reply(*client, "462", ":You may not reregister");
    client->password = request.arg(0);
}

void on_ping(Network& network, const ClientPtr& client, const Request& request) {
    network.say(*client, std::string("PONG ") + Network::kName + " :" + request.arg(0));
}

void on_pong(Network& /*network*/, const ClientPtr& /*client*/, const Request& /*request*/) {}

void on_quit(Network& network, const ClientPtr& client, const Request& request) {
    const std::string reason = "Quit: " + (request.args.empty() ? client->nick : request.arg(0));
    quit(network, client, reason);
    close_link(network, client, reason);
}

void send_motd(Network& network, const ClientPtr& client, const Request& /*request*/) {
    network.reply(*client, "375", std::string(":- ") + Network::kName + " message of the day -");
    network.reply(*client, "372", ":- A stand-in on this machine; nothing you say leaves it.");
    network.reply(*client, "376", ":End of MOTD");
}

void send_lusers(Network& network, const ClientPtr& client, const Request& /*request*/) {
    network.reply(*client, "251",
                  ":There are " + std::to_string(network.people().size()) + " users on 1 server");
}

void on_isupport(Network& network, const ClientPtr& client, const Request& request) {
    if (!client->registered && !client->has("draft/extended-isupport"))
        return network.reply(*client, "451", ":You have not registered");
    static_cast<void>(request);
    send_isupport(network, *client, network.isupport.lines());
}

void welcome(Network& network, const ClientPtr& client) {
    const std::string server = Network::kName;
    const std::string title = network.isupport.value("NETWORK").value_or("Sandbox");
    network.reply(*client, "001", ":Welcome to the " + title + " IRC network, " + client->mask());
    network.reply(*client, "002", ":Your host is " + server + ", running version confab-sandbox");
    network.reply(*client, "003", ":This server was created for tests");
    network.reply(*client, "004", server + " confab-sandbox Biow bfiklmnorstv bfklov");
    send_isupport(network, *client, network.isupport.lines());
    send_lusers(network, client, Request());
    send_motd(network, client, Request());
    const std::string owner = network.accounts.owner(client->nick);
    if (network.faults.hurries_bot && !owner.empty() && client->account != owner)
        network.send(*client, ":NickServ!services@services.sandbox.local NOTICE " + client->nick +
                                  " :This nickname is registered. Please identify via /msg NickServ IDENTIFY "
                                  "<password>.");
}

}  // namespace

void add_registration(Commands& commands) {
    commands["NICK"] = Command{on_nick, 0, true};
    commands["USER"] = Command{on_user, 4, true};
    commands["PASS"] = Command{on_pass, 1, true};
    commands["PING"] = Command{on_ping, 1, true};
    commands["PONG"] = Command{on_pong, 0, true};
    commands["QUIT"] = Command{on_quit, 0, true};
    commands["MOTD"] = Command{send_motd, 0, false};
    commands["LUSERS"] = Command{send_lusers, 0, false};
    commands["ISUPPORT"] = Command{on_isupport, 0, true};
}

void complete_registration(Network& network, const ClientPtr& client) {
    if (client->registered || client->negotiating || client->nick.empty() || client->user.empty()) return;
    Faults& faults = network.faults;
    if (!faults.password.empty() && client->password != faults.password) {
        network.reply(*client, "464", ":Password incorrect");
        return close_link(network, client, "Bad Password");
    }
    if (faults.kline > 0) {
        --faults.kline;
        network.reply(*client, "465", ":You are banned from this server- staged");
        return close_link(network, client, "K-Lined");
    }
    client->registered = true;
    network.claim_bot(client);
    welcome(network, client);
    network.tell_monitors(client->nick, true);
    if (network.on_change) network.on_change();
}

void change_nick(Network& network, const ClientPtr& client, const std::string& nick) {
    const std::string old = client->nick;
    if (old == nick) return;
    if (client->registered) {
        Doing doing(*client, "NICK :" + nick);
        network.deliver(*client, doing);
        network.to_neighbours(doing);
        for (const Channel* channel : client->channels) network.record(*client, *channel, "NICK", nick);
    }
    network.set_nick(client, nick);
    if (!client->registered) return complete_registration(network, client);
    if (network.fold(old) == network.fold(nick)) return;
    network.tell_monitors(old, false);
    network.tell_monitors(nick, true);
}

void quit(Network& network, const ClientPtr& client, const std::string& reason) {
    if (client->registered) {
        network.to_neighbours(Doing(*client, "QUIT :" + reason));
        for (const Channel* channel : client->channels)
            network.record(*client, *channel, "QUIT", ":" + reason);
    }
    network.forget(client);
}

void close_link(Network& network, const ClientPtr& client, const std::string& reason) {
    network.send(*client, "ERROR :Closing Link: " + client->host + " (" + reason + ")");
    client->finish();
}

void send_isupport(Network& network, Client& to, const std::vector<std::string>& lines) {
    const bool batched = to.has("batch") && to.has("draft/extended-isupport");
    const std::string reference = batched ? network.next_batch() : "";
    if (batched) network.say(to, "BATCH +" + reference + " draft/isupport");
    for (const std::string& line : lines)
        network.say(
            to, "005 " + (to.nick.empty() ? "*" : to.nick) + " " + line + " :are supported by this server",
            batched ? "batch=" + reference : "");
    if (batched) network.say(to, "BATCH -" + reference);
}

}  // namespace confab::irc_sandbox
