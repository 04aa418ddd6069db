// MODE of people and channels (RFC 2812 section 3.2.3, modern IRC "MODE message").
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

// What was really changed, as others are told.
class Applied {
public:
    void add(bool on, char letter, const std::string& value = {}) {
        if (letters_.empty() || on != on_) letters_ += on ? '+' : '-';
        on_ = on;
        letters_ += letter;
        if (!value.empty()) values_ += " " + value;
    }
    bool is_empty() const { return letters_.empty(); }
    std::string text() const { return letters_ + values_; }

private:
    std::string letters_;
    std::string values_;
    bool on_ = true;
};

// A mask of which parts are missing: "nick", "*@host".
std::string full_mask(const std::string& mask) {
    if (mask.find('!') != std::string::npos) return mask;
    return mask.find('@') == std::string::npos ? mask + "!*@*" : "*!" + mask;
}

void change_ban(Network& network, Client& by, Channel& channel, bool on, const std::string& given,
                Applied& applied) {
    const std::string mask = full_mask(given);
    const auto same = [&](const Ban& ban) {
        return network.fold(ban.mask) == network.fold(mask);
    };
    const bool known = std::any_of(channel.bans.begin(), channel.bans.end(), same);
    if (on == known) return;
    if (!on) {
        std::erase_if(channel.bans, same);
    } else if (channel.bans.size() >= 60) {  // MAXLIST
        return network.reply(by, "478", channel.name + " b :Channel list is full");
    } else {
        Ban ban;
        ban.mask = mask;
        ban.by = by.nick;
        ban.at = network.seconds();
        channel.bans.push_back(std::move(ban));
    }
    applied.add(on, 'b', mask);
}

void list_bans(Network& network, Client& to, const Channel& channel) {
    for (const Ban& ban : channel.bans)
        network.reply(to, "367", channel.name + " " + ban.mask + " " + ban.by + " " + std::to_string(ban.at));
    network.reply(to, "368", channel.name + " :End of channel ban list");
}

void change_prefix(Network& network, Client& by, Channel& channel, bool on, char letter,
                   const std::string& nick, Applied& applied) {
    const ClientPtr subject = network.find_registered(nick);
    if (!subject) return network.reply(by, "401", nick + " :No such nick/channel");
    Member* member = channel.member(*subject);
    if (!member)
        return network.reply(by, "441", subject->nick + " " + channel.name + " :They aren't on that channel");
    const bool had = member->modes.find(letter) != std::string::npos;
    if (had == on) return;
    std::string wanted = member->modes + (on ? std::string(1, letter) : "");
    member->modes.clear();
    for (const char known : network.isupport.prefix_modes())
        if (wanted.find(known) != std::string::npos && (on || known != letter)) member->modes += known;
    applied.add(on, letter, subject->nick);
}

void change_value(Network& network, Client& by, Channel& channel, bool on, char letter,
                  const std::string& value, Applied& applied) {
    const auto missing = [&] {
        network.reply(by, "461", "MODE :Not enough parameters");
    };
    if (letter == 'k') {
        if (on && value.empty()) return missing();
        if (!on && channel.key.empty()) return;
        if (on && !channel.key.empty()) return network.reply(by, "467", channel.name + " :Key already set");
        channel.key = on ? value : "";
        return applied.add(on, 'k', on ? value : "*");
    }
    if (on && value.empty()) return missing();
    if (letter == 'l') {
        const unsigned long limit = on ? to_number(value, 0) : 0;
        if (limit == channel.limit) return;
        channel.limit = limit;
        return applied.add(on, 'l', on ? std::to_string(limit) : "");
    }
    if (on && !is_channel_name(value)) return network.reply(by, "403", value + " :No such channel");
    channel.forward = on ? value : "";
    applied.add(on, 'f', on ? value : "");
}

void change_flag(Channel& channel, bool on, char letter, Applied& applied) {
    const bool changed = on ? channel.flags.insert(letter).second : channel.flags.erase(letter) > 0;
    if (changed) applied.add(on, letter);
}

