// WHO, and WHOX where ISUPPORT has it (IRCv3 whox).
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

class Row {
public:
    const Client* who = nullptr;
    const Channel* where = nullptr;  ///< None: asked for by nick.
};

std::string flags(const Network& network, const Client& to, const Row& row) {
    std::string out = row.who->away.empty() ? "H" : "G";
    if (row.where)
        if (const Member* member = row.where->member(*row.who))
            out += signs_of(*member, to.has("multi-prefix"), network.isupport);
    if (row.who->is_bot) out += network.isupport.value("BOT").value_or("");
    return out;
}

void send_row(Network& network, Client& to, const Row& row) {
    const Client& who = *row.who;
    network.reply(to, "352",
                  (row.where ? row.where->name : "*") + " " + who.user + " " + who.host + " " +
                      Network::kName + " " + who.nick + " " + flags(network, to, row) + " :0 " +
                      who.real_name);
}

// The fields come in a fixed order, whatever the order they were asked for in.
void send_extended(Network& network, Client& to, const Row& row, std::string_view fields,
                   const std::string& token) {
    const Client& who = *row.who;
    std::string out;
    const auto add = [&](char field, const std::string& value) {
        if (fields.find(field) != std::string_view::npos) out += (out.empty() ? "" : " ") + value;
    };
    add('t', token.empty() ? "0" : token);
    add('c', row.where ? row.where->name : "*");
    add('u', who.user);
    add('i', "127.0.0.1");
    add('h', who.host);
    add('s', Network::kName);
    add('n', who.nick);
    add('f', flags(network, to, row));
    add('d', "0");
    add('l', "0");
    add('a', who.account.empty() ? "0" : who.account);
    add('o', "n/a");
    add('r', ":" + who.real_name);
    network.reply(to, "354", out);
}

std::vector<Row> rows_for(Network& network, const Client& from, const std::string& mask) {
    std::vector<Row> rows;
    const auto add = [&](const Client& who, const Channel* where) {
        Row row;
        row.who = &who;
        row.where = where;
        rows.push_back(row);
    };
    if (const Channel* found = network.channel(mask)) {
        if (!found->is('s') || from.is_in(*found))
            for (const Member& member : found->members) add(*member.client, found);
    } else if (const ClientPtr who = network.find_registered(mask)) {
        add(*who, nullptr);
    } else if (mask.find_first_of("*?") != std::string::npos) {
        const std::string folded = network.fold(mask);
        for (const auto& [nick, client] : network.people())
            if (client->registered && matches_mask(folded, nick)) add(*client, nullptr);
    }
    return rows;
}

void on_who(Network& network, const ClientPtr& client, const Request& request) {
    const std::string& mask = request.arg(0);
    const std::string_view options(request.arg(1));
    const std::size_t percent = options.find('%');
    const bool extended = percent != std::string_view::npos && network.isupport.has("WHOX");
    const std::string_view wanted = extended ? options.substr(percent + 1) : std::string_view();
    const std::size_t comma = std::min(wanted.find(','), wanted.size());
    const std::string token(wanted.substr(std::min(comma + 1, wanted.size())));
    for (const Row& row : rows_for(network, *client, mask)) {
        if (extended)
            send_extended(network, *client, row, wanted.substr(0, comma), token.substr(0, 3));
        else
            send_row(network, *client, row);
    }
    network.reply(*client, "315", (mask.empty() ? "*" : mask) + " :End of /WHO list");
}

}  // namespace

void add_who(Commands& commands) {
    commands["WHO"] = Command{on_who, 0, false};
}

}  // namespace confab::irc_sandbox
