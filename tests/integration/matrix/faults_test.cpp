#include "tests/integration/matrix/bot_on_stand_in.hpp"

namespace confab::test {
namespace {

// Says something, and expects the bot to hear exactly that next.
Task<void> still_hears(MatrixNetwork& network, MatrixBot& bot, std::string text) {
    const Result<void> said = co_await network.stand_in.say("alice", network.stand_in.channel(), text);
    EXPECT_TRUE(said);
    const std::string heard = co_await bot.hear();
    EXPECT_EQ(heard, text);
}

Task<void> broken_answer(MatrixNetwork& network, MatrixBot& bot, std::string fault) {
    co_await bot.settle();
    (void)network.stand_in.stage(fault, "sync 2 50");
    // The poll that is out brings the first; the broken ones come after it.
    co_await still_hears(network, bot, "before");
    co_await still_hears(network, bot, "after");
    EXPECT_EQ(network.devices(), 1U) << "that is no reason to log in again";
}

class MatrixBrokenSync : public testing::TestWithParam<const char*> {};

TEST_P(MatrixBrokenSync, DelaysButLosesAndRepeatsNothing) {
    on_matrix(broken_answer, std::string(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Each, MatrixBrokenSync,
                         testing::Values("502_html", "garbage", "empty", "truncated", "drop", "429",
                                         "429_header"),
                         [](const auto& info) { return "Fault_" + std::string(info.param); });

Task<void> broken_start(MatrixNetwork& network, MatrixBot& bot) {
    (void)network.stand_in.stage("502_html", "versions");
    (void)network.stand_in.stage("429", "login 1 100");
    (void)network.stand_in.stage("drop", "filter");
    (void)network.stand_in.stage("502_html", "join");
    co_await bot.settle();
    co_await still_hears(network, bot, "there at last");
}

TEST(MatrixFaults, StartsAgainstAllOdds) {
    on_matrix(broken_start);
}

Task<void> sending(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    for (const char* fault : {"429", "502_html", "drop", "lost_reply"}) {
        (void)network.stand_in.stage(fault, "send 1 100");
        const std::string text = std::string("through ") + fault;
        const Result<MessageId> sent = co_await bot.say(network.lobby(), Message(text));
        EXPECT_TRUE(sent) << sent.error().message();
        const Result<SandboxLine> line = co_await network.stand_in.next_from_bot(Duration(5'000));
        EXPECT_EQ(line ? line->text : "", text);
    }
    const Result<SandboxLine> more = co_await network.stand_in.next_from_bot(Duration(200));
    EXPECT_FALSE(more) << "said twice: " << more->text;
}

TEST(MatrixFaults, SendsEachMessageExactlyOnce) {
    on_matrix(sending);
}

Task<void> soft_logout(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    (void)network.stand_in.stage("expire_token", "");
    co_await still_hears(network, bot, "still there?");
    const Result<MessageId> sent = co_await bot.say(network.lobby(), Message("yes"));
    EXPECT_TRUE(sent) << sent.error().message();
    EXPECT_EQ(network.devices(), 1U) << "it logged in again as the same device";
}

TEST(MatrixFaults, LogsInAgainAsTheSameDeviceWhenTheTokenExpires) {
    on_matrix(soft_logout);
}

Task<void> unknown_token(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    (void)network.stand_in.stage("unknown_token", "");
    const std::string reason = co_await bot.reach(ConnectionState::stopped);
    EXPECT_NE(reason.find("M_UNKNOWN_TOKEN"), std::string::npos) << reason;
}

TEST(MatrixFaults, StopsWhenItsLoginIsGone) {
    on_matrix(unknown_token);
}

Task<void> bad_since(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    co_await still_hears(network, bot, "one");
    (void)network.stand_in.stage("bad_since", "");
    co_await bot.reach(ConnectionState::degraded);
    co_await bot.reach(ConnectionState::ready);
    co_await still_hears(network, bot, "two");
}

TEST(MatrixFaults, ResyncsWithoutRepeatingWhenItsPositionIsRefused) {
    on_matrix(bad_since);
}

Task<void> lost_filter(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    (void)network.stand_in.stage("no_filter", "");
    co_await still_hears(network, bot, "one");
    co_await still_hears(network, bot, "two");
}

TEST(MatrixFaults, MakesItsFilterAgain) {
    on_matrix(lost_filter);
}

Task<void> gap(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    (void)network.stand_in.stage("limited", "2");
    // Said in one go: the waiting poll sees all five at once and may carry two.
    for (const char* text : {"1", "2", "3", "4", "5"})
        co_await network.stand_in.say("alice", network.stand_in.channel(), text);
    std::string heard = co_await bot.hear();
    EXPECT_EQ(heard, "4");
    heard = co_await bot.hear();
    EXPECT_EQ(heard, "5");
    (void)network.stand_in.stage("limited", "0");
    co_await still_hears(network, bot, "6");
}

TEST(MatrixFaults, GoesOnAfterAGap) {
    on_matrix(gap);
}

}  // namespace
}  // namespace confab::test
