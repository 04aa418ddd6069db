#include "tests/integration/discord/discord_world.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;

// One numbered message before a fault, some around it, one after it: each must arrive once and in order.
Task<void> nothing_lost_nothing_doubled(DiscordWorld& world, std::string fault, std::string argument) {
    co_await world.say("before");
    EXPECT_EQ(co_await world.heard(), "before");
    world.stage(fault, std::move(argument));
    for (int i = 0; i < 5; ++i) {
        co_await world.say("missed " + std::to_string(i));
        co_await world.runtime.clock().sleep(Duration(20));
    }
    for (int i = 0; i < 5; ++i) EXPECT_EQ(co_await world.heard(), "missed " + std::to_string(i));
    while (world.sandbox.counts().resumes == 0) co_await world.runtime.clock().sleep(Duration(5));
    co_await world.say("after");
    EXPECT_EQ(co_await world.heard(), "after");
    EXPECT_EQ(co_await world.heard(Duration(100)), "(nothing)");
    EXPECT_EQ(world.sandbox.counts().identifies, 1U) << "resumed, not identified again";
}

Task<void> logs_in(DiscordWorld& world) {
    co_await world.start_and_wait();
    EXPECT_EQ(world.sandbox.counts().identifies, 1U);
}
TEST(DiscordGateway, LogsIn) {
    with_discord(logs_in);
}

Task<void> beats(DiscordWorld& world) {
    world.stage("heartbeat_interval", "100");
    co_await world.start_and_wait();
    while (world.sandbox.counts().beats < 4) co_await world.runtime.clock().sleep(Duration(10));
    EXPECT_EQ(world.sandbox.counts().connections, 1U);
}
TEST(DiscordGateway, BeatsAtTheServersInterval) {
    with_discord(beats);
}

Task<void> op7(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await nothing_lost_nothing_doubled(world, "op7", "");
}
TEST(DiscordGateway, ResumesAfterAReconnectRequest) {
    with_discord(op7);
}

Task<void> dropped(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await nothing_lost_nothing_doubled(world, "drop", "");
}
TEST(DiscordGateway, ResumesAfterABrokenConnection) {
    with_discord(dropped);
}

Task<void> unacknowledged(DiscordWorld& world) {
    world.stage("heartbeat_interval", "300");
    co_await world.start_and_wait();
    co_await nothing_lost_nothing_doubled(world, "withhold_ack", "");
}
TEST(DiscordGateway, ResumesWhenBeatsAreNotAcknowledged) {
    with_discord(unacknowledged);
}

Task<void> invalid_but_resumable(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await nothing_lost_nothing_doubled(world, "op9_true", "");
}
TEST(DiscordGateway, ResumesAnInterruptedSession) {
    with_discord(invalid_but_resumable);
}

Task<void> closed_resumable(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await nothing_lost_nothing_doubled(world, "close", "4000");
}
TEST(DiscordGateway, ResumesAfterAResumableCloseCode) {
    with_discord(closed_resumable);
}

Task<void> doubled(DiscordWorld& world) {
    co_await world.start_and_wait();
    world.stage("double_message");
    co_await world.say("once");
    co_await world.say("twice");
    EXPECT_EQ(co_await world.heard(), "once");
    EXPECT_EQ(co_await world.heard(), "twice");
}
TEST(DiscordGateway, DeliversARepeatedMessageOnce) {
    with_discord(doubled);
}

Task<void> session_dropped(DiscordWorld& world) {
    co_await world.start_and_wait();
    world.stage("op9_false");
    EXPECT_TRUE(co_await world.in_state(ConnectionState::ready));
    EXPECT_EQ(world.sandbox.counts().identifies, 2U);
    EXPECT_EQ(world.sandbox.counts().resumes, 0U);
}
TEST(DiscordGateway, IdentifiesAnewWhenItsSessionIsDropped) {
    with_discord(session_dropped);
}

Task<void> resume_unreachable(DiscordWorld& world) {
    co_await world.start_and_wait();
    world.stage("drop_resume", "3");
    world.stage("drop");
    while (world.sandbox.counts().identifies < 2) co_await world.runtime.clock().sleep(Duration(10));
    EXPECT_EQ(world.sandbox.counts().resumes, 0U);
}
TEST(DiscordGateway, IdentifiesAfterThreeResumesThatBreak) {
    with_discord(resume_unreachable);
}

