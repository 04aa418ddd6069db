#pragma once
/// Service of a stand-in: a real server of one platform on loopback, with people in it that can be made to
/// speak. `confab demo`, `confab test` and the project's tests drive platforms through it.

#include <string>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// One line somebody saw: who said it, where, and the text as that platform's user reads it.
class SandboxLine {
public:
    SandboxLine() = default;
    SandboxLine(std::string channel_in, std::string sender_in, std::string text_in)
        : channel(std::move(channel_in)), sender(std::move(sender_in)), text(std::move(text_in)) {}
    std::string channel;
    std::string sender;
    std::string text;
};

class CONFAB_API Sandbox {
public:
    virtual ~Sandbox();
    virtual std::string platform() const = 0;
    /// Starts the server on a free loopback port. Returns the options of a `networks:` entry that reach it.
    virtual Result<std::vector<std::pair<std::string, std::string>>> listen() = 0;
    /// A channel the bot is in after start, by the name a user would type.
    virtual std::string channel() const = 0;
    /// Returns when the bot is logged in and in `channel()`.
    virtual Task<Result<void>> bot_ready(Duration limit) = 0;
    /// A person says something in a channel.
    virtual Task<Result<void>> say(std::string user, std::string channel, std::string text) = 0;
    /// The next line the bot said, in order.
    virtual Task<Result<SandboxLine>> next_from_bot(Duration limit) = 0;
    /// Stages a fault by its name (README of the stand-in); `argument` as described there. Errc::not_found:
    /// no such.
    virtual Result<void> stage(std::string fault, std::string argument) = 0;
};

/// One service id a platform, so that several can be loaded: "confab.sandbox.irc/1" ...
class IrcSandbox : public Sandbox {
public:
    static constexpr const char* kServiceId = "confab.sandbox.irc/1";
};
class DiscordSandbox : public Sandbox {
public:
    static constexpr const char* kServiceId = "confab.sandbox.discord/1";
};
class MatrixSandbox : public Sandbox {
public:
    static constexpr const char* kServiceId = "confab.sandbox.matrix/1";
};

}  // namespace confab::inline v1
