#pragma once
/// The stand-in of Discord: REST API v10 and gateway v10 on one loopback port.

#include <deque>
#include <memory>
#include <string>

#include "confab/service/clock.hpp"
#include "confab/service/http_server.hpp"
#include "confab/service/random.hpp"
#include "confab/service/sandbox.hpp"
#include "connection.hpp"

namespace confab::discord_sandbox {

struct State;

/// Counts for tests.
struct Counts {
    unsigned connections = 0;
    unsigned identifies = 0;
    unsigned resumes = 0;
    unsigned beats = 0;
    unsigned typing_calls = 0;
    unsigned published = 0;    ///< Bulk overwrites of the application commands.
    std::size_t messages = 0;  ///< In `channel()`.
};

class SandboxServer final : public DiscordSandbox {
public:
    SandboxServer(HttpServer& http, Clock& clock, Random& random, Connection::Spawn spawn);
    ~SandboxServer() override;

    std::string platform() const override { return "discord"; }
    Result<std::vector<std::pair<std::string, std::string>>> listen() override;
    std::string channel() const override { return "#general"; }
    Task<Result<void>> bot_ready(Duration limit) override;
    /// `channel` is "#general", "#random" or "dm". "@name" mentions people, the bot ("@confab") included.
    /// "/roll 6" uses the published command, "[2]" or "[no]" presses that button; what the client would not
    /// send is Errc::invalid_argument.
    Task<Result<void>> say(std::string user, std::string channel, std::string text) override;
    Task<Result<SandboxLine>> next_from_bot(Duration limit) override;
    Result<void> stage(std::string fault, std::string argument) override;

    Counts counts() const;

private:
    HttpServer& http_;
    Clock& clock_;
    std::string token_;
    std::shared_ptr<State> state_;  // shared with the server's connections
    std::unique_ptr<HttpServerHandle> handle_;
};

}  // namespace confab::discord_sandbox
