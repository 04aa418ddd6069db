#include "tests/integration/discord/discord_world.hpp"

namespace confab::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::vector<CommandSchema> commands() {
    CommandParameter sides;
    sides.name = "sides";
    sides.type = ParameterType::integer;
    sides.low = 2;
    CommandParameter who;
    who.name = "who";
    who.type = ParameterType::user;
    who.required = false;
    CommandSchema roll;
    roll.path = {"roll"};
    roll.help = "Rolls dice.";
    roll.parameters = {sides, who};
    CommandParameter text;
    text.name = "text";
    text.rest = true;
    CommandSchema tag;
    tag.path = {"tag", "add"};
    tag.help = "Adds a tag.";
    tag.parameters = {text};
    return {roll, tag};
}

Task<void> prepare(DiscordWorld& world) {
    co_await world.start_and_wait();
    const Result<void> published = co_await world.account->publish(commands());
    EXPECT_TRUE(published) << published.error().message();
}

/// Hears the next command and answers it.
Task<void> answer(DiscordWorld& world, std::string text, std::string nonce) {
    Message reply(std::move(text));
    reply.reply_to(world.last.id);
    const auto sent = co_await world.send(std::move(reply), std::move(nonce));
    EXPECT_TRUE(sent) << sent.error().message();
}

Task<void> use(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("locale", "alice de");
    co_await world.say("/roll 6 @alice");
    EXPECT_EQ(co_await world.heard(), "/roll 6 alice");
    EXPECT_TRUE(world.last.command);
    if (!world.last.command) co_return;
    EXPECT_EQ(world.last.command->path, "roll");
    const std::string alice = "<@" + world.last.sender.id.str() + ">";
    EXPECT_THAT(world.last.command->arguments, ElementsAre(Pair("sides", "6"), Pair("who", alice)));
    EXPECT_EQ(world.last.sender.language, "de");
    EXPECT_EQ(world.account->user_named(alice)->name, "alice");
    co_await answer(world, "4", "nonce-1");
    co_await answer(world, "again 5", "nonce-2");
    EXPECT_EQ(co_await world.shown(), "4");
    EXPECT_EQ(co_await world.shown(), "again 5");
    EXPECT_EQ(world.sandbox.counts().messages, 2U) << "the answer took the place of \"thinking\"";
}
TEST(DiscordInteractions, ACommandIsAcknowledgedHeardAndAnswered) {
    with_discord(use);
}

