#pragma once
/// The adapter and the stand-in on one loopback, with the core's real services between them.

#include <gtest/gtest.h>

#include <string>

#include "adapters/matrix/account.hpp"
#include "adapters/matrix/sandbox/stand_in.hpp"
#include "core/storage/storage.hpp"
#include "tests/integration/http/world.hpp"
#include "tests/support/fake_account_context.hpp"

namespace confab::test {

/// The network: outlives bots, as a real one does.
class MatrixNetwork {
public:
    explicit MatrixNetwork(TestRuntime& rt)
        : runtime(rt),
          world(rt),
          database(core::Database::open(":memory:").value()),
          storage(rt.runtime(), *database, "matrix"),
          stand_in(world.server, rt.clock(), world.random),
          options(stand_in.listen().value()) {}

    std::size_t devices() {
        std::size_t count = 0;
        stand_in.server().for_each_device(stand_in.bot(), [&count](matrix::sandbox::Device&) { ++count; });
        return count;
    }
    ChannelId lobby() { return ChannelId(stand_in.server().room(stand_in.channel())->id); }

    TestRuntime& runtime;
    World world;
    std::unique_ptr<core::Database> database;
    core::SpaceStorage storage;
    matrix::sandbox::StandIn stand_in;
    std::vector<std::pair<std::string, std::string>> options;
};

/// One run of the bot. Must live until the test's task ends: its tasks are joined then.
class MatrixBot {
public:
    explicit MatrixBot(MatrixNetwork& network)
        : network_(network),
          context(network.runtime, "home"),
          account(nullptr),
          running_(network.runtime.executor(), network.runtime.log()) {
        context.set_defaults(std::data(matrix::kNetworkOptions), std::size(matrix::kNetworkOptions));
        for (const auto& [key, value] : network.options) {
            if (key == "password")
                context.set(key, Secret(value));
            else if (key == "invite_from")
                context.set(key, std::vector<std::string>{value});
            else
                context.set(key, value);
        }
        const matrix::AccountServices services(network.world.client, network.runtime.clock(),
                                               network.world.random, network.storage);
        account =
            std::make_unique<matrix::MatrixAccount>(context, services, matrix::Settings(context.options()));
    }

    void start() { running_.spawn("account", account->run()); }
    Task<void> stop() {
        running_.cancel();
        const auto hanging = co_await running_.join_for(Duration(5'000));
        EXPECT_TRUE(hanging.empty()) << "the account did not stop";
    }
    /// Starts, and waits until it is in the lobby.
    Task<void> settle() {
        start();
        const Result<void> ready = co_await network_.stand_in.bot_ready(Duration(20'000));
        EXPECT_TRUE(ready) << ready.error().message();
    }
    /// Waits for the account to reach a state; the reason it gave.
    Task<std::string> reach(ConnectionState wanted) {
        for (;;) {
            std::optional<ConnectionChanged> changed =
                co_await context.next<ConnectionChanged>(Duration(10'000));
            if (!changed) {
                ADD_FAILURE() << "never " << to_string(wanted);
                co_return std::string();
            }
            if (changed->state == wanted) co_return changed->reason;
        }
    }
    /// The text of the next message it hears, or "nothing".
    Task<std::string> hear(Duration limit = Duration(10'000)) {
        std::optional<MessageReceived> said = co_await context.next<MessageReceived>(limit);
        co_return said ? said->message.plain_text() : std::string("nothing");
    }
    Task<Result<MessageId>> say(ChannelId channel, Message message) {
        const OutgoingMessage part(std::move(channel), std::move(message), network_.world.random.token(20));
        co_return co_await account->send(part);
    }

private:
    MatrixNetwork& network_;

public:
    FakeAccountContext context;
    std::unique_ptr<matrix::MatrixAccount> account;

private:
    core::TaskScope running_;
};

/// Gives a test's coroutine a network and a bot that outlive all tasks of the run.
template <class... Args>
void on_matrix(Task<void> (*body)(MatrixNetwork&, MatrixBot&, Args...), Args... args) {
    TestRuntime runtime;
    MatrixNetwork network(runtime);
    MatrixBot bot(network);
    const auto stopping = [](Task<void> test, MatrixBot& running) -> Task<void> {
        co_await std::move(test);
        co_await running.stop();
    };
    runtime.run(stopping(body(network, bot, std::move(args)...), bot));
}

}  // namespace confab::test
