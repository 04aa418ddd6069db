#include "tests/integration/matrix/bot_on_stand_in.hpp"

namespace confab::test {
namespace {

Task<void> first_life(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    co_await network.stand_in.say("alice", network.stand_in.channel(), "old");
    const std::string heard = co_await bot.hear();
    EXPECT_EQ(heard, "old");
    // The position is stored after the batch was handed over: the next poll shows that it was.
    co_await network.runtime.clock().sleep(Duration(100));
    co_await bot.stop();
}

Task<void> second_life(MatrixNetwork& network, MatrixBot& bot) {
    bot.start();
    co_await bot.reach(ConnectionState::ready);
    const auto heard = co_await bot.context.next<MessageReceived>();
    EXPECT_TRUE(heard.has_value());
    if (!heard) co_return;
    EXPECT_EQ(heard->message.plain_text(), "while you were away");
    EXPECT_EQ(heard->channel.name, "Lobby") << "the state is known again";
    EXPECT_EQ(heard->sender.name, "Alice");
    const std::string more = co_await bot.hear(Duration(300));
    EXPECT_EQ(more, "nothing") << "it answers nothing twice";
    EXPECT_EQ(network.devices(), 1U) << "it did not log in again";
    co_await bot.stop();
}

Task<void> two_lives(MatrixNetwork& network, MatrixBot& first, MatrixBot& second) {
    co_await first_life(network, first);
    co_await network.stand_in.say("alice", network.stand_in.channel(), "while you were away");
    co_await second_life(network, second);
}

TEST(MatrixRestart, AnswersWhatItMissedAndNothingTwice) {
    TestRuntime runtime;
    MatrixNetwork network(runtime);
    MatrixBot first(network);
    MatrixBot second(network);
    runtime.run(two_lives(network, first, second));
}

Task<void> given_token(MatrixNetwork& network, MatrixBot& bot) {
    const auto device = network.stand_in.server().log_in("confab", network.options[2].second, "GIVEN");
    const std::string token = (*device)->token;
    bot.context.set("token", Secret(token));
    bot.context.set("password", Secret());
    const matrix::AccountServices services(network.world.client, network.runtime.clock(),
                                           network.world.random, network.storage);
    bot.account = std::make_unique<matrix::MatrixAccount>(bot.context, services,
                                                          matrix::Settings(bot.context.options()));
    co_await bot.settle();
    EXPECT_EQ(network.devices(), 1U) << "it used the login it was given";
    const Result<std::optional<std::string>> stored = co_await network.storage.get("home/login");
    EXPECT_TRUE(stored && *stored);
    if (!stored || !*stored) co_return;
    EXPECT_NE((*stored)->find("GIVEN"), std::string::npos);
    EXPECT_EQ((*stored)->find(token), std::string::npos)
        << "a configured token is not copied into the database";
}

TEST(MatrixRestart, UsesAGivenToken) {
    on_matrix(given_token);
}

TEST(MatrixSettings, RefusesOptionsThatCannotWork) {
    TestRuntime runtime;
    FakeAccountContext context(runtime, "home");
    context.set_defaults(std::data(matrix::kNetworkOptions), std::size(matrix::kNetworkOptions));
    context.set("homeserver", std::string("matrix.org"));
    context.set("token", Secret("t"));
    EXPECT_THROW(matrix::Settings(context.options()), std::invalid_argument);
    context.set("homeserver", std::string("https://matrix.org"));
    EXPECT_NO_THROW(matrix::Settings(context.options()));
    context.set("token", Secret());
    EXPECT_THROW(matrix::Settings(context.options()), std::invalid_argument);
    context.set("user", std::string("bot"));
    context.set("password", Secret("p"));
    EXPECT_NO_THROW(matrix::Settings(context.options()));
}

}  // namespace
}  // namespace confab::test