bool has(const std::string& letters, char letter) {
    return letters.find(letter) != std::string::npos;
}

void change_channel(Network& network, const ClientPtr& client, Channel& channel, const Request& request) {
    const Isupport& isupport = network.isupport;
    const char least = isupport.prefix_modes().find('h') == std::string::npos ? 'o' : 'h';
    const unsigned long most = isupport.number("MODES", 1000);
    const bool may = channel.has_rank(*client, least, isupport);  // who gives up his rank may go on
    std::size_t next = 2;
    unsigned long with_value = 0;
    bool on = true;
    Applied applied;
    for (const char letter : request.arg(1)) {
        if (letter == '+' || letter == '-') {
            on = letter == '+';
            continue;
        }
        const bool is_list = has(isupport.channel_modes('A'), letter);
        if (is_list && next >= request.args.size()) {
            list_bans(network, *client, channel);
            continue;
        }
        if (!may) return network.reply(*client, "482", channel.name + " :You're not channel operator");
        const bool is_prefix = has(isupport.prefix_modes(), letter);
        const bool takes = is_list || is_prefix || has(isupport.channel_modes('B'), letter) ||
                           (on && has(isupport.channel_modes('C'), letter));
        if (takes && ++with_value > most) continue;
        const std::string value = takes ? request.arg(next++) : "";
        if (is_list)
            change_ban(network, *client, channel, on, value, applied);
        else if (is_prefix)
            change_prefix(network, *client, channel, on, letter, value, applied);
        else if (letter == 'k' || letter == 'l' || letter == 'f')
            change_value(network, *client, channel, on, letter, value, applied);
        else if (has(isupport.channel_modes('D'), letter))
            change_flag(channel, on, letter, applied);
        else
            network.reply(*client, "472", std::string(1, letter) + " :is unknown mode char to me");
    }
    if (applied.is_empty()) return;
    network.to_channel(channel, Doing(*client, "MODE " + channel.name + " " + applied.text()));
    network.record(*client, channel, "MODE", applied.text());
}

void change_own(Network& network, const ClientPtr& client, const Request& request) {
    if (!network.find(request.arg(0)))
        return network.reply(*client, "401", request.arg(0) + " :No such nick/channel");
    if (network.find(request.arg(0)) != client)
        return network.reply(*client, "502", ":Can't change mode for other users");
    const std::string bot = network.isupport.value("BOT").value_or("");
    if (request.args.size() < 2) return network.reply(*client, "221", "+i" + (client->is_bot ? bot : ""));
    bool on = true;
    Applied applied;
    for (const char letter : request.arg(1)) {
        if (letter == '+' || letter == '-') {
            on = letter == '+';
        } else if (!bot.empty() && letter == bot.front()) {
            if (std::exchange(client->is_bot, on) != on) applied.add(on, letter);
        } else if (has("iowx", letter)) {
            if (letter != 'o' || !on) applied.add(on, letter);  // nobody makes himself an operator
        } else {
            network.reply(*client, "501", ":Unknown MODE flag");
        }
    }
    if (!applied.is_empty())
        network.deliver(*client, Doing(*client, "MODE " + client->nick + " :" + applied.text()));
}

void on_mode(Network& network, const ClientPtr& client, const Request& request) {
    if (!request.arg(0).starts_with('#')) return change_own(network, client, request);
    Channel* found = network.channel(request.arg(0));
    if (!found) return network.reply(*client, "403", request.arg(0) + " :No such channel");
    if (request.arg(1).empty()) {
        network.reply(*client, "324", found->name + " " + found->modes_text(client->is_in(*found)));
        return network.reply(*client, "329", found->name + " " + std::to_string(found->created));
    }
    change_channel(network, client, *found, request);
}

}  // namespace

void add_modes(Commands& commands) {
    commands["MODE"] = Command{on_mode, 1, false};
}

}  // namespace confab::irc_sandbox
