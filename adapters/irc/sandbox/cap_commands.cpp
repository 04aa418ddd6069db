// CAP (IRCv3 capability-negotiation, cap-notify).
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

// Shorter than need be, because clients must cope with a list in several lines.
constexpr std::size_t kListRoom = 240;

std::string head(const Client& client) {
    return "CAP " + (client.nick.empty() ? "*" : client.nick) + " ";
}

void send_list(Network& network, Client& to, const char* name, const std::vector<std::string>& lines,
               bool several) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool more = several && i + 1 < lines.size();
        network.say(to, head(to) + name + (more ? " * :" : " :") + lines[i]);
    }
}

void list(Network& network, Client& client, const Request& request) {
    client.negotiating = !client.registered;
    const bool with_values = to_number(request.arg(1), 0) >= 302;
    if (with_values) {
        client.has_values = true;
        if (network.capabilities.offers("cap-notify")) client.caps.insert("cap-notify");  // implied
    }
    std::vector<std::string> lines = network.capabilities.lines(with_values, with_values ? kListRoom : 440);
    if (!with_values) lines.resize(1);  // a client of version 301 cannot know that there is a second line
    send_list(network, client, "LS", lines, with_values);
}

// Names that real servers list as a trap for clients that ask for everything.
bool is_poison(std::string_view name) {
    return name.ends_with("/poison");
}
bool is_forbidden(std::string_view name) {
    return name.ends_with("/nope");
}

void request_caps(Network& network, const ClientPtr& client, const Request& request) {
    if (!client->registered) client->negotiating = true;
    const std::vector<std::string> names = split(request.arg(1), ' ');
    for (const std::string& name : names) {
        const std::string bare = name.starts_with('-') ? name.substr(1) : name;
        if (is_forbidden(bare)) {
            network.send(*client, "ERROR :Requesting the " + bare + " client capability is forbidden");
            return client->finish();
        }
        // sts informs only: it cannot be asked for.
        if (!network.capabilities.offers(bare) || is_poison(bare) || bare == "sts")
            return network.say(*client, head(*client) + "NAK :" + request.arg(1));
    }
    for (const std::string& name : names) {
        if (!name.starts_with('-'))
            client->caps.insert(name);
        else if (name != "-cap-notify" || !client->has_values)  // implied by version 302: stays
            client->caps.erase(name.substr(1));
    }
    network.say(*client, head(*client) + "ACK :" + request.arg(1));
}

void on_cap(Network& network, const ClientPtr& client, const Request& request) {
    const std::string command = upper(request.arg(0));
    if (command == "LS") return list(network, *client, request);
    if (command == "REQ") return request_caps(network, client, request);
    if (command == "LIST")
        return send_list(network, *client, "LIST",
                         lines_of({client->caps.begin(), client->caps.end()}, kListRoom), client->has_values);
    if (command == "END") {
        client->negotiating = false;
        return complete_registration(network, client);
    }
    network.reply(*client, "410", (command.empty() ? "*" : command) + " :Invalid CAP command");
}

}  // namespace

void add_cap(Commands& commands) {
    commands["CAP"] = Command{on_cap, 0, true};
}

void change_capability(Network& network, std::string_view change) {
    const bool removes = change.starts_with('-');
    if (removes || change.starts_with('+')) change.remove_prefix(1);
    const std::string name(change.substr(0, change.find('=')));
    const std::string value(change.substr(std::min(name.size() + 1, change.size())));
    if (removes && !network.capabilities.remove(name)) return;
    const Capability added = removes ? Capability() : network.capabilities.add(name, value);
    for (const auto& [nick, client] : network.people()) {
        // CAP DEL of sts has no effect on clients, and is not sent by servers that know that.
        if (client->is_real() && client->has("cap-notify"))
            network.say(*client, head(*client) +
                                     (removes ? "DEL :" + name : "NEW :" + added.listed(client->has_values)));
        if (removes) client->caps.erase(name);
        if (removes && name == "sasl") client->sasl.reset();
    }
}

}  // namespace confab::irc_sandbox
