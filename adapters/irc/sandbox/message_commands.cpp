// PRIVMSG, NOTICE, TAGMSG and REDACT, with what IRCv3 adds to them: client tags, msgid, echo, multiline.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

// "@#channel" reaches members from that sign on (STATUSMSG).
class Target {
public:
    Channel* channel = nullptr;
    char least = 0;  ///< A letter of PREFIX; 0: everybody.
};

Target find_target(Network& network, const std::string& name) {
    Target out;
    const Isupport& isupport = network.isupport;
    const std::string status = isupport.value("STATUSMSG").value_or("");
    const std::size_t at = name.empty() ? std::string::npos : isupport.prefix_signs().find(name.front());
    if (status.find(name.empty() ? '\0' : name.front()) != std::string::npos &&
        at < isupport.prefix_modes().size() && name.size() > 1) {
        out.channel = network.channel(std::string_view(name).substr(1));
        out.least = isupport.prefix_modes()[at];
    } else {
        out.channel = network.channel(name);
    }
    return out;
}

bool wants_batch(const Client& reader, const HistoryEntry& entry) {
    return entry.parts.size() > 1 && reader.has("draft/multiline") && reader.has("batch");
}

class Sender {
public:
    Sender(Network& network, const Client& from, const HistoryEntry& entry)
        : network_(network), from_(from), entry_(entry) {}

    void send(Client& reader, bool aside) {
        if (!reader.is_real() || (!entry_.is_message() && !reader.has("message-tags"))) return;
        if (wants_batch(reader, entry_)) return send_batch(reader, aside);
        bool first = true;
        for (std::size_t i = 0; i < std::max<std::size_t>(1, entry_.parts.size()); ++i) {
            if (entry_.parts.size() > 1 && entry_.parts[i].text.empty()) continue;
            Doing doing(from_, entry_.body(i));
            if (first) {
                doing.id = entry_.id;
                doing.client_tags = entry_.client_tags;
            }
            first = false;
            deliver(reader, doing, aside);
        }
    }

private:
    void deliver(Client& reader, const Doing& doing, bool aside) {
        if (aside)
            network_.deliver_aside(reader, doing);
        else
            network_.deliver(reader, doing);
    }
    void send_batch(Client& reader, bool aside) {
        const std::string reference = network_.next_batch();
        Doing opening(from_, "BATCH +" + reference + " draft/multiline " + entry_.target);
        opening.id = entry_.id;
        opening.client_tags = entry_.client_tags;
        deliver(reader, opening, aside);
        for (std::size_t i = 0; i < entry_.parts.size(); ++i) {
            OutLine line("batch=" + reference + (entry_.parts[i].concat ? ";draft/multiline-concat" : ""),
                         ":" + from_.mask() + " " + entry_.body(i));
            if (aside)
                reader.send_aside(std::move(line));
            else
                reader.send(std::move(line));
        }
        OutLine closing("", std::string(":") + Network::kName + " BATCH -" + reference);
        if (aside)
            reader.send_aside(std::move(closing));
        else
            reader.send(std::move(closing));
    }

    Network& network_;
    const Client& from_;
    const HistoryEntry& entry_;
};

HistoryEntry make_entry(Network& network, const Client& from, const std::string& command, std::string target,
                        std::vector<TextPart> parts, const std::string& client_tags) {
    HistoryEntry entry;
    entry.time = network.time_text();
    entry.at = network.seconds();
    entry.id = network.next_id();
    entry.source = from.mask();
    entry.account = from.account;
    entry.command = command;
    entry.target = std::move(target);
    entry.parts = std::move(parts);
    entry.client_tags = client_tags;
    entry.is_bot = from.is_bot;
    return entry;
}

void hear_bot(Network& network, const Client& from, const HistoryEntry& entry) {
    std::string text;
    for (std::size_t i = 0; i < entry.parts.size(); ++i)
        text += (i > 0 && !entry.parts[i].concat ? "\n" : "") + entry.parts[i].text;
    if (network.on_bot_line)
        network.on_bot_line(SandboxLine(entry.target, from.nick, as_read(from.nick, text)));
}

void on_message(Network& network, const ClientPtr& client, const Request& request) {
    const bool only_tags = request.command == "TAGMSG";
    if (only_tags && !client->has("message-tags") && client->is_real())
        return network.reply(*client, "421", "TAGMSG :Unknown command");
    if (request.args.empty())
        return network.reply(*client, "411", ":No recipient given (" + request.command + ")");
    if (!only_tags && request.arg(1).empty()) return network.reply(*client, "412", ":No text to send");
    const std::string tags = passed_tags(network, *client, request);
    if (only_tags && tags.empty()) return;  // nothing is left of it
    std::vector<std::string> targets = split(request.arg(0), ',');
    const unsigned long most = network.isupport.most_targets(request.command);
    if (most > 0 && targets.size() > most)
        return network.reply(*client, "407", targets[most] + " :Too many recipients");
    for (const std::string& target : targets) {
        if (!may_send(network, client, target)) continue;
        std::vector<TextPart> parts;
        if (!only_tags) parts.emplace_back(request.arg(1), false);
        message(network, client, request.command, target, std::move(parts), tags);
    }
}

// The log that a message to `target` is in, as this client sees it.
HistoryLog* log_of(Network& network, const Client& client, const std::string& target) {
    if (const Channel* channel = network.channel(target))
        return client.is_in(*channel) || !client.is_real() ? network.histories.find(network.fold(target))
                                                           : nullptr;
    return network.histories.find(Histories::conversation(network.fold(client.nick), network.fold(target)));
}

