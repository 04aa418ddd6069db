#include "tests/integration/discord/discord_world.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;

Task<void> prepare(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("hi");
    co_await world.heard();
}

Task<void> limited_user(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("rate_limit_user", "0.35");
    const TimePoint before = world.runtime.clock().now();
    const auto sent = co_await world.send("late");
    EXPECT_TRUE(sent) << sent.error().message();
    EXPECT_GE(world.runtime.clock().now() - before, Duration(350)) << "never earlier than asked";
    EXPECT_EQ(world.sandbox.counts().messages, 2U);
}
TEST(DiscordCalls, WaitsAsLongAsARateLimitAsks) {
    with_discord(limited_user);
}

Task<void> limited_shared(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("rate_limit_shared", "0.3");
    const TimePoint before = world.runtime.clock().now();
    const auto sent = co_await world.send("late");
    EXPECT_TRUE(sent);
    EXPECT_GE(world.runtime.clock().now() - before, Duration(300)) << "the body counts, not the headers";
}
TEST(DiscordCalls, BelievesTheBodyOfASharedLimit) {
    with_discord(limited_shared);
}

Task<void> banned(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("html_429", "120");
    const auto sent = co_await world.send("never");
    EXPECT_EQ(sent.error().code(), Errc::rate_limited);
    EXPECT_GT(sent.error().retry_after().value_or(Duration(0)), Duration(100'000));
    EXPECT_EQ(world.sandbox.counts().messages, 1U);
}
TEST(DiscordCalls, FailsFastWhenTheAddressIsBanned) {
    with_discord(banned);
}

Task<void> burst(DiscordWorld& world) {
    co_await prepare(world);
    const TimePoint before = world.runtime.clock().now();
    for (int i = 0; i < 6; ++i) {
        const auto sent = co_await world.send("n" + std::to_string(i), "nonce-" + std::to_string(i));
        EXPECT_TRUE(sent) << i;
    }
    EXPECT_GE(world.runtime.clock().now() - before, Duration(4'000)) << "five in five seconds";
    for (int i = 0; i < 6; ++i) {
        const auto line = co_await world.sandbox.next_from_bot(Duration(1'000));
        EXPECT_EQ(line->text, "n" + std::to_string(i));
    }
}
TEST(DiscordCalls, PacesABurstByTheHeaders) {
    with_discord(burst);
}

Task<void> processed_but_failed(DiscordWorld& world) {
    co_await prepare(world);
    for (const char* fault : {"500", "drop_call"}) {
        world.stage(fault, "after");
        const auto sent = co_await world.send("once", std::string("nonce-") + fault);
        EXPECT_TRUE(sent) << fault;
    }
    EXPECT_EQ(world.sandbox.counts().messages, 3U) << "the nonce keeps a repeat from doubling";
}
TEST(DiscordCalls, RepeatsAFailedSendWithoutDoublingIt) {
    with_discord(processed_but_failed);
}

Task<void> unprocessed(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("500", "before");
    world.stage("drop_call", "before");
    const auto sent = co_await world.send("at last");
    EXPECT_TRUE(sent);
    EXPECT_EQ(world.sandbox.counts().messages, 2U);
}
TEST(DiscordCalls, RepeatsASendThatDidNotHappen) {
    with_discord(unprocessed);
}

Task<void> refused(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("401");
    const auto first = co_await world.send("no");
    EXPECT_EQ(first.error().code(), Errc::unauthorized);
    const auto second = co_await world.send("no", "nonce-2");
    EXPECT_EQ(second.error().code(), Errc::unauthorized);
    EXPECT_EQ(world.sandbox.counts().messages, 1U) << "the second call did not go out";
}
TEST(DiscordCalls, StopsCallingWhenTheTokenIsRefused) {
    with_discord(refused);
}

Task<void> unknown_channel(DiscordWorld& world) {
    co_await prepare(world);
    world.last.channel.ref.channel = ChannelId("123456789012345678");
    const auto nowhere = co_await world.send("x");
    EXPECT_EQ(nowhere.error().code(), Errc::not_found);
    EXPECT_THAT(nowhere.error().context(), HasSubstr("Unknown Channel (10003)"));
    world.last.channel.ref.channel = ChannelId("../users/@me");
    const auto odd = co_await world.send("x");
    EXPECT_EQ(odd.error().code(), Errc::invalid_argument);
}
TEST(DiscordCalls, TellsWhyACallWasRefused) {
    with_discord(unknown_channel);
}

}  // namespace
}  // namespace confab::test
