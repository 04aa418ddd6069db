#include "adapters/discord/decode.hpp"

#include <gmock/gmock.h>

#include "adapters/discord/recent_ids.hpp"

namespace confab::discord::test {
namespace {

constexpr char kAuthor[] = R"("author":{"id":"200000000000000001","username":"alice","global_name":"Alice"})";

class DiscordDecode : public testing::Test {
protected:
    std::vector<Event> events(std::string_view type, const std::string& data) {
        document = std::make_unique<json::Document>(json::Document::parse(data).value());
        return decode(type, document->root(), DecodeScope{account, self, channels});
    }
    MessageReceived message(const std::string& more) {
        const auto all = events("MESSAGE_CREATE",
                                R"({"id":"1100000000000000000","channel_id":"5","type":0,)" + more + "}");
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? MessageReceived() : std::get<MessageReceived>(all.front());
    }
    AccountId account{"test"};
    UserId self{"100000000000000001"};
    ChannelCache channels;
    std::unique_ptr<json::Document> document;
};

TEST_F(DiscordDecode, ReadsAGuildMessage) {
    const json::Document guild =
        json::Document::parse(R"({"id":"9","channels":[{"id":"5","type":0,"name":"general"}]})").value();
    channels.apply("GUILD_CREATE", guild.root());
    const MessageReceived event =
        message(R"("guild_id":"9","content":"hi","member":{"nick":"Ally"},)" + std::string(kAuthor));
    EXPECT_EQ(event.channel.ref, ChannelRef(account, ChannelId("5")));
    EXPECT_EQ(event.channel.name, "general");
    EXPECT_EQ(event.channel.guild, GuildId("9"));
    EXPECT_EQ(event.channel.kind, ChannelKind::group);
    EXPECT_EQ(event.sender.name, "Ally");
    EXPECT_EQ(event.sender.assurance, Assurance::strong);
    EXPECT_FALSE(event.sender.is_bot);
    EXPECT_EQ(event.message.plain_text(), "hi");
    EXPECT_EQ(event.origin, Origin::live);
    EXPECT_EQ(std::chrono::duration_cast<std::chrono::seconds>(event.sent_at.time_since_epoch()).count(),
              1682330837);
}

TEST_F(DiscordDecode, ADirectMessageHasNoGuild) {
    EXPECT_EQ(message(R"("content":"hi",)" + std::string(kAuthor)).channel.kind, ChannelKind::direct);
}

TEST_F(DiscordDecode, AThreadIsToldByItsType) {
    EXPECT_EQ(
        message(R"("guild_id":"9","channel_type":11,"content":"x",)" + std::string(kAuthor)).channel.kind,
        ChannelKind::thread);
}

TEST_F(DiscordDecode, RemovesTheBotsMentionFromTheStart) {
    const std::string mentions =
        R"("mentions":[{"id":"100000000000000001","username":"bot"}],)" + std::string(kAuthor);
    const auto first = message(R"("content":"<@100000000000000001>, roll 6",)" + mentions);
    EXPECT_EQ(first.message.plain_text(), "roll 6");
    EXPECT_TRUE(first.mentions_bot);
    const auto later = message(R"("content":"hey <@100000000000000001>",)" + mentions);
    EXPECT_EQ(later.message.plain_text(), "hey bot");
    EXPECT_TRUE(later.mentions_bot);
    EXPECT_FALSE(message(R"("content":"hey",)" + std::string(kAuthor)).mentions_bot);
}

TEST_F(DiscordDecode, ItsOwnMessagesAreEchoes) {
    const auto event =
        message(R"("content":"x","author":{"id":"100000000000000001","username":"me","bot":true})");
    EXPECT_EQ(event.origin, Origin::echo);
    EXPECT_TRUE(event.sender.is_self);
}

TEST_F(DiscordDecode, WebhooksProveNothing) {
    const auto event = message(R"("content":"x","webhook_id":"7","author":{"id":"7","username":"Admin"})");
    EXPECT_TRUE(event.sender.is_bot);
    EXPECT_EQ(event.sender.assurance, Assurance::none);
}

TEST_F(DiscordDecode, OtherBotsAreFlagged) {
    EXPECT_TRUE(message(R"("content":"x","author":{"id":"3","username":"b","bot":true})").sender.is_bot);
}

TEST_F(DiscordDecode, SystemMessagesAreNoMessages) {
    for (const char* type : {"1", "7", "8", "20", "46"})
        EXPECT_TRUE(events("MESSAGE_CREATE", R"({"id":"1","channel_id":"5","content":"joined","type":)" +
                                                 std::string(type) + "," + kAuthor + "}")
                        .empty())
            << type;
}

TEST_F(DiscordDecode, RepliesPointAtTheirMessage) {
    const auto all = events("MESSAGE_CREATE", R"({"id":"1","channel_id":"5","type":19,"content":"x",
        "message_reference":{"message_id":"77","channel_id":"5"},)" +
                                                  std::string(kAuthor) + "}");
    EXPECT_EQ(std::get<MessageReceived>(all.at(0)).message.replied_to(), MessageId("77"));
    const auto forward = message(R"("content":"","message_reference":{"type":1,"message_id":"77"},
        "message_snapshots":[{"message":{"content":"forwarded"}}],)" +
                                 std::string(kAuthor));
    EXPECT_FALSE(forward.message.replied_to());
    EXPECT_EQ(forward.message.plain_text(), "forwarded");
}

