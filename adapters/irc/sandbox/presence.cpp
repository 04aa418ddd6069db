// What changes about people: away, real name, host; and netsplits, which take many of them at once.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

void on_away(Network& network, const ClientPtr& client, const Request& request) {
    client->away = request.arg(0).substr(0, network.isupport.number("AWAYLEN", 200));
    if (client->away.empty())
        network.reply(*client, "305", ":You are no longer marked as being away");
    else
        network.reply(*client, "306", ":You have been marked as being away");
    network.to_interested(Doing(*client, client->away.empty() ? "AWAY" : "AWAY :" + client->away),
                          "away-notify");
}

void on_setname(Network& network, const ClientPtr& client, const Request& request) {
    if (request.arg(0).size() > network.isupport.number("NAMELEN", 128))
        return network.fail(*client, "SETNAME", "INVALID_REALNAME", "Realname is not valid");
    client->real_name = request.arg(0);
    const Doing doing(*client, "SETNAME :" + client->real_name);
    if (client->has("setname")) network.deliver(*client, doing);
    network.to_interested(doing, "setname");
}

// Who of `lost` this reader shares a channel with.
std::vector<ClientPtr> seen_by(const Client& reader, const std::vector<ClientPtr>& lost) {
    std::vector<ClientPtr> out;
    for (const ClientPtr& person : lost)
        for (const Channel* channel : person->channels)
            if (reader.is_in(*channel)) {
                out.push_back(person);
                break;
            }
    return out;
}

std::string open_batch(Network& network, Client& reader, const char* type, const std::string& servers) {
    if (!reader.has("batch")) return {};
    const std::string reference = network.next_batch();
    network.say(reader, "BATCH +" + reference + " " + type + " " + servers);
    return reference;
}

void close_batch(Network& network, Client& reader, const std::string& reference) {
    if (!reference.empty()) network.say(reader, "BATCH -" + reference);
}

}  // namespace

void add_presence(Commands& commands) {
    commands["AWAY"] = Command{on_away, 0, false};
    commands["SETNAME"] = Command{on_setname, 1, false};
}

void change_host(Network& network, const ClientPtr& client, const std::string& user,
                 const std::string& host) {
    Client before(client->nick, client->account);  // the old mask, for those who get QUIT and JOIN
    before.user = client->user;
    before.host = client->host;
    const Doing doing(*client, "CHGHOST " + user + " " + host);
    network.to_interested(doing, "chghost");
    if (client->has("chghost")) network.deliver(*client, doing);
    const std::vector<ClientPtr> others = network.neighbours(*client);
    for (const ClientPtr& reader : others)
        if (!reader->has("chghost")) network.deliver(*reader, Doing(before, "QUIT :Changing host"));
    client->user = user;
    client->host = host;
    network.reply(*client, "396", host + " :is now your displayed host");
    for (const ClientPtr& reader : others) {
        if (reader->has("chghost")) continue;
        for (const Channel* channel : client->channels)
            if (reader->is_in(*channel)) send_join(network, *channel, *client, *reader);
    }
}

void netsplit(Network& network, std::size_t count, const std::string& servers) {
    std::vector<ClientPtr> lost;
    for (const auto& [nick, client] : network.people())
        if (!client->is_real() && !client->channels.empty() && lost.size() < count) lost.push_back(client);
    for (const auto& [nick, reader] : network.people()) {
        if (!reader->is_real() || !reader->registered) continue;
        const std::vector<ClientPtr> seen = seen_by(*reader, lost);
        if (seen.empty()) continue;
        const std::string batch = open_batch(network, *reader, "netsplit", servers);
        for (const ClientPtr& person : seen) {
            Doing doing(*person, "QUIT :" + servers);
            doing.batch = batch;
            network.deliver(*reader, doing);
        }
        close_batch(network, *reader, batch);
    }
    for (const ClientPtr& person : lost) {
        std::string places;
        for (const Channel* channel : person->channels) places += " " + channel->name;
        if (network.faults.split_off.size() < Network::kMaxPeople)
            network.faults.split_off.push_back(person->nick + places);
        network.forget(person);
    }
}

void netjoin(Network& network, const std::string& servers) {
    std::vector<ClientPtr> back;
    for (const std::string& entry : std::exchange(network.faults.split_off, {})) {
        const std::vector<std::string> words = split(entry, ' ');
        if (network.find(words[0])) continue;  // somebody took the nick meanwhile
        const ClientPtr person = network.person(words[0]);
        for (std::size_t i = 1; i < words.size(); ++i) {
            Channel& channel = network.make_channel(words[i]);
            Member member;
            member.client = person;
            channel.members.push_back(std::move(member));
            person->channels.push_back(&channel);
        }
        back.push_back(person);
    }
    for (const auto& [nick, reader] : network.people()) {
        if (!reader->is_real() || !reader->registered) continue;
        const std::vector<ClientPtr> seen = seen_by(*reader, back);
        if (seen.empty()) continue;
        const std::string batch = open_batch(network, *reader, "netjoin", servers);
        for (const ClientPtr& person : seen)
            for (const Channel* channel : person->channels)
                if (reader->is_in(*channel)) send_join(network, *channel, *person, *reader, batch);
        close_batch(network, *reader, batch);
    }
    if (network.on_change) network.on_change();
}

}  // namespace confab::irc_sandbox