std::string nick_of(const std::string& mask) {
    return mask.substr(0, mask.find('!'));
}

void pass_on_redaction(Network& network, const ClientPtr& client, const Request& request) {
    const std::string reason = request.arg(2).empty() ? "" : " :" + request.arg(2);
    const auto tell = [&](Client& reader, const std::string& target) {
        if (&reader == client.get() && !reader.has("echo-message")) return;
        if (reader.has("draft/message-redaction"))
            network.deliver(reader, Doing(*client, "REDACT " + target + " " + request.arg(1) + reason));
    };
    if (const Channel* channel = network.channel(request.arg(0))) {
        for (const Member& member : channel->members) tell(*member.client, channel->name);
        return;
    }
    const ClientPtr other = network.find_registered(request.arg(0));
    if (other && other != client) tell(*other, other->nick);
    tell(*client, request.arg(0));
}

void on_redact(Network& network, const ClientPtr& client, const Request& request) {
    if (client->is_real() && !client->has("draft/message-redaction"))
        return network.reply(*client, "421", "REDACT :Unknown command");
    const std::string& target = request.arg(0);
    const std::string where = target + " " + request.arg(1);
    const Channel* channel = network.channel(target);
    const bool reachable =
        channel ? client->is_in(*channel) || !client->is_real() : network.find_registered(target) != nullptr;
    if (!reachable)
        return network.fail(*client, "REDACT", "INVALID_TARGET " + target,
                            "You cannot delete messages there");
    HistoryLog* log = log_of(network, *client, target);
    const HistoryEntry* entry = log ? log->find(request.arg(1)) : nullptr;
    if (!entry || !entry->is_message())
        return network.fail(*client, "REDACT", "UNKNOWN_MSGID " + where,
                            "This message does not exist or is too old");
    const bool own = network.fold(nick_of(entry->source)) == network.fold(client->nick);
    if (!own && !(channel && channel->has_rank(*client, 'o', network.isupport)))
        return network.fail(*client, "REDACT", "REDACT_FORBIDDEN " + where,
                            "You are not authorised to delete this message");
    const auto window = static_cast<long>(network.faults.redact_window);
    if (window == 0 || network.seconds() - entry->at > window)
        return network.fail(*client, "REDACT",
                            "REDACT_WINDOW_EXPIRED " + where + " " + std::to_string(window),
                            "You can no longer delete this message");
    log->remove(request.arg(1));
    pass_on_redaction(network, client, request);
}

}  // namespace

void add_messages(Commands& commands) {
    for (const char* name : {"PRIVMSG", "NOTICE", "TAGMSG"}) commands[name] = Command{on_message, 0, false};
    commands["REDACT"] = Command{on_redact, 2, false};
}

std::string passed_tags(const Network& network, const Client& from, const Request& request) {
    std::string tags;
    if (from.is_real() && !from.has("message-tags")) return tags;
    for (const std::string& tag : split(request.tags, ';')) {
        if (!tag.starts_with('+')) continue;
        if (!network.isupport.allows_tag(std::string_view(tag).substr(1, tag.find('=') - 1))) continue;
        tags += (tags.empty() ? "" : ";") + tag;
    }
    return tags;
}

bool may_send(Network& network, const ClientPtr& from, const std::string& target) {
    const Target to = find_target(network, target);
    if (to.channel) {
        const std::string refusal = to.channel->refuses_speech(*from, network.isupport);
        if (refusal.empty()) return true;
        network.reply(*from, "404", to.channel->name + " :Cannot send to channel (" + refusal + ")");
        return false;
    }
    if (is_service(target) && !network.faults.services_down) return true;
    if (network.find_registered(target)) return true;
    network.reply(*from, target.starts_with('#') ? "403" : "401", target + " :No such nick/channel");
    return false;
}

bool message(Network& network, const ClientPtr& from, const std::string& command, const std::string& target,
             std::vector<TextPart> parts, const std::string& client_tags) {
    const Target to = find_target(network, target);
    const bool service = !to.channel && is_service(target);
    const ClientPtr recipient = to.channel || service ? nullptr : network.find_registered(target);
    if (!to.channel && !recipient && !service) return false;
    if (from == network.bot() && network.faults.swallow > 0) {
        --network.faults.swallow;
        return true;
    }
    const std::string sign = to.least != 0 ? target.substr(0, 1) : "";
    const std::string name = to.channel ? sign + to.channel->name : service ? target : recipient->nick;
    const HistoryEntry entry = make_entry(network, *from, command, name, std::move(parts), client_tags);
    Sender sender(network, *from, entry);
    if (to.channel) {
        for (const Member& member : to.channel->members)
            if (member.client != from &&
                (to.least == 0 || to.channel->has_rank(*member.client, to.least, network.isupport)))
                sender.send(*member.client, false);
        if (to.least == 0) network.histories.log(network.fold(name)).add(entry);
    } else if (recipient) {
        // To oneself: what arrives carries no label, the echo does (labeled-response).
        sender.send(*recipient, recipient == from);
        network.histories.log(Histories::conversation(network.fold(from->nick), network.fold(name)))
            .add(entry);
        if (command == "PRIVMSG" && !recipient->away.empty())
            network.reply(*from, "301", recipient->nick + " :" + recipient->away);
    }
    if (from->has("echo-message")) sender.send(*from, false);
    if (service && !entry.parts.empty()) ask_service(network, from, entry.parts.front().text);
    // Nobody is to read a password that was meant for services.
    if (from == network.bot() && entry.is_message() && !service) hear_bot(network, *from, entry);
    return true;
}

}  // namespace confab::irc_sandbox
