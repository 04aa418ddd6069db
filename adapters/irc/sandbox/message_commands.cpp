#include "server.hpp"

namespace confab::irc_sandbox {

bool Server::execute_message(const ClientPtr& client, const Request& request) {
    const std::string& command = request.command;
    if (command != "PRIVMSG" && command != "NOTICE" && command != "TAGMSG") return false;
    if (command == "TAGMSG" && !client->has("message-tags")) {
        reply(*client, "421", "TAGMSG :Unknown command");
        return true;
    }
    if (request.args.empty())
        reply(*client, "411", ":No recipient given (" + command + ")");
    else if (command != "TAGMSG" && request.arg(1).empty())
        reply(*client, "412", ":No text to send");
    else
        on_message(client, request);
    return true;
}

void Server::on_message(const ClientPtr& client, const Request& request) {
    // Only client tags ("+...") are passed on (message-tags).
    std::string tags;
    if (client->has("message-tags"))
        for (const std::string& tag : split(request.tags, ';'))
            if (tag.starts_with('+')) tags += (tags.empty() ? "" : ";") + tag;
    for (const std::string& target : split(request.arg(0), ',')) {
        const Channel* to = channel(target);
        if (to && !to->members.contains(client))
            reply(*client, "404", to->name + " :Cannot send to channel (+n)");
        else if (!message(client, request.command, target, request.arg(1), tags))
            reply(*client, target.starts_with('#') ? "403" : "401", target + " :No such nick/channel");
    }
}

bool Server::message(const ClientPtr& from, std::string_view command, const std::string& target,
                     const std::string& text, std::string_view client_tags) {
    const Channel* to = channel(target);
    const ClientPtr recipient = to ? nullptr : find(target);
    if (!to && !(recipient && recipient->registered)) return false;
    const std::string name = to ? to->name : recipient->nick;
    const bool only_tags = command == "TAGMSG";
    const std::string body = std::string(command) + " " + name + (only_tags ? "" : " :" + text);
    const std::string id = "sandbox-" + std::to_string(++next_message_);
    const auto send = [&](Client& reader) {
        if (!only_tags || reader.has("message-tags")) deliver(reader, *from, body, id, client_tags);
    };
    if (to) {
        for (const auto& [member, is_operator] : to->members)
            if (member != from) send(*member);
    } else {
        send(*recipient);
    }
    if (from->has("echo-message")) send(*from);
    if (from == bot_ && !only_tags && on_bot_line)
        on_bot_line(SandboxLine(name, from->nick, as_read(from->nick, text)));
    return true;
}

bool Server::execute_query(const ClientPtr& client, const Request& request) {
    const std::string& command = request.command;
    if (command == "WHO") {
        on_who(*client, request);
    } else if (command == "WHOIS") {
        if (needs(*client, request, 1)) on_whois(*client, request);
    } else if (command == "MONITOR") {
        if (needs(*client, request, 1)) on_monitor(*client, request);
    } else if (command == "ISON") {
        std::string online;
        for (const std::string& list : request.args)
            for (const std::string& nick : split(list, ' '))
                if (const ClientPtr found = find(nick)) online += found->nick + " ";
        reply(*client, "303", ":" + online);
    } else if (command == "USERHOST") {
        std::string found_ones;
        for (const std::string& nick : request.args)
            if (const ClientPtr found = find(nick))
                found_ones += found->nick + "=+" + found->user + "@" + found->host + " ";
        reply(*client, "302", ":" + found_ones);
    } else if (command == "AWAY") {
        client->away = request.arg(0);
        if (client->away.empty())
            reply(*client, "305", ":You are no longer marked as being away");
        else
            reply(*client, "306", ":You have been marked as being away");
    } else if (command == "MOTD") {
        send_motd(*client);
    } else if (command == "LUSERS") {
        reply(*client, "251", ":There are " + std::to_string(clients_.size()) + " users on 1 server");
    } else {
        return false;
    }
    return true;
}

void Server::on_who(Client& client, const Request& request) {
    const auto tell = [&](const std::string& where, const Client& who, bool is_operator) {
        reply(client, "352",
              where + " " + who.user + " " + who.host + " " + kName + " " + who.nick + " H" +
                  (is_operator ? "@" : "") + " :0 " + who.real_name);
    };
    const std::string& mask = request.arg(0);
    if (const Channel* found = channel(mask)) {
        for (const auto& [member, is_operator] : found->members) tell(found->name, *member, is_operator);
    } else if (const ClientPtr who = find(mask)) {
        tell("*", *who, false);
    }
    reply(client, "315", (mask.empty() ? "*" : mask) + " :End of /WHO list");
}

void Server::on_whois(Client& client, const Request& request) {
    const std::string& nick = request.args.back();
    const ClientPtr who = find(nick);
    if (!who) {
        reply(client, "401", nick + " :No such nick");
    } else {
        reply(client, "311", who->nick + " " + who->user + " " + who->host + " * :" + who->real_name);
        reply(client, "312", who->nick + " " + kName + " :A stand-in");
        if (!who->account.empty()) reply(client, "330", who->nick + " " + who->account + " :is logged in as");
    }
    reply(client, "318", nick + " :End of /WHOIS list");
}

void Server::on_monitor(Client& client, const Request& request) {
    const std::string& change = request.arg(0);
    if (change == "C") return client.monitored.clear();
    for (const std::string& nick : split(request.arg(1), ',')) {
        if (change == "-") {
            client.monitored.erase(lower(nick));
            continue;
        }
        if (change != "+") continue;
        client.monitored.insert(lower(nick));
        const ClientPtr found = find(nick);
        if (found && found->registered)
            reply(client, "730", ":" + found->mask());
        else
            reply(client, "731", ":" + nick);
    }
}

void Server::tell_monitors(std::string_view nick, bool online) {
    const std::string folded = lower(nick);
    const ClientPtr subject = find(nick);
    for (const auto& [name, watcher] : clients_) {
        if (!watcher->registered || !watcher->monitored.contains(folded)) continue;
        if (online && subject)
            reply(*watcher, "730", ":" + subject->mask());
        else
            reply(*watcher, "731", ":" + std::string(nick));
    }
}

}  // namespace confab::irc_sandbox
