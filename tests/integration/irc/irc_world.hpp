#pragma once
/// One bot account and the stand-in on real loopback sockets.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "adapters/irc/adapter.hpp"
#include "adapters/irc/sandbox/sandbox.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/net/transport.hpp"
#include "core/storage/storage.hpp"
#include "core/text/unicode.hpp"
#include "tests/support/fake_account_context.hpp"
#include "tests/support/fake_context.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class IrcWorld {
public:
    IrcWorld() {
        for (FakeContext* context : {&sandbox_context_, &adapter_context_}) {
            context->provide<Transport>(transport);
            context->provide<Clock>(runtime.clock());
            context->provide<Crypto>(crypto_);
            context->provide<Random>(random_);
            context->provide<Unicode>(unicode_);
            context->provide<Storage>(storage);
        }
        account_context.set_defaults(irc::kNetworkOptions, std::size(irc::kNetworkOptions));
        account_context.set("reconnect_delay", Duration(50));
        account_context.set("reconnect_max", Duration(200));
    }

    /// Runs `body` with the stand-in listening; the account is not started.
    void run(Task<void> (*body)(IrcWorld&)) { runtime.run(prepared(*this, body)); }

    void start() {
        account = adapter_.open(account_context);
        runtime.tasks().spawn("irc account", account->run());
    }
    Task<void> start_and_join() {
        start();
        const Result<void> joined = co_await sandbox->bot_ready(Duration(5'000));
        EXPECT_TRUE(joined) << joined.error().message();
    }
    Task<void> say(std::string text) {
        const Result<void> said = co_await sandbox->say("alice", "#confab", std::move(text));
        EXPECT_TRUE(said) << said.error().message();
    }
    Task<std::string> heard() {
        const Result<SandboxLine> line = co_await sandbox->next_from_bot(Duration(5'000));
        co_return line ? line->text : "nothing: " + line.error().message();
    }
    Task<Result<MessageId>> send(Message message, std::string channel = "#confab") {
        const OutgoingMessage outgoing(ChannelId(std::move(channel)), std::move(message), "nonce");
        co_return co_await account->send(outgoing);
    }
    void stage(std::string fault, std::string argument = {}) {
        const Result<void> staged = sandbox->stage(fault, std::move(argument));
        EXPECT_TRUE(staged) << fault;
    }
    /// Waits until the connection is in `state`, and returns the reason given.
    Task<std::string> until(ConnectionState state) {
        for (;;) {
            const auto change = co_await account_context.next<ConnectionChanged>();
            EXPECT_TRUE(change) << "never " << to_string(state);
            if (!change) co_return "never";
            if (change->state == state) co_return change->reason;
        }
    }
    /// Nobody listens there.
    std::string free_port() {
        auto listener = transport.listen(ListenOptions());
        EXPECT_TRUE(listener);
        return std::to_string((*listener)->port());
    }
    irc::IrcAdapter& adapter() { return adapter_; }

    TestRuntime runtime;

private:
    static Task<void> prepared(IrcWorld& world, Task<void> (*body)(IrcWorld&)) {
        co_await world.sandbox_plugin_.start(world.sandbox_context_);
        co_await world.adapter_.start(world.adapter_context_);
        world.sandbox = world.sandbox_context_.offered<IrcSandbox>();
        const auto options = world.sandbox->listen();
        EXPECT_TRUE(options);
        if (!options) co_return;
        for (const auto& [key, value] : *options) world.set_option(key, value);
        co_await body(world);
    }
    void set_option(const std::string& key, const std::string& value) {
        if (key == "port" || key == "flood_burst")
            account_context.set(key, std::int64_t(std::stoi(value)));
        else if (key == "tls")
            account_context.set(key, value == "true");
        else if (key == "channels")
            account_context.set(key, std::vector<std::string>{value});
        else if (key == "flood_interval")
            account_context.set(key, Duration(std::stoi(value)));
        else
            account_context.set(key, value);
    }

    core::CoreCrypto crypto_;
    core::CoreRandom random_;
    core::CoreUnicode unicode_;
    std::unique_ptr<core::Database> database_ = core::Database::open(":memory:").value();

public:
    core::SpaceStorage storage{runtime.runtime(), *database_, "irc"};
    core::CoreTransport transport{runtime.executor(), runtime.metrics(), runtime.log()};

private:
    FakeContext sandbox_context_{runtime, "irc_sandbox"};
    FakeContext adapter_context_{runtime, "irc"};
    irc_sandbox::IrcSandboxPlugin sandbox_plugin_;
    irc::IrcAdapter adapter_;

public:
    FakeAccountContext account_context{runtime, "local"};
    IrcSandbox* sandbox = nullptr;
    std::unique_ptr<Account> account;
};

inline void with_irc(Task<void> (*body)(IrcWorld&)) {
    IrcWorld world;
    world.run(body);
}

}  // namespace confab::test
