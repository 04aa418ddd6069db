#include "tests/integration/irc/irc_world.hpp"

namespace confab::test {
namespace {

Task<void> works(IrcWorld& world) {
    const auto ready = co_await world.sandbox->bot_ready(Duration(5'000));
    EXPECT_TRUE(ready);
    co_await world.say("still there?");
    for (;;) {
        const auto heard = co_await world.account_context.next<MessageReceived>();
        EXPECT_TRUE(heard);
        if (!heard || heard->message.plain_text() == "still there?") break;
    }
    const auto sent = co_await world.send("yes");
    EXPECT_TRUE(sent) << sent.error().message();
    EXPECT_EQ(co_await world.heard(), "yes");
}

Task<void> dropped(IrcWorld& world) {
    co_await world.start_and_join();
    co_await world.until(ConnectionState::ready);
    world.stage("drop");
    co_await world.until(ConnectionState::lost);
    co_await world.until(ConnectionState::ready);
    co_await works(world);
}
TEST(IrcFaults, ReconnectsAfterADrop) {
    with_irc(dropped);
}

Task<void> error_line(IrcWorld& world) {
    co_await world.start_and_join();
    world.stage("error", "Closing Link: (Server going down)");
    EXPECT_EQ(co_await world.until(ConnectionState::lost),
              "the server closed the connection: Closing Link: (Server going down)");
    co_await world.until(ConnectionState::ready);
    co_await works(world);
}
TEST(IrcFaults, ReconnectsAfterAnErrorLine) {
    with_irc(error_line);
}

Task<void> refused(IrcWorld& world) {
    world.stage("refuse", "3");
    world.start();
    for (int i = 0; i < 3; ++i) co_await world.until(ConnectionState::lost);
    co_await world.until(ConnectionState::ready);
    co_await works(world);
}
TEST(IrcFaults, KeepsTryingAServerThatClosesAtOnce) {
    with_irc(refused);
}

Task<void> garbage(IrcWorld& world) {
    co_await world.start_and_join();
    for (int i = 0; i < 10; ++i) world.stage("garbage");
    for (const char* line : {"@", ":", "@a=b", "@=;=;\\", ":x!y@z", "005", "CAP", ":s KICK", "PRIVMSG"})
        world.stage("raw", line);
    world.stage("raw", std::string(100'000, 'x'));
    co_await works(world);
}
TEST(IrcFaults, SurvivesGarbage) {
    with_irc(garbage);
}

Task<void> bytewise(IrcWorld& world) {
    world.stage("split");
    world.start();
    co_await works(world);
}
TEST(IrcFaults, ReadsLinesThatComeByteByByte) {
    with_irc(bytewise);
}

Task<void> frozen(IrcWorld& world) {
    world.account_context.set("ping_interval", Duration(100));
    world.account_context.set("ping_timeout", Duration(300));
    co_await world.start_and_join();
    world.stage("ping_timeout");
    EXPECT_EQ(co_await world.until(ConnectionState::lost), "no sign of life from the server");
    co_await world.until(ConnectionState::ready);
}
TEST(IrcFaults, NoticesAServerThatHasGoneSilent) {
    with_irc(frozen);
}

Task<void> ghost(IrcWorld& world) {
    world.stage("ghost_nick");
    co_await world.start_and_join();
    EXPECT_EQ(co_await world.until(ConnectionState::ready), "registered as confab_");
    // The address follows the nick.
    co_await world.say("confab_: are you there?");
    const auto heard = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(heard && heard->mentions_bot);
    world.stage("ghost_gone");
    for (;;) {
        co_await world.say("confab: and now?");
        const auto now = co_await world.account_context.next<MessageReceived>();
        EXPECT_TRUE(now);
        if (!now || now->mentions_bot) break;
    }
}
TEST(IrcFaults, RegainsNickAfterCollision) {
    with_irc(ghost);
}

Task<void> history(IrcWorld& world) {
    world.stage("history", "!ask old");
    co_await world.start_and_join();
    const auto old = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(old);
    if (!old) co_return;
    EXPECT_EQ(old->message.plain_text(), "!ask old");
    EXPECT_EQ(old->origin, Origin::history);
}
TEST(IrcFaults, MarksPlaybackAsHistory) {
    with_irc(history);
}

Task<void> nobody_there(IrcWorld& world) {
    auto listener = world.transport.listen(ListenOptions());
    EXPECT_TRUE(listener);
    const std::uint16_t free_port = (*listener)->port();
    listener->reset();
    world.account_context.set("port", std::int64_t(free_port));
    world.start();
    const std::string reason = co_await world.until(ConnectionState::lost);
    EXPECT_TRUE(reason.starts_with("unavailable: ")) << reason;
    const auto sent = co_await world.send("hello?");
    EXPECT_FALSE(sent);
    if (!sent) {
        EXPECT_EQ(sent.error().code(), Errc::unavailable);
    }
}
TEST(IrcFaults, SaysWhyItCannotConnect) {
    with_irc(nobody_there);
}

Task<void> plain_behind_tls(IrcWorld& world) {
    world.account_context.set("tls", true);
    world.start();
    const std::string reason = co_await world.until(ConnectionState::lost);
    EXPECT_FALSE(reason.empty());
    co_await world.until(ConnectionState::connecting);
}
TEST(IrcFaults, BacksOffFromAServerWithoutTls) {
    with_irc(plain_behind_tls);
}

Task<void> lost_while_waiting(IrcWorld& world) {
    world.account_context.set("flood_interval", Duration(3'600'000));
    world.account_context.set("flood_burst", std::int64_t(2));  // MODE +B and JOIN
    co_await world.start_and_join();
    Task<void> drop = [](IrcWorld& w) -> Task<void> {
        co_await w.runtime.clock().sleep(Duration(20));
        w.stage("drop");
    }(world);
    world.runtime.tasks().spawn("drop", std::move(drop));
    const auto sent = co_await world.send("never");
    EXPECT_FALSE(sent);
    if (!sent) {
        EXPECT_EQ(sent.error().code(), Errc::closed);
        EXPECT_EQ(sent.error().delivery(), Delivery::not_sent);
    }
}
TEST(IrcFaults, TellsASenderThatTheConnectionWentFirst) {
    with_irc(lost_while_waiting);
}

}  // namespace
}  // namespace confab::test
