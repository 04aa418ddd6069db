#include "commands.hpp"
#include "staging.hpp"

namespace confab::irc_sandbox {
namespace {

using Done = Result<void>;

unsigned count_of(const std::string& argument) {
    return static_cast<unsigned>(to_number(argument, 1));
}

bool is_numeric(const std::string& text) {
    return text.size() == 3 && to_number(text, 0) >= 400;
}

Done refuse(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.refuse = count_of(argument);
    return Done();
}

Done throttle(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.throttle = count_of(argument);
    return Done();
}

Done sasl_reject(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.reject_sasl = is_numeric(argument) ? argument : "904";
    return Done();
}

Done sasl_silence(Network& network, const ClientPtr& /*bot*/, const std::string& /*argument*/) {
    network.faults.silent_sasl = true;
    return Done();
}

Done scram(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    const ScramFault fault = argument == "signature"    ? ScramFault::signature
                             : argument == "nonce"      ? ScramFault::nonce
                             : argument == "iterations" ? ScramFault::iterations
                                                        : ScramFault::none;
    if (fault == ScramFault::none)
        return Error(Errc::invalid_argument, "`scram` takes signature, nonce or iterations");
    network.faults.scram = fault;
    return Done();
}

Done refuse_nick(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.refuse_nick = is_numeric(argument) ? argument : "437";
    return Done();
}

Done refuse_join(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.refuse_join = is_numeric(argument) ? argument : "437";
    return Done();
}

Done swallow(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.swallow = count_of(argument);
    return Done();
}

Done lose_labels(Network& network, const ClientPtr& /*bot*/, const std::string& argument) {
    network.faults.lose_labels = count_of(argument);
    return Done();
}

Done split_writes(Network& network, const ClientPtr& bot, const std::string& argument) {
    network.faults.bytewise = argument != "off";
    if (bot) bot->write_bytewise(network.faults.bytewise);
    return Done();
}

Duration millis_of(const std::string& argument) {
    return Duration(to_number(argument, 0));
}

Done lag(Network& network, const ClientPtr& bot, const std::string& argument) {
    network.faults.lag = millis_of(argument);
    if (bot) bot->lag(network.faults.lag);
    return Done();
}

Done slow(Network& network, const ClientPtr& bot, const std::string& argument) {
    network.faults.interval = millis_of(argument);
    if (bot) bot->slow_down(network.faults.interval);
    return Done();
}

Done drop(Network& /*network*/, const ClientPtr& bot, const std::string& /*argument*/) {
    bot->drop();
    return Done();
}

Done freeze(Network& /*network*/, const ClientPtr& bot, const std::string& /*argument*/) {
    bot->freeze();
    return Done();
}

Done raw(Network& /*network*/, const ClientPtr& bot, const std::string& argument) {
    bot->send_raw(argument + "\r\n");
    return Done();
}

Done garbage(Network& /*network*/, const ClientPtr& bot, const std::string& /*argument*/) {
    std::string noise;
    for (int i = 0; i < 4096; ++i) noise += static_cast<char>((i * 89 + i / 7) % 256);
    bot->send_raw(noise + "\r\n");
    return Done();
}

Done long_line(Network& /*network*/, const ClientPtr& bot, const std::string& argument) {
    const unsigned long length = std::min(to_number(argument, 100'000), 1'000'000UL);
    bot->send_raw(":alice!alice@sandbox.local PRIVMSG " + bot->nick + " :" + std::string(length, 'x') +
                  "\r\n");
    return Done();
}

Done error_line(Network& network, const ClientPtr& bot, const std::string& argument) {
    network.send(*bot, "ERROR :" + (argument.empty() ? "Closing Link: (staged)" : argument));
    bot->finish();
    return Done();
}

Done kill(Network& network, const ClientPtr& bot, const std::string& argument) {
    const std::string why = argument.empty() ? "staged" : argument;
    network.say(*bot, "KILL " + bot->nick + " :" + Network::kName + " (" + why + ")");
    const std::string reason = std::string("Killed (") + Network::kName + " (" + why + "))";
    quit(network, bot, reason);
    close_link(network, bot, reason);
    return Done();
}

Done kline(Network& network, const ClientPtr& bot, const std::string& argument) {
    network.faults.kline = count_of(argument);
    if (!bot) return Done();
    --network.faults.kline;  // this connection is the first of them
    network.reply(*bot, "465", ":You are banned from this server- staged");
    quit(network, bot, "K-Lined");
    close_link(network, bot, "K-Lined");
    return Done();
}

Done flood_kill(Network& network, const ClientPtr& bot, const std::string& /*argument*/) {
    quit(network, bot, "Excess Flood");
    close_link(network, bot, "Excess Flood");
    return Done();
}

}  // namespace

const std::vector<NamedStage>& link_faults() {
    static const std::vector<NamedStage> kAll{{"refuse", false, refuse},
                                              {"throttle", false, throttle},
                                              {"sasl_reject", false, sasl_reject},
                                              {"sasl_silence", false, sasl_silence},
                                              {"scram", false, scram},
                                              {"refuse_nick", false, refuse_nick},
                                              {"refuse_join", false, refuse_join},
                                              {"swallow", false, swallow},
                                              {"lose_labels", false, lose_labels},
                                              {"split", false, split_writes},
                                              {"lag", false, lag},
                                              {"slow", false, slow},
                                              {"drop", true, drop},
                                              {"ping_timeout", true, freeze},
                                              {"half_open", true, freeze},
                                              {"raw", true, raw},
                                              {"garbage", true, garbage},
                                              {"long_line", true, long_line},
                                              {"error", true, error_line},
                                              {"kill", true, kill},
                                              {"kline", false, kline},
                                              {"flood_kill", true, flood_kill}};
    return kAll;
}

}  // namespace confab::irc_sandbox
