#include "server.hpp"

namespace confab::irc_sandbox {
namespace {

// Two groups, because the list has to be sent in more than one line now and then: clients must cope with it.
const std::vector<std::string> kFirstCaps{"account-notify", "account-tag", "batch", "cap-notify"};
const std::vector<std::string> kLastCaps{"echo-message", "extended-join", "message-tags", "sasl",
                                         "server-time"};

// Whoever logs in to the stand-in does it with this account.
constexpr std::string_view kSaslUser = "confab";
constexpr std::string_view kSaslPassword = "sandbox";

bool is_offered(const std::string& name) {
    for (const auto* list : {&kFirstCaps, &kLastCaps})
        for (const std::string& known : *list)
            if (known == name) return true;
    return false;
}

std::string list_of(const std::vector<std::string>& names, bool with_values) {
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : " ") + name + (with_values && name == "sasl" ? "=PLAIN" : "");
    return out;
}

}  // namespace

bool Server::execute_registration(const ClientPtr& client, const Request& request) {
    if (request.command == "CAP") {
        on_cap(*client, request);
        if (request.arg(0) == "END" || upper(request.arg(0)) == "END") complete_registration(client);
    } else if (request.command == "AUTHENTICATE") {
        on_authenticate(*client, request);
    } else if (request.command == "NICK") {
        on_nick(client, request);
    } else if (request.command == "USER" || request.command == "PASS") {
        if (client->registered) {
            reply(*client, "462", ":You may not reregister");
        } else if (request.command == "USER" && needs(*client, request, 4)) {
            client->user = "~" + request.arg(0).substr(0, 10);
            client->real_name = request.arg(3);
            complete_registration(client);
        } else if (request.command == "PASS") {
            needs(*client, request, 1);
        }
    } else {
        return false;
    }
    return true;
}

void Server::on_cap(Client& client, const Request& request) {
    const std::string command = upper(request.arg(0));
    const std::string head =
        std::string(":") + kName + " CAP " + (client.nick.empty() ? "*" : client.nick) + " ";
    if (command == "LS") {
        client.negotiating = !client.registered;
        const bool with_values = request.args.size() > 1;
        if (with_values) client.caps.insert("cap-notify");  // implied by version 302
        if (with_values) client.send(head + "LS * :" + list_of(kFirstCaps, true));
        client.send(head + "LS :" + (with_values ? "" : list_of(kFirstCaps, false) + " ") +
                    list_of(kLastCaps, with_values));
    } else if (command == "REQ") {
        if (!client.registered) client.negotiating = true;
        const std::vector<std::string> names = split(request.arg(1), ' ');
        for (const std::string& name : names)
            if (!is_offered(name.starts_with('-') ? name.substr(1) : name))
                return client.send(head + "NAK :" + request.arg(1));
        for (const std::string& name : names) {
            if (name.starts_with('-'))
                client.caps.erase(name.substr(1));
            else
                client.caps.insert(name);
        }
        client.send(head + "ACK :" + request.arg(1));
    } else if (command == "LIST") {
        client.send(head + "LIST :" + list_of({client.caps.begin(), client.caps.end()}, false));
    } else if (command == "END") {
        client.negotiating = false;
    } else {
        reply(client, "410", (command.empty() ? "*" : command) + " :Invalid CAP command");
    }
}

void Server::on_authenticate(Client& client, const Request& request) {
    if (!client.has("sasl")) return reply(client, "904", ":SASL authentication failed");
    if (!needs(client, request, 1)) return;
    const std::string& text = request.arg(0);
    if (text == "*") {
        client.sasl_running = false;
        return reply(client, "906", ":SASL authentication aborted");
    }
    if (text.size() > 400) return reply(client, "905", ":SASL message too long");
    if (!client.account.empty()) return reply(client, "907", ":You have already authenticated using SASL");
    if (!client.sasl_running) {
        if (upper(text) != "PLAIN") {
            reply(client, "908", "PLAIN :are available SASL mechanisms");
            return reply(client, "904", ":SASL authentication failed");
        }
        if (std::exchange(faults_.silent_sasl, false)) return;
        client.sasl_running = true;
        client.sasl_payload.clear();
        return client.send("AUTHENTICATE +");
    }
    if (text != "+") client.sasl_payload += text;
    if (client.sasl_payload.size() > 4000) return reply(client, "905", ":SASL message too long");
    if (text.size() < 400) check_credentials(client);
}

void Server::check_credentials(Client& client) {
    client.sasl_running = false;
    const std::optional<std::string> plain = crypto_.from_base64(client.sasl_payload);
    std::string wanted(kSaslUser);
    wanted += '\0' + std::string(kSaslUser) + '\0' + std::string(kSaslPassword);
    const std::string without_authzid = wanted.substr(kSaslUser.size());
    const bool right = plain && (*plain == wanted || *plain == without_authzid);
    if (!right || std::exchange(faults_.reject_sasl, false))
        return reply(client, "904", ":SASL authentication failed");
    client.account = kSaslUser;
    reply(client, "900",
          client.mask() + " " + client.account + " :You are now logged in as " + client.account);
    reply(client, "903", ":SASL authentication successful");
}

void Server::on_nick(const ClientPtr& client, const Request& request) {
    const std::string& nick = request.arg(0);
    if (nick.empty()) return reply(*client, "431", ":No nickname given");
    if (!is_nick(nick)) return reply(*client, "432", nick + " :Erroneous nickname");
    const ClientPtr holder = find(nick);
    if (holder && holder != client) return reply(*client, "433", nick + " :Nickname is already in use");
    const std::string old = client->nick;
    if (client->registered) {
        deliver(*client, *client, "NICK :" + nick);
        to_neighbours(client, "NICK :" + nick);
    }
    if (!old.empty()) clients_.erase(lower(old));
    client->nick = nick;
    clients_[lower(nick)] = client;
    if (!client->registered) return complete_registration(client);
    tell_monitors(old, false);
    tell_monitors(nick, true);
}

void Server::complete_registration(const ClientPtr& client) {
    if (client->registered || client->negotiating || client->nick.empty() || client->user.empty()) return;
    client->registered = true;
    if (bot_user_.empty()) bot_user_ = client->user;
    if (client->user == bot_user_) bot_ = client;
    welcome(*client);
    tell_monitors(client->nick, true);
    if (on_change) on_change();
}

void Server::welcome(Client& client) {
    const std::string server = kName;
    reply(client, "001", std::string(":Welcome to the ") + kNetwork + " IRC network, " + client.mask());
    reply(client, "002", ":Your host is " + server + ", running version confab-sandbox");
    reply(client, "003", ":This server was created for tests");
    reply(client, "004", server + " confab-sandbox Biow knot ov");
    reply(client, "005",
          std::string("CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ CHANMODES=,k,,nt NICKLEN=30 CHANNELLEN=64 "
                      "LINELEN=512 NETWORK=") +
              kNetwork + " MONITOR=30 BOT=B :are supported by this server");
    reply(client, "251", ":There are " + std::to_string(clients_.size()) + " users on 1 server");
    send_motd(client);
}

void Server::send_motd(Client& client) {
    reply(client, "375", std::string(":- ") + kName + " message of the day -");
    reply(client, "372", ":- A stand-in on this machine; nothing you say leaves it.");
    reply(client, "376", ":End of MOTD");
}

}  // namespace confab::irc_sandbox
