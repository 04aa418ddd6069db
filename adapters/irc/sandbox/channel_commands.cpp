#include "server.hpp"

namespace confab::irc_sandbox {

bool Server::execute_channel(const ClientPtr& client, const Request& request) {
    const std::string& command = request.command;
    if (command == "JOIN") {
        if (needs(*client, request, 1)) on_join(client, request);
    } else if (command == "PART") {
        if (needs(*client, request, 1)) on_part(client, request);
    } else if (command == "TOPIC") {
        if (needs(*client, request, 1)) on_topic(client, request);
    } else if (command == "MODE") {
        if (needs(*client, request, 1)) on_mode(client, request);
    } else if (command == "KICK") {
        if (needs(*client, request, 2)) kick(client, request.arg(0), request.arg(1), request.arg(2));
    } else if (command == "NAMES") {
        for (const std::string& name : split(request.arg(0), ',')) {
            if (const Channel* found = channel(name))
                send_names(*client, *found);
            else
                reply(*client, "366", name + " :End of /NAMES list");
        }
    } else if (command == "LIST") {
        for (const auto& [name, item] : channels_)
            reply(*client, "322", item.name + " " + std::to_string(item.members.size()) + " :" + item.topic);
        reply(*client, "323", ":End of /LIST");
    } else {
        return false;
    }
    return true;
}

void Server::on_join(const ClientPtr& client, const Request& request) {
    const std::vector<std::string> keys = split(request.arg(1), ',');
    std::size_t index = 0;
    for (const std::string& name : split(request.arg(0), ',')) {
        const std::string key = index < keys.size() ? keys[index] : "";
        ++index;
        const Channel* found = channel(name);
        if (!is_channel_name(name))
            reply(*client, "403", name + " :No such channel");
        else if (found && !found->key.empty() && found->key != key)
            reply(*client, "475", name + " :Cannot join channel (+k)");
        else
            join(client, name);
    }
}

void Server::join(const ClientPtr& client, const std::string& name) {
    const std::string folded = lower(name);
    if (client->channels.contains(folded)) return;
    Channel& joined = channels_[folded];
    if (joined.name.empty()) joined.name = name;
    const bool first = joined.members.empty();
    joined.members.emplace(client, first && client->is_real());
    client->channels.insert(folded);
    for (const auto& [member, is_operator] : joined.members) {
        const std::string extended =
            " " + (client->account.empty() ? "*" : client->account) + " :" + client->real_name;
        deliver(*member, *client, "JOIN " + joined.name + (member->has("extended-join") ? extended : ""));
    }
    if (!joined.topic.empty()) reply(*client, "332", joined.name + " :" + joined.topic);
    send_names(*client, joined);
    replay_history(*client, joined);
    if (on_change) on_change();
}

void Server::replay_history(Client& to, const Channel& channel) {
    if (!to.is_real() || faults_.history.empty()) return;
    const std::string text = std::exchange(faults_.history, {});
    const std::string line = ":alice!alice@sandbox.local PRIVMSG " + channel.name + " :" + text;
    if (!to.has("batch")) return to.send(line);
    const std::string source = std::string(":") + kName + " ";
    to.send(source + "BATCH +1 chathistory " + channel.name);
    to.send("@batch=1;time=2020-01-01T00:00:00.000Z " + line);
    to.send(source + "BATCH -1");
}

void Server::send_names(Client& to, const Channel& channel) {
    std::string names;
    for (const auto& [member, is_operator] : channel.members) {
        names += (names.empty() ? "" : " ") + std::string(is_operator ? "@" : "") + member->nick;
        if (names.size() < 400) continue;
        reply(to, "353", "= " + channel.name + " :" + names);
        names.clear();
    }
    if (!names.empty()) reply(to, "353", "= " + channel.name + " :" + names);
    reply(to, "366", channel.name + " :End of /NAMES list");
}

void Server::on_part(const ClientPtr& client, const Request& request) {
    for (const std::string& name : split(request.arg(0), ',')) {
        const Channel* found = channel(name);
        if (!found) {
            reply(*client, "403", name + " :No such channel");
        } else if (!found->members.contains(client)) {
            reply(*client, "442", name + " :You're not on that channel");
        } else {
            to_channel(*found, *client,
                       "PART " + found->name + (request.arg(1).empty() ? "" : " :" + request.arg(1)));
            remove_member(client, lower(name));
        }
    }
}

void Server::remove_member(const ClientPtr& client, const std::string& name) {
    client->channels.erase(name);
    const auto it = channels_.find(name);
    if (it == channels_.end()) return;
    it->second.members.erase(client);
    if (it->second.members.empty()) channels_.erase(it);
    if (on_change) on_change();
}

void Server::on_topic(const ClientPtr& client, const Request& request) {
    Channel* found = channel(request.arg(0));
    if (!found) return reply(*client, "403", request.arg(0) + " :No such channel");
    if (request.args.size() < 2) {
        if (found->topic.empty()) return reply(*client, "331", found->name + " :No topic is set");
        return reply(*client, "332", found->name + " :" + found->topic);
    }
    if (!found->members.contains(client))
        return reply(*client, "442", found->name + " :You're not on that channel");
    found->topic = request.arg(1);
    to_channel(*found, *client, "TOPIC " + found->name + " :" + found->topic);
}

void Server::on_mode(const ClientPtr& client, const Request& request) {
    const std::string& target = request.arg(0);
    if (!target.starts_with('#')) {
        if (lower(target) != lower(client->nick))
            return reply(*client, "502", ":Can't change mode for other users");
        if (request.args.size() < 2) return reply(*client, "221", "+i");
        return deliver(*client, *client, "MODE " + client->nick + " :" + request.arg(1));
    }
    Channel* found = channel(target);
    if (!found) return reply(*client, "403", target + " :No such channel");
    const std::string& change = request.arg(1);
    if (change.empty()) return reply(*client, "324", found->name + (found->key.empty() ? " +nt" : " +knt"));
    if (change == "b" || change == "+b")
        return reply(*client, "368", found->name + " :End of channel ban list");
    const auto self = found->members.find(client);
    if (self == found->members.end() || !self->second)
        return reply(*client, "482", found->name + " :You're not channel operator");
    const ClientPtr subject = find(request.arg(2));
    const auto member = found->members.find(subject);
    if ((change == "+o" || change == "-o") && member != found->members.end())
        member->second = change == "+o";
    else if (change == "+k" || change == "-k")
        found->key = change == "+k" ? request.arg(2) : "";
    else
        return reply(*client, "472", change + " :is unknown mode char to me");
    to_channel(*found, *client, "MODE " + found->name + " " + change + " " + request.arg(2));
}

void Server::kick(const ClientPtr& by, const std::string& name, const std::string& nick,
                  const std::string& reason) {
    const Channel* found = channel(name);
    if (!found) return reply(*by, "403", name + " :No such channel");
    const auto self = found->members.find(by);
    if (self == found->members.end() || (!self->second && by->is_real()))
        return reply(*by, "482", found->name + " :You're not channel operator");
    const ClientPtr victim = find(nick);
    if (!victim || !found->members.contains(victim))
        return reply(*by, "441", nick + " " + found->name + " :They aren't on that channel");
    to_channel(*found, *by, "KICK " + found->name + " " + victim->nick + " :" + reason);
    remove_member(victim, lower(found->name));
}

}  // namespace confab::irc_sandbox