Task<void> subcommand(DiscordWorld& world) {
    co_await prepare(world);
    co_await world.say("/tag add some text", "dm");
    EXPECT_EQ(co_await world.heard(), "/tag add some text");
    EXPECT_EQ(world.last.command->path, "tag add");
    EXPECT_EQ(world.last.channel.kind, ChannelKind::direct);
    co_await answer(world, "done", "nonce-1");
    const auto line = co_await world.sandbox.next_from_bot(Duration(5'000));
    EXPECT_EQ(line->channel, "dm");
    EXPECT_EQ(line->text, "done");
}
TEST(DiscordInteractions, ASubcommandInPrivate) {
    with_discord(subcommand);
}

Task<void> published_once(DiscordWorld& world) {
    co_await prepare(world);
    EXPECT_EQ(world.sandbox.counts().published, 1U);
    std::vector<CommandSchema> turned = commands();
    std::swap(turned[0], turned[1]);
    EXPECT_TRUE(co_await world.account->publish(turned));
    EXPECT_EQ(world.sandbox.counts().published, 1U) << "nothing changed";
    const discord::AccountServices services{world.http,   world.sockets, world.runtime.clock(),
                                            world.random, world.storage, world.crypto};
    discord::DiscordAccount restarted(world.context, discord::read_config(world.context.options()), services);
    EXPECT_TRUE(co_await restarted.publish(commands()));
    EXPECT_EQ(world.sandbox.counts().published, 1U) << "remembered over a restart";
    turned.pop_back();
    EXPECT_TRUE(co_await restarted.publish(turned));
    EXPECT_EQ(world.sandbox.counts().published, 2U);
}
TEST(DiscordInteractions, PublishesOnlyWhatChanged) {
    with_discord(published_once);
}

Task<void> expired(DiscordWorld& world) {
    co_await prepare(world);
    co_await world.say("/roll 6");
    co_await world.heard();
    world.stage("expire_interactions");
    co_await answer(world, "late", "nonce-1");
    EXPECT_EQ(co_await world.shown(), "late");
    const auto next = co_await world.send("still here", "nonce-2");
    EXPECT_TRUE(next) << "a refused token of an interaction is not the bot's own";
}
TEST(DiscordInteractions, AfterTheTokensEndTheAnswerIsAPlainMessage) {
    with_discord(expired);
}

Task<void> too_late(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("late_interaction", "1");
    co_await world.say("/roll 6");
    co_await world.say("plain");
    EXPECT_EQ(co_await world.heard(), "plain");
    EXPECT_EQ(world.context.events().size(), 0U);
}
TEST(DiscordInteractions, WhatCannotBeAcknowledgedInTimeDoesNotHappen) {
    with_discord(too_late);
}

Task<void> lost_acknowledgement(DiscordWorld& world) {
    co_await prepare(world);
    world.stage("drop_call", "after");
    co_await world.say("/roll 6");
    EXPECT_EQ(co_await world.heard(), "/roll 6");
    world.stage("500", "after");
    co_await answer(world, "once", "nonce-1");
    EXPECT_EQ(co_await world.shown(), "once");
    EXPECT_EQ(world.sandbox.counts().messages, 1U);
}
TEST(DiscordInteractions, LostAnswersAreRepeatedWithoutHarm) {
    with_discord(lost_acknowledgement);
}

Task<void> choices(DiscordWorld& world) {
    co_await prepare(world);
    co_await world.say("ask me");
    co_await world.heard();
    const ChannelId channel = world.last.channel.ref.channel;
    std::vector<std::string> yes_or_no{"yes", "no"};
    const auto sent = co_await world.account->send_choices(channel, "Sure?", std::move(yes_or_no));
    EXPECT_TRUE(sent) << sent.error().message();
    EXPECT_EQ(co_await world.shown(), "Sure?\n[1 yes] [2 no]");
    co_await world.heard();  // our own message, as Discord echoes it
    co_await world.say("[2]");
    EXPECT_EQ(co_await world.heard(), "no");
    EXPECT_EQ(world.last.sender.name, "alice");
    EXPECT_EQ(world.last.origin, Origin::live);
    EXPECT_FALSE(world.last.command);
    co_await world.say("[yes]");
    EXPECT_EQ(co_await world.heard(), "yes");
    const auto answered = co_await world.send("noted", "nonce-2");
    EXPECT_TRUE(answered);
    EXPECT_EQ(co_await world.shown(), "noted");
}
TEST(DiscordInteractions, APressedButtonSaysItsText) {
    with_discord(choices);
}

Task<void> choices_as_answer(DiscordWorld& world) {
    co_await prepare(world);
    co_await world.say("/roll 6");
    co_await world.heard();
    Message prompt("Sure?");
    prompt.reply_to(world.last.id);
    const ChannelId channel = world.last.channel.ref.channel;
    std::vector<std::string> yes_or_no{"yes", "no"};
    EXPECT_TRUE(co_await world.account->send_choices(channel, std::move(prompt), std::move(yes_or_no)));
    EXPECT_EQ(co_await world.shown(), "Sure?\n[1 yes] [2 no]");
    EXPECT_EQ(world.sandbox.counts().messages, 1U);
    std::vector<std::string> with_blank{"a", " "};
    const auto blank = co_await world.account->send_choices(channel, "?", std::move(with_blank));
    EXPECT_EQ(blank.error().code(), Errc::invalid_argument);
    const auto many = co_await world.account->send_choices(channel, "?", std::vector<std::string>(26, "x"));
    EXPECT_EQ(many.error().code(), Errc::invalid_argument);
}
TEST(DiscordInteractions, AQuestionWithButtonsAnswersACommand) {
    with_discord(choices_as_answer);
}

Task<void> without_content_intent(DiscordWorld& world) {
    world.context.set("intents", std::int64_t{1});  // guilds only
    co_await prepare(world);
    co_await world.say("unheard");
    co_await world.say("/roll 6");
    EXPECT_EQ(co_await world.heard(), "/roll 6");
}
TEST(DiscordInteractions, CommandsNeedNoIntent) {
    with_discord(without_content_intent);
}

Task<void> refused(DiscordWorld& world) {
    co_await prepare(world);
    const Result<void> bad = co_await world.sandbox.say("alice", "#general", "/roll 1");
    EXPECT_EQ(bad.error().code(), Errc::invalid_argument);
    co_await world.say("/unknown thing");
    EXPECT_EQ(co_await world.heard(), "/unknown thing") << "no such command: a message like any other";
    EXPECT_FALSE(world.last.command);
}
TEST(DiscordInteractions, TheStandInsClientChecksWhatIsTyped) {
    with_discord(refused);
}

}  // namespace
}  // namespace confab::test
