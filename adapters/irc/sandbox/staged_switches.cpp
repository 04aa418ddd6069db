#include <algorithm>

#include "commands.hpp"
#include "staging.hpp"

namespace confab::irc_sandbox {
namespace {

using Done = Result<void>;

Error unfit(const std::string& why) {
    return Error(Errc::invalid_argument, why);
}

bool is_on(const std::string& argument) {
    return argument != "off";
}

Done cap(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    if (argument.empty()) return unfit("`cap` takes -name, +name or +name=value");
    change_capability(network, argument);
    return Done();
}

Done cap_del(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    if (!network.capabilities.offers(argument)) return unfit("`" + argument + "` is not on offer");
    change_capability(network, "-" + argument);
    return Done();
}

Done caps(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const Capabilities all;
    std::vector<std::string> wanted = argument == "all"    ? all.names()
                                      : argument == "none" ? std::vector<std::string>()
                                                           : split(argument, ' ');
    const auto has = [](const std::vector<std::string>& names, const std::string& name) {
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& item) { return item.substr(0, item.find('=')) == name; });
    };
    for (const std::string& name : network.capabilities.names())
        if (!has(wanted, name)) change_capability(network, "-" + name);
    for (const std::string& name : wanted)
        if (!network.capabilities.offers(name)) change_capability(network, "+" + name);
    return Done();
}

Done isupport(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> tokens = split(argument, ' ');
    if (tokens.empty()) return unfit("`isupport` takes KEY, KEY=VALUE or -KEY");
    for (const std::string& token : tokens) network.isupport.change(token);
    network.fold_again();
    for (const auto& [nick, client] : network.people())
        if (client->is_real() && client->registered) send_isupport(network, *client, lines_of(tokens, 400));
    return Done();
}

Done account(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.size() < 2) return unfit("`account` takes a name, a password and nicks");
    network.accounts.add(words[0], words[1]);
    for (std::size_t i = 2; i < words.size(); ++i) network.accounts.own(words[i], words[0]);
    return Done();
}

Done certificate(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    if (!argument.empty() && network.accounts.find(argument).empty())
        return unfit("there is no account " + argument);
    network.faults.certificate = argument;
    return Done();
}

Done fingerprint(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.size() != 2 || network.accounts.find(words[0]).empty())
        return unfit("`fingerprint` takes an account and a SHA-256 in hex");
    network.accounts.trust(words[1], words[0]);
    return Done();
}

Done password(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.password = argument;
    return Done();
}

Done services(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.services_down = !is_on(argument);
    return Done();
}

Done hurry(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.hurries_bot = is_on(argument);
    return Done();
}

Done flood(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.size() != 2 || to_number(words[0], 0) == 0)
        return unfit("`flood` takes lines and lines a second");
    network.faults.burst = static_cast<double>(to_number(words[0], 0));
    network.faults.lines_per_second = static_cast<double>(to_number(words[1], 0));
    return Done();
}

Done history(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.history = argument;
    return Done();
}

Done playback(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.playback = to_number(argument, 0);
    return Done();
}

Done redact_window(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.redact_window = to_number(argument, 0);
    return Done();
}

}  // namespace

const std::vector<NamedStage>& switches() {
    static const std::vector<NamedStage> kAll{{"cap", false, cap},
                                              {"cap_del", false, cap_del},
                                              {"caps", false, caps},
                                              {"isupport", false, isupport},
                                              {"account", false, account},
                                              {"certificate", false, certificate},
                                              {"fingerprint", false, fingerprint},
                                              {"password", false, password},
                                              {"services", false, services},
                                              {"hurry", false, hurry},
                                              {"flood", false, flood},
                                              {"history", false, history},
                                              {"playback", false, playback},
                                              {"redact_window", false, redact_window}};
    return kAll;
}

}  // namespace confab::irc_sandbox
