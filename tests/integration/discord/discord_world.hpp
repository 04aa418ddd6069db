#pragma once
/// The adapter's account and the stand-in, joined by real loopback sockets and the real services.

#include <gmock/gmock.h>

#include <string>

#include "adapters/discord/account.hpp"
#include "adapters/discord/adapter.hpp"
#include "adapters/discord/sandbox/sandbox.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client.hpp"
#include "core/net/http_server.hpp"
#include "core/net/transport.hpp"
#include "core/net/websocket_client.hpp"
#include "core/storage/storage.hpp"
#include "tests/support/fake_account_context.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

class DiscordWorld {
public:
    explicit DiscordWorld(TestRuntime& rt)
        : runtime(rt),
          transport(rt.executor(), rt.metrics(), rt.log()),
          server(rt.executor(), transport, crypto, rt.log()),
          http(rt.executor(), transport, rt.clock(), random, rt.metrics(), rt.log()),
          sockets(transport, crypto, random),
          database(core::Database::open(":memory:").value()),
          storage(rt.runtime(), *database, "discord"),
          sandbox(server, rt.clock(), random,
                  [&rt](std::string name, Task<void> task) {
                      rt.tasks().spawn(std::move(name), std::move(task));
                  }),
          context(rt, "test") {
        using discord::DiscordAdapter;
        context.set_defaults(DiscordAdapter::kNetworkOptions, std::size(DiscordAdapter::kNetworkOptions));
        const auto options = sandbox.listen();
        for (const auto& [key, value] : options.value()) {
            if (key == "token")
                context.set(key, Secret(value));
            else
                context.set(key, value);
        }
    }

    void stage(std::string fault, std::string argument = {}) {
        const Result<void> staged = sandbox.stage(fault, std::move(argument));
        EXPECT_TRUE(staged) << fault;
    }

    /// Makes the account and runs it in the background.
    void start() {
        const discord::AccountServices services{http, sockets, runtime.clock(), random, storage, crypto};
        account = std::make_unique<discord::DiscordAccount>(context, discord::read_config(context.options()),
                                                            services);
        runtime.tasks().spawn("account", account->run());
    }

    Task<void> start_and_wait() {
        start();
        const Result<void> ready = co_await sandbox.bot_ready(Duration(10'000));
        EXPECT_TRUE(ready);
        EXPECT_TRUE(co_await in_state(ConnectionState::ready));
    }

    /// Waits for this connection state, dropping other events; the reason is kept.
    Task<bool> in_state(ConnectionState state, Duration limit = Duration(10'000)) {
        const TimePoint deadline = runtime.clock().now() + limit;
        while (runtime.clock().now() < deadline) {
            const auto event = co_await context.next<ConnectionChanged>(limit);
            if (!event) break;
            reason = event->reason;
            if (event->state == state) co_return true;
        }
        co_return false;
    }

    /// Text of the next line of the bot; "(nothing)" when none came.
    Task<std::string> shown(Duration limit = Duration(5'000)) {
        const auto line = co_await sandbox.next_from_bot(limit);
        co_return line ? line->text : std::string("(nothing)");
    }

    Task<void> say(std::string text, std::string channel = "#general") {
        const Result<void> said = co_await sandbox.say("alice", std::move(channel), std::move(text));
        EXPECT_TRUE(said);
    }

    /// Text of the next message event; "(nothing)" when none came.
    Task<std::string> heard(Duration limit = Duration(10'000)) {
        const auto event = co_await context.next<MessageReceived>(limit);
        if (!event) co_return std::string("(nothing)");
        last = *event;
        co_return event->message.plain_text();
    }

    Task<Result<MessageId>> send(Message message, std::string nonce = "nonce-1") {
        OutgoingMessage outgoing(last.channel.ref.channel, std::move(message), std::move(nonce));
        co_return co_await account->send(outgoing);
    }

    TestRuntime& runtime;
    core::CoreCrypto crypto;
    core::CoreRandom random;
    core::CoreTransport transport;
    core::CoreHttpServer server;
    core::CoreHttpClient http;
    core::CoreWebSocketClient sockets;
    std::unique_ptr<core::Database> database;
    core::SpaceStorage storage;
    discord_sandbox::SandboxServer sandbox;
    FakeAccountContext context;
    std::unique_ptr<discord::DiscordAccount> account;
    MessageReceived last;
    std::string reason;
};

/// Runs a coroutine test against a fresh world.
inline void with_discord(Task<void> (*body)(DiscordWorld&)) {
    TestRuntime rt;
    DiscordWorld world(rt);
    rt.run(body(world), Duration(60'000));
}

}  // namespace confab::test