TEST_F(DiscordDecode, FilesAndPollsAreShown) {
    const auto event =
        message(R"("content":"","attachments":[{"url":"https://cdn.test/a.png","filename":"a.png",
        "content_type":"image/png","size":9}],"poll":{"question":{"text":"tea?"}},)" +
                std::string(kAuthor));
    ASSERT_EQ(event.message.elements().size(), 2U);
    EXPECT_TRUE(std::get<Attachment>(event.message.elements().at(1)).is_image());
}

TEST_F(DiscordDecode, EmptyContentIsNoCrash) {
    EXPECT_TRUE(message(R"("content":"",)" + std::string(kAuthor)).message.empty());
}

TEST_F(DiscordDecode, OnlyEditsByPeopleAreEdits) {
    const std::string base = R"({"id":"1","channel_id":"5",)" + std::string(kAuthor);
    EXPECT_EQ(
        events("MESSAGE_UPDATE", base + R"(,"content":"new","edited_timestamp":"2026-01-01T00:00:00Z"})")
            .size(),
        1U);
    EXPECT_TRUE(events("MESSAGE_UPDATE", base + R"(,"content":"same","edited_timestamp":null,"embeds":[{}]})")
                    .empty());
    EXPECT_TRUE(events("MESSAGE_UPDATE", R"({"id":"1","channel_id":"5","embeds":[{}]})").empty());
}

TEST_F(DiscordDecode, DeletionsComeOneByOne) {
    EXPECT_EQ(events("MESSAGE_DELETE", R"({"id":"1","channel_id":"5"})").size(), 1U);
    const auto bulk = events("MESSAGE_DELETE_BULK", R"({"ids":["1","2","3"],"channel_id":"5"})");
    ASSERT_EQ(bulk.size(), 3U);
    EXPECT_EQ(std::get<MessageDeleted>(bulk.at(2)).ref.id, MessageId("3"));
}

TEST_F(DiscordDecode, ReactionsTellWhoAndWhat) {
    const auto all = events("MESSAGE_REACTION_ADD", R"({"user_id":"3","channel_id":"5","message_id":"1",
        "member":{"user":{"id":"3","username":"alice"}},"emoji":{"id":null,"name":"❤️"}})");
    const auto& added = std::get<ReactionChanged>(all.at(0));
    EXPECT_EQ(added.user.name, "alice");
    EXPECT_EQ(added.emoji.name, "❤️");
    EXPECT_TRUE(added.added);
    const auto gone =
        events("MESSAGE_REACTION_REMOVE",
               R"({"user_id":"3","channel_id":"5","message_id":"1","emoji":{"id":"8","name":"x"}})");
    EXPECT_FALSE(std::get<ReactionChanged>(gone.at(0)).added);
}

TEST_F(DiscordDecode, OddDispatchesMeanNothing) {
    for (const char* data : {"{}", "[]", "null", "7", R"({"id":5,"channel_id":[],"type":"x"})",
                             R"({"id":"1","channel_id":"../x","type":0})"})
        for (const char* type : {"MESSAGE_CREATE", "MESSAGE_UPDATE", "NEW_THING", ""})
            EXPECT_TRUE(events(type, data).empty()) << type << data;
}

TEST(DiscordChannelCache, ForgetsAGuildThatIsLeftButNotAnOutage) {
    ChannelCache cache;
    const auto apply = [&](std::string_view type, const char* data) {
        const json::Document document = json::Document::parse(data).value();
        cache.apply(type, document.root());
    };
    apply("GUILD_CREATE",
          R"({"id":"9","channels":[{"id":"5","name":"a"}],"threads":[{"id":"6","type":11}]})");
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_EQ(cache.find("6")->kind, ChannelKind::thread);
    apply("GUILD_CREATE", R"({"id":"10","unavailable":true})");
    apply("GUILD_DELETE", R"({"id":"9","unavailable":true})");
    EXPECT_EQ(cache.size(), 2U);
    apply("CHANNEL_UPDATE", R"({"id":"5","guild_id":"9","name":"b"})");
    EXPECT_EQ(cache.find("5")->name, "b");
    apply("GUILD_DELETE", R"({"id":"9"})");
    EXPECT_EQ(cache.size(), 0U);
}

TEST(DiscordChannelCache, IsBounded) {
    ChannelCache cache;
    for (std::size_t i = 0; i < ChannelCache::kMax + 100; ++i) {
        const json::Document document =
            json::Document::parse(R"({"id":")" + std::to_string(i) + R"(","guild_id":"9","name":"x"})")
                .value();
        cache.apply("CHANNEL_CREATE", document.root());
    }
    EXPECT_EQ(cache.size(), ChannelCache::kMax);
}

TEST(DiscordRecentIds, KnowsTheLatestOnly) {
    RecentIds recent;
    EXPECT_TRUE(recent.insert("first"));
    EXPECT_FALSE(recent.insert("first"));
    for (std::size_t i = 0; i < RecentIds::kMax; ++i) recent.insert(std::to_string(i));
    EXPECT_TRUE(recent.insert("first"));
}

}  // namespace
}  // namespace confab::discord::test
