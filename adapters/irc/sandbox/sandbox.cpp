#include "sandbox.hpp"

#include "commands.hpp"

namespace confab::irc_sandbox {

LocalNetwork::LocalNetwork(Context& context, Transport& transport, Clock& clock, const Crypto& crypto)
    : context_(context), transport_(transport), clock_(clock), server_(context, clock, crypto) {
    server_.network().on_change = [this] {
        changed_.notify();
    };
    server_.network().on_bot_line = [this](const SandboxLine& line) {
        if (heard_.size() >= kMaxHeard) heard_.pop_front();
        heard_.push_back(line);
        spoke_.notify();
    };
}

Result<std::vector<std::pair<std::string, std::string>>> LocalNetwork::listen() {
    Result<std::unique_ptr<Listener>> listener = transport_.listen(ListenOptions());
    if (!listener) return listener.error();
    listener_ = std::move(*listener);
    context_.spawn("irc sandbox", server_.accept(*listener_, false));
    return std::vector<std::pair<std::string, std::string>>{
        {"server", "127.0.0.1"},    {"port", std::to_string(listener_->port())},
        {"tls", "false"},           {"nick", Staging::kBotNick},
        {"channels", channel()},    {"flood_burst", "15"},
        {"flood_interval", "250ms"}};
}

bool LocalNetwork::is_bot_ready() {
    Network& network = server_.network();
    const ClientPtr bot = network.bot();
    const Channel* home = network.channel(channel());
    return bot && home && bot->is_in(*home);
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
    Network& network = server_.network();
    const ClientPtr from = network.person(user);
    if (from->is_real()) co_return Error(Errc::invalid_argument, "`" + user + "` is a real client");
    if (channel.starts_with('#')) {
        if (!network.channel(channel)) co_return Error(Errc::not_found, "nobody is in " + channel);
        join(network, from, channel);
    }
    for (const std::string& line : split(text, '\n')) {
        std::vector<TextPart> parts;
        parts.emplace_back(line, false);
        if (!message(network, from, "PRIVMSG", channel, std::move(parts)))
            co_return Error(Errc::not_found, "there is no " + channel);
    }
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
    if (fault == "tls") return open_tls(argument);
    if (fault == "sts") return offer_sts(argument);
    return Staging(server_.network()).stage(fault, argument);
}

Result<void> LocalNetwork::open_tls(const std::string& argument) {
    const std::vector<std::string> words = split(argument, ' ');
    if (words.size() < 2 || tls_listener_)
        return Error(Errc::invalid_argument, "`tls` takes, once, a certificate, its key and a port");
    ListenOptions options;
    options.certificate = words[0];
    options.private_key = words[1];
    options.port = static_cast<std::uint16_t>(words.size() > 2 ? to_number(words[2], 0) : 0);
    options.ask_client_certificate = true;
    Result<std::unique_ptr<Listener>> listener = transport_.listen(std::move(options));
    if (!listener) return listener.error();
    tls_listener_ = std::move(*listener);
    context_.spawn("irc sandbox tls", server_.accept(*tls_listener_, true));
    return Result<void>();
}

Result<void> LocalNetwork::offer_sts(const std::string& duration) {
    if (!tls_listener_) return Error(Errc::invalid_argument, "`sts` needs `tls` first");
    change_capability(server_.network(), "+sts=port=" + std::to_string(tls_listener_->port()) +
                                             ",duration=" + (duration.empty() ? "3600" : duration));
    return Result<void>();
}

Task<void> IrcSandboxPlugin::start(Context& context) {
    network_ = std::make_unique<LocalNetwork>(context, context.require<Transport>(), context.require<Clock>(),
                                              context.require<Crypto>());
    context.offer<IrcSandbox>(*network_);
    co_return;
}

}  // namespace confab::irc_sandbox
