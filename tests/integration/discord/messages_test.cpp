#include "tests/integration/discord/discord_world.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;

Task<void> guild_message(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("hello **world**");
    EXPECT_EQ(co_await world.heard(), "hello world");
    EXPECT_EQ(world.last.sender.name, "alice");
    EXPECT_EQ(world.last.sender.assurance, Assurance::strong);
    EXPECT_EQ(world.last.channel.name, "general");
    EXPECT_EQ(world.last.channel.kind, ChannelKind::group);
    EXPECT_EQ(world.last.origin, Origin::live);
    EXPECT_FALSE(world.last.mentions_bot);
}
TEST(DiscordMessages, ReceivesAGuildMessage) {
    with_discord(guild_message);
}

Task<void> direct_message(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("psst", "dm");
    EXPECT_EQ(co_await world.heard(), "psst");
    EXPECT_EQ(world.last.channel.kind, ChannelKind::direct);
    const auto sent = co_await world.send("yes?");
    EXPECT_TRUE(sent);
    const auto line = co_await world.sandbox.next_from_bot(Duration(5'000));
    EXPECT_TRUE(line);
    EXPECT_EQ(line->channel, "dm");
    EXPECT_EQ(line->text, "yes?");
}
TEST(DiscordMessages, AnswersADirectMessage) {
    with_discord(direct_message);
}

Task<void> mention(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("@confab roll 6");
    EXPECT_EQ(co_await world.heard(), "roll 6");
    EXPECT_TRUE(world.last.mentions_bot);
}
TEST(DiscordMessages, NoticesItsMention) {
    with_discord(mention);
}

Task<void> formatted_answer(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("hi");
    co_await world.heard();
    Message answer;
    answer.append(Text("bold", Style::bold)).append(Text(" 2*3*4 @everyone <@1> "));
    answer.append(Mention(world.last.sender.id, "alice")).append(CodeBlock("a ``` b", "cpp"));
    answer.reply_to(world.last.id);
    const auto sent = co_await world.send(std::move(answer));
    EXPECT_TRUE(sent) << sent.error().message();
    const auto line = co_await world.sandbox.next_from_bot(Duration(5'000));
    EXPECT_EQ(line->text, "bold 2*3*4 @everyone <@1> @alice\na ``` b");

    EXPECT_EQ((co_await world.heard()).substr(0, 4), "bold");
    EXPECT_EQ(world.last.origin, Origin::echo);
    EXPECT_TRUE(world.last.sender.is_self);
    EXPECT_TRUE(world.last.message.replied_to());
}
TEST(DiscordMessages, SaysExactlyWhatWasMeant) {
    with_discord(formatted_answer);
}

Task<void> capabilities(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("hi");
    co_await world.heard();
    const ChannelId channel = world.last.channel.ref.channel;
    const MessageId theirs = world.last.id;
    const Result<void> typing = co_await world.account->show_typing(channel);
    EXPECT_TRUE(typing);
    EXPECT_EQ(world.sandbox.counts().typing_calls, 1U);

    const Result<void> reacted = co_await world.account->react(channel, theirs, Emoji("\u2764\ufe0f"));
    EXPECT_TRUE(reacted) << reacted.error().message();
    const auto reaction = co_await world.context.next<ReactionChanged>();
    EXPECT_TRUE(reaction && reaction->user.is_self && reaction->added);
    EXPECT_EQ(reaction->emoji.name, "\u2764\ufe0f");
    const Result<void> nonsense = co_await world.account->react(channel, theirs, Emoji("x"));
    EXPECT_EQ(nonsense.error().code(), Errc::invalid_argument);

    const auto mine = co_await world.send("first");
    const Result<void> edited = co_await world.account->edit(channel, *mine, Message("second"));
    EXPECT_TRUE(edited) << edited.error().message();
    const auto edit = co_await world.context.next<MessageEdited>();
    EXPECT_EQ(edit->message.plain_text(), "second");
    const Result<void> removed = co_await world.account->remove(channel, *mine);
    EXPECT_TRUE(removed);
    const auto gone = co_await world.context.next<MessageDeleted>();
    EXPECT_EQ(gone->ref.id, *mine);
    const Result<void> forbidden = co_await world.account->remove(channel, theirs);
    EXPECT_EQ(forbidden.error().code(), Errc::forbidden);
    EXPECT_THAT(forbidden.error().context(), HasSubstr("50013"));
}
TEST(DiscordMessages, TypesReactsEditsAndDeletes) {
    with_discord(capabilities);
}

Task<void> lengths(DiscordWorld& world) {
    co_await world.start_and_wait();
    co_await world.say("hi");
    co_await world.heard();
    std::string faces;
    for (int i = 0; i < 2'000; ++i) faces += "\U0001F600";
    EXPECT_EQ(world.account->encoded_length(Text(faces)), 2'000U);
    const auto fits = co_await world.send(Message(faces));
    EXPECT_TRUE(fits) << "2000 code points are 8000 bytes and 4000 UTF-16 units";
    const auto over = co_await world.send(Message(faces + "!"), "nonce-2");
    EXPECT_EQ(over.error().code(), Errc::too_large);
    const auto blank = co_await world.send(Message(" \n "), "nonce-3");
    EXPECT_EQ(blank.error().code(), Errc::invalid_argument);
}
TEST(DiscordMessages, CountsLengthInCodePoints) {
    with_discord(lengths);
}

}  // namespace
}  // namespace confab::test