Task<void> asked_to_beat(DiscordWorld& world) {
    co_await world.start_and_wait();
    const unsigned before = world.sandbox.counts().beats;
    world.stage("op1");
    while (world.sandbox.counts().beats == before) co_await world.runtime.clock().sleep(Duration(5));
    for (const char* odd :
         {"not json", "[]", R"({"op":77})", R"({"op":0,"t":"NEW_EVENT","s":2,"d":{"x":[1]}})"})
        world.stage("raw", odd);
    co_await world.say("still here");
    EXPECT_EQ(co_await world.heard(), "still here");
    EXPECT_EQ(world.sandbox.counts().connections, 1U);
}
TEST(DiscordGateway, BeatsWhenAskedAndIgnoresOddFrames) {
    with_discord(asked_to_beat);
}

Task<void> resume_refused(DiscordWorld& world) {
    co_await world.start_and_wait();
    world.stage("refuse_resume");
    world.stage("drop");
    while (world.sandbox.counts().identifies < 2) co_await world.runtime.clock().sleep(Duration(10));
    EXPECT_TRUE(co_await world.in_state(ConnectionState::ready));
    co_await world.say("hello again");
    EXPECT_EQ(co_await world.heard(), "hello again");
}
TEST(DiscordGateway, IdentifiesAnewWhenTheResumeIsRefused) {
    with_discord(resume_refused);
}

Task<void> fatal(DiscordWorld& world) {
    co_await world.start_and_wait();
    world.stage("close", "4014");
    EXPECT_TRUE(co_await world.in_state(ConnectionState::stopped));
    EXPECT_THAT(world.reason, HasSubstr("MESSAGE CONTENT"));
    co_await world.runtime.clock().sleep(Duration(300));
    EXPECT_EQ(world.sandbox.counts().connections, 1U) << "not tried again";
}
TEST(DiscordGateway, StopsAfterAFatalCloseCode) {
    with_discord(fatal);
}

Task<void> disallowed(DiscordWorld& world) {
    world.stage("allowed_intents", "513");
    world.start();
    EXPECT_TRUE(co_await world.in_state(ConnectionState::stopped));
    EXPECT_THAT(world.reason, HasSubstr("4014"));
}
TEST(DiscordGateway, StopsWhenIntentsAreNotAllowed) {
    with_discord(disallowed);
}

Task<void> unknown_intent(DiscordWorld& world) {
    world.context.set("intents", std::int64_t{1} << 30);
    world.start();
    EXPECT_TRUE(co_await world.in_state(ConnectionState::stopped));
    EXPECT_THAT(world.reason, HasSubstr("4013"));
}
TEST(DiscordGateway, StopsWhenAnIntentIsUnknown) {
    with_discord(unknown_intent);
}

Task<void> wrong_token(DiscordWorld& world) {
    world.context.set("token", Secret("wrong-token"));
    world.start();
    EXPECT_TRUE(co_await world.in_state(ConnectionState::stopped));
    EXPECT_THAT(world.reason, HasSubstr("unauthorized"));
    EXPECT_THAT(world.reason, testing::Not(HasSubstr("wrong-token")));
}
TEST(DiscordGateway, StopsWhenTheTokenIsRefused) {
    with_discord(wrong_token);
}

Task<void> no_starts(DiscordWorld& world) {
    world.stage("no_session_starts");
    world.start();
    EXPECT_TRUE(co_await world.in_state(ConnectionState::lost));
    EXPECT_THAT(world.reason, HasSubstr("no session starts"));
    EXPECT_EQ(world.sandbox.counts().connections, 0U) << "an IDENTIFY now would cost the token";
    world.stage("no_session_starts", "off");
    EXPECT_TRUE(co_await world.in_state(ConnectionState::ready));
}
TEST(DiscordGateway, WaitsWhenNoSessionStartsAreLeft) {
    with_discord(no_starts);
}

}  // namespace
}  // namespace confab::test
