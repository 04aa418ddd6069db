#pragma once
/// The service: starts the server, makes people speak, hears the bot, stages faults.

#include <deque>
#include <memory>

#include "confab/plugin.hpp"
#include "confab/service/sandbox.hpp"
#include "server.hpp"
#include "staging.hpp"

namespace confab::irc_sandbox {

class LocalNetwork final : public IrcSandbox {
public:
    LocalNetwork(Context& context, Transport& transport, Clock& clock, const Crypto& crypto);

    std::string platform() const override { return "irc"; }
    Result<std::vector<std::pair<std::string, std::string>>> listen() override;
    std::string channel() const override { return Staging::kChannel; }
    Task<Result<void>> bot_ready(Duration limit) override;
    Task<Result<void>> say(std::string user, std::string channel, std::string text) override;
    Task<Result<SandboxLine>> next_from_bot(Duration limit) override;
    Result<void> stage(std::string fault, std::string argument) override;

private:
    static constexpr std::size_t kMaxHeard = 1000;  // the oldest is forgotten
    bool is_bot_ready();
    Result<void> open_tls(const std::string& argument);
    Result<void> offer_sts(const std::string& duration);

    Context& context_;
    Transport& transport_;
    Clock& clock_;
    Server server_;
    std::unique_ptr<Listener> listener_;
    std::unique_ptr<Listener> tls_listener_;
    std::deque<SandboxLine> heard_;
    Signal spoke_;
    Signal changed_;
};

class IrcSandboxPlugin final : public Plugin {
public:
    using Needs = Services<Transport, Clock, Crypto>;
    using Offers = Services<IrcSandbox>;

    Task<void> start(Context& context) override;

private:
    std::unique_ptr<LocalNetwork> network_;
};

}  // namespace confab::irc_sandbox
