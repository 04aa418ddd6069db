#include "sandbox.hpp"

#include <charconv>

namespace confab::irc_sandbox {
namespace {

constexpr const char* kBotNick = "confab";

}  // namespace

LocalNetwork::LocalNetwork(Context& context, Transport& transport, Clock& clock, const Crypto& crypto)
    : context_(context), transport_(transport), clock_(clock), server_(context, clock, crypto) {
    server_.on_change = [this] {
        changed_.notify();
    };
    server_.on_bot_line = [this](const SandboxLine& line) {
        if (heard_.size() >= kMaxHeard) heard_.pop_front();
        heard_.push_back(line);
        spoke_.notify();
    };
}

Result<std::vector<std::pair<std::string, std::string>>> LocalNetwork::listen() {
    Result<std::unique_ptr<Listener>> listener = transport_.listen(ListenOptions());
    if (!listener) return listener.error();
    listener_ = std::move(*listener);
    context_.spawn("irc sandbox", server_.accept(*listener_));
    return std::vector<std::pair<std::string, std::string>>{
        {"server", "127.0.0.1"},    {"port", std::to_string(listener_->port())},
        {"tls", "false"},           {"nick", kBotNick},
        {"channels", channel()},    {"flood_burst", "15"},
        {"flood_interval", "250ms"}};
}

bool LocalNetwork::is_bot_ready() {
    const ClientPtr bot = server_.bot();
    return bot && bot->channels.contains(lower(channel()));
}

Task<Result<void>> LocalNetwork::bot_ready(Duration limit) {
    const TimePoint deadline = clock_.now() + limit;
    while (!is_bot_ready()) {
        const auto left = std::chrono::ceil<Duration>(deadline - clock_.now());
        if (left <= Duration(0)) co_return Error(Errc::timeout, "the bot did not join " + channel());
        co_await changed_.wait_for(left);
    }
    co_return Result<void>();
}

Task<Result<void>> LocalNetwork::say(std::string user, std::string channel, std::string text) {
    if (!is_nick(user)) co_return Error(Errc::invalid_argument, "`" + user + "` cannot be a nick");
    const ClientPtr from = server_.person(user);
    if (from->is_real()) co_return Error(Errc::invalid_argument, "`" + user + "` is a real client");
    if (channel.starts_with('#')) {
        if (!server_.channel(channel)) co_return Error(Errc::not_found, "nobody is in " + channel);
        server_.join(from, channel);
    }
    for (const std::string& line : split(text, '\n'))
        if (!server_.message(from, "PRIVMSG", channel, line))
            co_return Error(Errc::not_found, "there is no " + channel);
    co_return Result<void>();
}

Task<Result<SandboxLine>> LocalNetwork::next_from_bot(Duration limit) {
    const TimePoint deadline = clock_.now() + limit;
    while (heard_.empty()) {
        const auto left = std::chrono::ceil<Duration>(deadline - clock_.now());
        if (left <= Duration(0)) co_return Error(Errc::timeout, "the bot said nothing");
        co_await spoke_.wait_for(left);
    }
    SandboxLine line = std::move(heard_.front());
    heard_.pop_front();
    co_return line;
}

Result<void> LocalNetwork::stage(std::string fault, std::string argument) {
    Faults& faults = server_.faults();
    if (fault == "refuse") {
        unsigned count = 1;
        std::from_chars(argument.data(), argument.data() + argument.size(), count);
        faults.refuse = count;
    } else if (fault == "sasl_reject") {
        faults.reject_sasl = true;
    } else if (fault == "sasl_silence") {
        faults.silent_sasl = true;
    } else if (fault == "history") {
        faults.history = argument;
    } else if (fault == "split") {
        faults.bytewise = argument != "off";
        if (const ClientPtr bot = server_.bot()) bot->write_bytewise(faults.bytewise);
    } else if (fault == "ghost_nick") {
        const std::string nick = argument.empty() ? kBotNick : argument;
        if (server_.find(nick)) return Error(Errc::invalid_argument, nick + " is in use already");
        server_.person(nick);
    } else if (fault == "ghost_gone") {
        const ClientPtr ghost = server_.find(argument.empty() ? kBotNick : argument);
        if (!ghost || ghost->is_real()) return Error(Errc::not_found, "there is no ghost");
        server_.quit(ghost, "Ping timeout");
    } else {
        return stage_on_bot(fault, argument);
    }
    return Result<void>();
}

Result<void> LocalNetwork::stage_on_bot(const std::string& fault, const std::string& argument) {
    const bool known = fault == "drop" || fault == "error" || fault == "garbage" || fault == "ping_timeout" ||
                       fault == "kick" || fault == "raw";
    if (!known) return Error(Errc::not_found, "the IRC stand-in has no fault `" + fault + "`");
    const ClientPtr bot = server_.bot();
    if (!bot) return Error(Errc::not_found, "the bot is not connected");
    if (fault == "drop") bot->drop();
    if (fault == "ping_timeout") bot->freeze();
    if (fault == "raw") bot->send_raw(argument + "\r\n");
    if (fault == "garbage") {
        std::string noise;
        for (int i = 0; i < 4096; ++i) noise += static_cast<char>((i * 89 + i / 7) % 256);
        bot->send_raw(noise + "\r\n");
    }
    if (fault == "error") {
        bot->send("ERROR :" + (argument.empty() ? "Closing Link: (staged)" : argument));
        bot->finish();
    }
    if (fault == "kick") {
        const ClientPtr kicker = server_.person("alice");
        server_.join(kicker, channel());
        server_.kick(kicker, channel(), bot->nick, argument);
    }
    return Result<void>();
}

Task<void> IrcSandboxPlugin::start(Context& context) {
    network_ = std::make_unique<LocalNetwork>(context, context.require<Transport>(), context.require<Clock>(),
                                              context.require<Crypto>());
    context.offer<IrcSandbox>(*network_);
    co_return;
}

}  // namespace confab::irc_sandbox
