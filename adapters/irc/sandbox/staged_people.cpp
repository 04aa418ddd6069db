#include "commands.hpp"
#include "staging.hpp"

namespace confab::irc_sandbox {
namespace {

using Done = Result<void>;

constexpr const char* kServers = "irc.sandbox.local far.sandbox.local";

Error unfit(const std::string& why) {
    return Error(Errc::invalid_argument, why);
}

ClientPtr alice(Network& network) {
    return network.person("alice");
}

// Alice is in the channel from now on; nothing where it is not one.
Channel* with_alice(Network& network, const std::string& name) {
    const std::string wanted = name.empty() ? Staging::kChannel : name;
    if (!is_channel_name(wanted)) return nullptr;
    join(network, alice(network), wanted);
    return network.channel(wanted);
}

Done do_line(Network& network, const std::string& nick, const std::string& line) {
    if (!is_nick(nick)) return unfit("`" + nick + "` cannot be a nick");
    const ClientPtr person = network.person(nick);
    if (person->is_real()) return unfit("`" + nick + "` is a real client");
    const std::optional<Request> request = parse_request(line);
    if (!request) return unfit("there is nothing for " + nick + " to do");
    execute(network, person, *request);
    return Done();
}

Done as(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    std::string_view rest(argument);
    const std::string nick = take_word(rest);
    return do_line(network, nick, std::string(rest));
}

Done set_mode(Network& network, const std::string& name, const std::string& change) {
    const Channel* channel = with_alice(network, name);
    if (!channel) return unfit("`" + name + "` is no channel");
    return do_line(network, "alice", "MODE " + channel->name + " " + change);
}

Done ghost_nick(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::string nick = argument.empty() ? Staging::kBotNick : argument;
    if (network.find(nick)) return unfit(nick + " is in use already");
    network.person(nick);
    return Done();
}

Done ghost_gone(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const ClientPtr ghost = network.find(argument.empty() ? Staging::kBotNick : argument);
    if (!ghost || ghost->is_real()) return Error(Errc::not_found, "there is no ghost");
    quit(network, ghost, "Ping timeout");
    return Done();
}

Done crowd(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    const unsigned long count = words.empty() ? 0 : to_number(words[0], 0);
    const std::string where = words.size() > 1 ? words[1] : Staging::kChannel;
    if (count == 0 || count > Network::kMaxPeople || !is_channel_name(where))
        return unfit("`crowd` takes a number and a channel");
    for (unsigned long i = 1; i <= count; ++i)
        join(network, network.person("crowd" + std::to_string(i)), where);
    return Done();
}

Done split_net(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    std::string_view rest(argument);
    const unsigned long count = to_number(take_word(rest), Network::kMaxPeople);
    netsplit(network, count, rest.empty() ? kServers : std::string(rest));
    return Done();
}

Done join_net(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    netjoin(network, argument.empty() ? kServers : argument);
    return Done();
}

Done kick_bot(Network& network, const ClientPtr& bot, const std::string& argument) {
    Channel* channel = with_alice(network, {});
    if (!bot->is_in(*channel)) return Error(Errc::not_found, "the bot is not in the channel");
    kick(network, alice(network), *channel, bot, argument);
    return Done();
}

Done ban(Network& network, const ClientPtr& bot, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.empty() && !bot) return Error(Errc::not_found, "the bot is not connected");
    const std::string mask = words.empty() ? "*!" + bot->user + "@*" : words[0];
    return set_mode(network, words.size() > 1 ? words[1] : "", "+b " + mask);
}

Done unban(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const Channel* channel = with_alice(network, argument);
    if (!channel) return unfit("`" + argument + "` is no channel");
    const std::vector<Ban> bans = channel->bans;
    for (const Ban& item : bans)
        if (const Done done = set_mode(network, channel->name, "-b " + item.mask); !done) return done;
    return Done();
}

Done invite_bot(Network& network, const ClientPtr& bot, const std::string& argument) {
    Channel* channel = with_alice(network, argument);
    if (!channel) return unfit("`" + argument + "` is no channel");
    invite(network, alice(network), bot->nick, *channel);
    return Done();
}

Done set_key(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.empty()) return unfit("`set_key` takes a channel and a key");
    return set_mode(network, words[0], words.size() > 1 ? "+k " + words[1] : "-k *");
}

Done set_invite_only(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    const bool off = words.size() > 1 && words[1] == "off";
    return set_mode(network, words.empty() ? "" : words[0], off ? "-i" : "+i");
}

Done forward(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.size() != 2) return unfit("`forward` takes two channels");
    return set_mode(network, words[0], "+if " + words[1]);
}

Done sanick(Network& network, const ClientPtr& bot, const std::string& argument) {
    const std::string nick = argument.empty() ? "Guest99" : argument;
    if (!is_nick(nick) || network.find(nick)) return unfit("`" + nick + "` cannot be had");
    change_nick(network, bot, nick);
    return Done();
}

Done chghost(Network& network, const ClientPtr& bot, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.size() < 2) return unfit("`chghost` takes [nick] user host");
    const ClientPtr who = words.size() == 2 ? bot : network.find_registered(words[0]);
    if (!who) return Error(Errc::not_found, "there is no such person");
    change_host(network, who, words[words.size() - 2], words.back());
    return Done();
}

Done login(Network& network, const ClientPtr& bot, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.empty()) return unfit("`login` takes [nick] and an account or *");
    const ClientPtr who = words.size() == 1 ? bot : network.find_registered(words[0]);
    if (!who) return Error(Errc::not_found, "there is no such person");
    log_in(network, who, words.back() == "*" ? "" : words.back());
    return Done();
}

// Bytes as alice's message in the channel.
Done say_bytes(Network& network, const std::string& bytes) {
    const Channel* channel = with_alice(network, {});
    std::vector<TextPart> parts;
    parts.emplace_back(bytes, false);
    message(network, alice(network), "PRIVMSG", channel->name, std::move(parts));
    return Done();
}

Done invalid_utf8(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    return say_bytes(network, argument + "bad \xff\xfe\xc3\x28 bytes");
}

Done latin1(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    return say_bytes(network, to_latin1(argument.empty() ? "caf\xc3\xa9" : argument));
}

// As a server that cuts at 512 bytes does: in the middle of a character.
Done truncated(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    std::string text = argument;
    while (text.size() < 400) text += "\xe2\x82\xac";
    return say_bytes(network, text.substr(0, text.size() - 1));
}

}  // namespace

const std::vector<NamedStage>& deeds() {
    static const std::vector<NamedStage> kAll{{"as", false, as},
                                              {"ghost_nick", false, ghost_nick},
                                              {"ghost_gone", false, ghost_gone},
                                              {"crowd", false, crowd},
                                              {"netsplit", false, split_net},
                                              {"netjoin", false, join_net},
                                              {"kick", true, kick_bot},
                                              {"ban", false, ban},
                                              {"unban", false, unban},
                                              {"invite", true, invite_bot},
                                              {"set_key", false, set_key},
                                              {"set_invite_only", false, set_invite_only},
                                              {"forward", false, forward},
                                              {"sanick", true, sanick},
                                              {"chghost", true, chghost},
                                              {"login", true, login},
                                              {"invalid_utf8", false, invalid_utf8},
                                              {"latin1", false, latin1},
                                              {"truncated", false, truncated}};
    return kAll;
}

}  // namespace confab::irc_sandbox
