#include "tests/integration/matrix/bot_on_stand_in.hpp"

namespace confab::test {
namespace {

Task<void> talk(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    co_await network.stand_in.say("alice", network.stand_in.channel(), "hello there");
    const auto heard = co_await bot.context.next<MessageReceived>();
    EXPECT_TRUE(heard.has_value());
    if (!heard) co_return;
    EXPECT_EQ(heard->message.plain_text(), "hello there");
    EXPECT_EQ(heard->sender.id, UserId("@alice:localhost"));
    EXPECT_EQ(heard->sender.name, "Alice");
    EXPECT_EQ(heard->channel.name, "Lobby");
    EXPECT_EQ(heard->channel.kind, ChannelKind::group);
    EXPECT_EQ(heard->sender.assurance, Assurance::strong);

    Message answer = Message("hello yourself").reply_to(heard->id);
    const Result<MessageId> sent = co_await bot.say(heard->channel.ref.channel, std::move(answer));
    EXPECT_TRUE(sent) << sent.error().message();
    const Result<SandboxLine> line = co_await network.stand_in.next_from_bot(Duration(5'000));
    EXPECT_TRUE(line);
    if (!line) co_return;
    EXPECT_EQ(line->text, "hello yourself");
    EXPECT_EQ(line->channel, network.stand_in.channel());
    EXPECT_EQ(line->sender, network.stand_in.bot());

    const std::string echo = co_await bot.hear(Duration(300));
    EXPECT_EQ(echo, "nothing") << "its own message came back";
}

TEST(MatrixConversation, GoesBothWays) {
    on_matrix(talk);
}

Task<void> capabilities(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    const ChannelId lobby = network.lobby();
    const Result<MessageId> sent = co_await bot.say(lobby, Message("frist"));
    EXPECT_TRUE(sent);
    if (!sent) co_return;
    (void)co_await network.stand_in.next_from_bot(Duration(5'000));

    auto* editing = static_cast<Editing*>(bot.account->capability(Editing::kCapabilityId));
    const Result<void> edited = co_await editing->edit(lobby, *sent, Message("first"));
    EXPECT_TRUE(edited) << edited.error().message();
    const Result<SandboxLine> line = co_await network.stand_in.next_from_bot(Duration(5'000));
    EXPECT_EQ(line ? line->text : "", "first");

    auto* reactions = static_cast<Reactions*>(bot.account->capability(Reactions::kCapabilityId));
    const Result<void> reacted = co_await reactions->react(lobby, *sent, Emoji("👍"));
    EXPECT_TRUE(reacted) << reacted.error().message();
    const Result<void> again = co_await reactions->react(lobby, *sent, Emoji("👍"));
    EXPECT_FALSE(again) << "the homeserver refuses the same reaction twice";

    auto* typing = static_cast<Typing*>(bot.account->capability(Typing::kCapabilityId));
    const Result<void> typed = co_await typing->show_typing(lobby);
    EXPECT_TRUE(typed);
    EXPECT_TRUE(network.stand_in.server().room(lobby.str())->typing.contains(network.stand_in.bot()));

    auto* deleting = static_cast<Deleting*>(bot.account->capability(Deleting::kCapabilityId));
    const Result<void> removed = co_await deleting->remove(lobby, *sent);
    EXPECT_TRUE(removed) << removed.error().message();
    EXPECT_EQ(network.stand_in.server().room(lobby.str())->event(sent->str())->content, "{}");
    EXPECT_EQ(bot.account->capability("confab.unknown/1"), nullptr);
}

TEST(MatrixConversation, EditsReactsTypesAndDeletes) {
    on_matrix(capabilities);
}

Task<void> private_talk(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    EXPECT_TRUE(bot.account->direct_channel(UserId("@alice:localhost")).empty());
    const Result<void> said = co_await network.stand_in.say("alice", network.stand_in.bot(), "psst");
    EXPECT_TRUE(said) << said.error().message();
    const auto heard = co_await bot.context.next<MessageReceived>();
    EXPECT_TRUE(heard.has_value());
    if (!heard) co_return;
    EXPECT_EQ(heard->message.plain_text(), "psst");
    EXPECT_EQ(heard->channel.kind, ChannelKind::direct);
    EXPECT_EQ(bot.account->direct_channel(UserId("@alice:localhost")), heard->channel.ref.channel);
    const auto& data = network.stand_in.server().person(network.stand_in.bot())->account_data;
    EXPECT_TRUE(data.contains("m.direct"));
}

TEST(MatrixConversation, JoinsAPrivateRoomAndRemembersThatItIsOne) {
    on_matrix(private_talk);
}

Task<void> stranger(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    co_await network.stand_in.say("mallory", network.stand_in.channel(), "hi");
    const std::string heard = co_await bot.hear();
    EXPECT_EQ(heard, "hi");
    auto& server = network.stand_in.server();
    const json::Document request = json::Document::parse(R"({"invite":["@confab:localhost"]})").value();
    const auto room = server.create_room("@mallory:localhost", request.root());
    co_await network.stand_in.say("mallory", network.stand_in.channel(), "joined?");
    const std::string next = co_await bot.hear();
    EXPECT_EQ(next, "joined?") << "the invitation was in the same or an earlier answer";
    co_await network.runtime.clock().sleep(Duration(200));
    EXPECT_EQ(server.room(*room)->membership(network.stand_in.bot()), "invite");
}

TEST(MatrixConversation, IgnoresInvitationsOfStrangers) {
    on_matrix(stranger);
}

Task<void> encrypted(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    (void)network.stand_in.stage("encrypt", "");
    co_await network.stand_in.say("alice", network.stand_in.channel(), "now");
    co_await bot.hear();
    const Result<MessageId> sent = co_await bot.say(network.lobby(), Message("in the clear"));
    EXPECT_FALSE(sent);
    EXPECT_EQ(sent ? Errc::internal : sent.error().code(), Errc::unsupported);
}

TEST(MatrixConversation, SaysNothingInTheClearInAnEncryptedRoom) {
    on_matrix(encrypted);
}

Task<void> kicked(MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    const ChannelId lobby = network.lobby();
    (void)network.stand_in.stage("kick", "too loud");
    std::optional<MemberChanged> changed;
    do {
        changed = co_await bot.context.next<MemberChanged>();
    } while (changed && changed->change != MembershipChange::kicked);
    EXPECT_TRUE(changed.has_value());
    if (!changed) co_return;
    EXPECT_TRUE(changed->user.is_self);
    EXPECT_EQ(changed->detail, "too loud");
    const Result<MessageId> sent = co_await bot.say(lobby, Message("why?"));
    EXPECT_FALSE(sent);
    EXPECT_EQ(sent ? Errc::internal : sent.error().code(), Errc::forbidden);
}

TEST(MatrixConversation, SeesThatItWasKicked) {
    on_matrix(kicked);
}

}  // namespace
}  // namespace confab::test
