#include "tests/integration/irc/irc_world.hpp"

namespace confab::test {
namespace {

Task<void> hears_and_answers(IrcWorld& world) {
    co_await world.start_and_join();
    co_await world.say("!ask why");
    const auto heard = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(heard);
    if (!heard) co_return;
    EXPECT_EQ(heard->message.plain_text(), "!ask why");
    EXPECT_EQ(heard->sender.id, UserId("alice"));
    EXPECT_EQ(heard->sender.assurance, Assurance::account);
    EXPECT_EQ(heard->channel.ref, ChannelRef(AccountId("local"), ChannelId("#confab")));
    EXPECT_EQ(heard->channel.guild, GuildId("Sandbox"));
    EXPECT_FALSE(heard->id.empty());
    const auto sent = co_await world.send("because");
    EXPECT_TRUE(sent);
    EXPECT_EQ(co_await world.heard(), "because");
    const auto echo = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(echo);
    if (echo) {
        EXPECT_EQ(echo->origin, Origin::echo);
    }
}
TEST(IrcAdapter, HearsAndAnswersInAChannel) {
    with_irc(hears_and_answers);
}

Task<void> talks_privately(IrcWorld& world) {
    co_await world.start_and_join();
    const auto said = co_await world.sandbox->say("Guest_1", "confab", "psst");
    EXPECT_TRUE(said);
    const auto heard = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(heard);
    if (!heard) co_return;
    EXPECT_EQ(heard->channel.kind, ChannelKind::direct);
    EXPECT_EQ(heard->channel.ref.channel, ChannelId("guest_1"));
    const auto sent = co_await world.send("yes?", heard->channel.ref.channel.str());
    EXPECT_TRUE(sent);
    const auto line = co_await world.sandbox->next_from_bot(Duration(5'000));
    EXPECT_TRUE(line);
    if (line) {
        EXPECT_EQ(line->channel, "Guest_1");
    }
    EXPECT_EQ(world.account->direct_channel(UserId("Guest_1")), ChannelId("guest_1"));
}
TEST(IrcAdapter, TalksPrivately) {
    with_irc(talks_privately);
}

Task<void> fills_lines(IrcWorld& world) {
    world.stage("cap", "-draft/multiline");
    co_await world.start_and_join();
    const std::size_t room = world.account->profile(ChannelId("#confab")).max_length;
    // What the stand-in passes on must not be over 510 bytes; one byte more would be.
    EXPECT_EQ(room, 510 - std::string_view(":confab!~confab@sandbox.local PRIVMSG #confab :").size());
    const auto sent = co_await world.send(std::string(room, 'x'));
    EXPECT_TRUE(sent);
    EXPECT_EQ(co_await world.heard(), std::string(room, 'x'));
    const auto longer = co_await world.send(std::string(room + 5, 'y'));
    EXPECT_TRUE(longer);
    EXPECT_EQ(co_await world.heard(), std::string(room, 'y'));
    EXPECT_EQ(co_await world.heard(), "yyyyy");
}
TEST(IrcAdapter, UsesTheWholeLineAndNotOneByteMore) {
    with_irc(fills_lines);
}

Task<void> falls_back_to_lines(IrcWorld& world) {
    world.stage("cap", "+draft/multiline=max-bytes=4096,max-lines=24");
    co_await world.start_and_join();
    world.stage("cap", "+draft/multiline=max-bytes=4096,max-lines=2");  // not read yet when the message goes
    const auto sent = co_await world.send("one\ntwo\nthree");
    EXPECT_TRUE(sent) << sent.error().message();
    EXPECT_EQ(co_await world.heard(), "one");
    EXPECT_EQ(co_await world.heard(), "two");
    EXPECT_EQ(co_await world.heard(), "three");
}
TEST(IrcAdapter, SaysLinesWhenTheServerRefusesTheBatch) {
    with_irc(falls_back_to_lines);
}

Task<void> sanitises(IrcWorld& world) {
    world.stage("cap", "-draft/multiline");
    co_await world.start_and_join();
    const auto sent = co_await world.send(std::string("hi\r\nQUIT :bye\r\n\x01VERSION\x01"));
    EXPECT_TRUE(sent);
    EXPECT_EQ(co_await world.heard(), "hi");
    EXPECT_EQ(co_await world.heard(), "QUIT :bye");
    EXPECT_EQ(co_await world.heard(), "VERSION");
}
TEST(IrcAdapter, CannotBeMadeToSendACommand) {
    with_irc(sanitises);
}

Task<void> shows_styles(IrcWorld& world) {
    co_await world.start_and_join();
    Message message;
    message.append(Text("bold", Style::bold)).append(Text(" and plain"));
    const auto sent = co_await world.send(std::move(message));
    EXPECT_TRUE(sent);
    EXPECT_EQ(co_await world.heard(), "bold and plain");
    Message action = Message("waves").action();
    const auto acted = co_await world.send(std::move(action));
    EXPECT_TRUE(acted);
    EXPECT_EQ(co_await world.heard(), "* confab waves");
}
TEST(IrcAdapter, SendsStylesAndActions) {
    with_irc(shows_styles);
}

Task<void> leaves(IrcWorld& world) {
    co_await world.start_and_join();
    co_await world.adapter().stop();
    EXPECT_EQ(co_await world.until(ConnectionState::stopped),
              "the server closed the connection: Closing Link: sandbox.local (Quit: shutting down)");
    const auto sent = co_await world.send("too late");
    EXPECT_FALSE(sent);
    if (!sent) {
        EXPECT_EQ(sent.error().code(), Errc::unavailable);
    }
}
TEST(IrcAdapter, SaysGoodbye) {
    with_irc(leaves);
}

Task<void> paces(IrcWorld& world) {
    world.account_context.set("flood_burst", std::int64_t(5));
    world.account_context.set("flood_interval", Duration(40));
    co_await world.start_and_join();
    const TimePoint before = world.runtime.clock().now();
    for (int i = 0; i < 10; ++i) {
        const auto sent = co_await world.send("line " + std::to_string(i));
        EXPECT_TRUE(sent);
    }
    for (int i = 0; i < 10; ++i) EXPECT_EQ(co_await world.heard(), "line " + std::to_string(i));
    EXPECT_GE(world.runtime.clock().now() - before, Duration(5 * 40));
}
TEST(IrcAdapter, PacesABurstAndKeepsItsOrder) {
    with_irc(paces);
}

Task<void> overloaded(IrcWorld& world) {
    world.account_context.set("flood_interval", Duration(3'600'000));
    co_await world.start_and_join();
    // One message of more lines than the queue holds is refused as a whole.
    std::string text;
    for (int i = 0; i < 201; ++i) text += "line\n";
    const auto sent = co_await world.send(text);
    EXPECT_FALSE(sent);
    if (!sent) {
        EXPECT_EQ(sent.error().code(), Errc::overloaded);
        EXPECT_EQ(sent.error().delivery(), Delivery::not_sent);
    }
}
TEST(IrcAdapter, RefusesMoreThanItsQueueHolds) {
    with_irc(overloaded);
}

}  // namespace
}  // namespace confab::test
