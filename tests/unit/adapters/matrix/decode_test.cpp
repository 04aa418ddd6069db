#include "adapters/matrix/decode.hpp"

#include <gtest/gtest.h>

#include "answers.hpp"

namespace confab::matrix {
namespace {

constexpr const char* kRoom = "!r:hs";

std::string event(const std::string& id, const std::string& sender, const std::string& type,
                  const std::string& content, const std::string& more = {}) {
    return R"({"event_id":")" + id + R"(","sender":")" + sender + R"(","type":")" + type +
           R"(","origin_server_ts":1000,"content":)" + content + more + "}";
}

std::string text_event(const std::string& id, const std::string& sender, const std::string& body) {
    return event(id, sender, "m.room.message", R"({"msgtype":"m.text","body":")" + body + R"("})");
}

std::string member(const std::string& id, const std::string& user, const std::string& content,
                   const std::string& more = {}, const std::string& sender = {}) {
    return event(id, sender.empty() ? user : sender, "m.room.member", content,
                 R"(,"state_key":")" + user + R"(")" + more);
}

class MatrixDecode : public testing::Test {
protected:
    MatrixDecode() : decoder(AccountId("net"), "Robo") { decoder.set_self("@bot:hs"); }

    Batch sync(const std::string& rooms, bool live = true) {
        const json::Document document = parsed(R"({"next_batch":"s","rooms":)" + rooms + "}");
        return decoder.decode(document.root(), live);
    }
    Batch joined(const std::string& data, bool live = true) {
        return sync(R"({"join":{")" + std::string(kRoom) + R"(":)" + data + "}}", live);
    }
    Batch timeline(const std::string& events, bool live = true) {
        return joined(R"({"timeline":{"events":[)" + events + "]}}", live);
    }
    // The room is known and the bot in it, as after an initial sync.
    void settle() {
        joined(R"({"state":{"events":[)" +
                   event("$n", "@a:hs", "m.room.name", R"({"name":"Lobby"})", R"(,"state_key":"")") + "," +
                   member("$a", "@a:hs", R"({"membership":"join","displayname":"Alice"})") + "," +
                   member("$b", "@bot:hs", R"({"membership":"join","displayname":"The Bot"})") + "]}}",
               false);
    }
    template <class E>
    E only(Batch batch) {
        EXPECT_EQ(batch.events.size(), 1U);
        if (batch.events.size() != 1 || !std::holds_alternative<E>(batch.events[0])) {
            ADD_FAILURE() << "not the expected event";
            return E();
        }
        return std::get<E>(batch.events[0]);
    }
    Decoder decoder;
};

TEST_F(MatrixDecode, DecodesAMessageWithNamesAndTime) {
    settle();
    const auto said = only<MessageReceived>(timeline(text_event("$1", "@a:hs", "hello")));
    EXPECT_EQ(said.message.plain_text(), "hello");
    EXPECT_EQ(said.sender.id, UserId("@a:hs"));
    EXPECT_EQ(said.sender.name, "Alice");
    EXPECT_EQ(said.sender.assurance, Assurance::strong);
    EXPECT_EQ(said.channel.name, "Lobby");
    EXPECT_EQ(said.channel.kind, ChannelKind::group);
    EXPECT_EQ(said.channel.ref, ChannelRef(AccountId("net"), ChannelId(kRoom)));
    EXPECT_EQ(said.id, MessageId("$1"));
    EXPECT_EQ(said.sent_at, WallTime(std::chrono::seconds(1)));
    EXPECT_EQ(said.origin, Origin::live);
    EXPECT_FALSE(said.mentions_bot);
}

TEST_F(MatrixDecode, KeepsImpossibleTimesWithinTheClock) {
    settle();
    std::string late = text_event("$1", "@a:hs", "hi");
    late.replace(late.find("1000"), 4, "9223372036854775807");
    EXPECT_GT(only<MessageReceived>(timeline(late)).sent_at, WallTime());
    std::string early = text_event("$2", "@a:hs", "hi");
    early.replace(early.find("1000"), 4, "-9223372036854775808");
    EXPECT_EQ(only<MessageReceived>(timeline(early)).sent_at, WallTime());
}

TEST_F(MatrixDecode, SaysNothingOfTheInitialSync) {
    EXPECT_TRUE(timeline(text_event("$1", "@a:hs", "old"), false).events.empty());
}

TEST_F(MatrixDecode, IgnoresItsOwnMessages) {
    settle();
    EXPECT_TRUE(timeline(text_event("$1", "@bot:hs", "mine")).events.empty());
    EXPECT_TRUE(timeline(event("$2", "@bot:hs", "m.room.message", R"({"msgtype":"m.text","body":"x"})",
                               R"(,"unsigned":{"transaction_id":"t"})"))
                    .events.empty());
}

TEST_F(MatrixDecode, DeliversAnEventOnce) {
    settle();
    EXPECT_EQ(timeline(text_event("$1", "@a:hs", "x")).events.size(), 1U);
    EXPECT_TRUE(timeline(text_event("$1", "@a:hs", "x")).events.empty());
}

TEST_F(MatrixDecode, MarksNoticesSoThatNobodyAnswersThem) {
    settle();
    EXPECT_TRUE(only<MessageReceived>(
                    timeline(event("$1", "@a:hs", "m.room.message", R"({"msgtype":"m.notice","body":"x"})")))
                    .is_notice);
}

TEST_F(MatrixDecode, FindsMentionsByIdByNameAndByLocalpart) {
    settle();
    for (const char* body : {"Robo: hi", "the bot: hi", "bot, hi", "@bot:hs: hi"}) {
        static int id = 0;
        const auto said =
            only<MessageReceived>(timeline(text_event("$m" + std::to_string(++id), "@a:hs", body)));
        EXPECT_TRUE(said.mentions_bot) << body;
    }
    EXPECT_TRUE(
        only<MessageReceived>(
            timeline(event("$2", "@a:hs", "m.room.message",
                           R"({"msgtype":"m.text","body":"hi","m.mentions":{"user_ids":["@bot:hs"]}})")))
            .mentions_bot);
}

TEST_F(MatrixDecode, DecodesEditsOfTheSenderOnly) {
    settle();
    timeline(text_event("$1", "@a:hs", "helo"));
    const std::string content =
        R"({"msgtype":"m.text","body":"* hello","m.new_content":{"msgtype":"m.text","body":"hello"},"m.relates_to":{"rel_type":"m.replace","event_id":"$1"}})";
    const auto edited = only<MessageEdited>(timeline(event("$2", "@a:hs", "m.room.message", content)));
    EXPECT_EQ(edited.ref.id, MessageId("$1"));
    EXPECT_EQ(edited.message.plain_text(), "hello");
    EXPECT_TRUE(timeline(event("$3", "@mallory:hs", "m.room.message", content)).events.empty());
}

TEST_F(MatrixDecode, DecodesReactionsAndTheirRemoval) {
    settle();
    const auto added = only<ReactionChanged>(
        timeline(event("$r", "@a:hs", "m.reaction",
                       R"({"m.relates_to":{"rel_type":"m.annotation","event_id":"$1","key":"👍"}})")));
    EXPECT_EQ(added.ref.id, MessageId("$1"));
    EXPECT_EQ(added.emoji.name, "👍");
    EXPECT_TRUE(added.added);
    const auto removed =
        only<ReactionChanged>(timeline(event("$x", "@a:hs", "m.room.redaction", R"({"redacts":"$r"})")));
    EXPECT_EQ(removed.ref.id, MessageId("$1"));
    EXPECT_FALSE(removed.added);
}

TEST_F(MatrixDecode, ReadsRedactionsFromBothPlaces) {
    settle();
    EXPECT_EQ(only<MessageDeleted>(timeline(event("$1", "@a:hs", "m.room.redaction", R"({"redacts":"$m"})")))
                  .ref.id,
              MessageId("$m"));
    EXPECT_EQ(
        only<MessageDeleted>(timeline(event("$2", "@a:hs", "m.room.redaction", "{}", R"(,"redacts":"$n")")))
            .ref.id,
        MessageId("$n"));
}

TEST_F(MatrixDecode, SkipsRedactedMessages) {
    settle();
    EXPECT_TRUE(
        timeline(event("$1", "@a:hs", "m.room.message", "{}", R"(,"unsigned":{"redacted_because":{"a":1}})"))
            .events.empty());
}

TEST_F(MatrixDecode, TellsJoinsRenamesLeavesKicksAndBansApart) {
    settle();
    const auto change = [&](const std::string& json) {
        return only<MemberChanged>(timeline(json));
    };
    auto event = change(member("$1", "@c:hs", R"({"membership":"join","displayname":"Carl"})"));
    EXPECT_EQ(event.change, MembershipChange::joined);
    EXPECT_EQ(event.user.name, "Carl");
    event = change(member("$2", "@c:hs", R"({"membership":"join","displayname":"Karl"})"));
    EXPECT_EQ(event.change, MembershipChange::renamed);
    EXPECT_EQ(event.detail, "Karl");
    event = change(member("$3", "@c:hs", R"({"membership":"leave","reason":"bye"})"));
    EXPECT_EQ(event.change, MembershipChange::left);
    EXPECT_EQ(event.detail, "bye");
    event = change(member("$4", "@a:hs", R"({"membership":"leave"})", {}, "@mod:hs"));
    EXPECT_EQ(event.change, MembershipChange::kicked);
    event = change(member("$5", "@d:hs", R"({"membership":"ban"})", {}, "@mod:hs"));
    EXPECT_EQ(event.change, MembershipChange::banned);
    EXPECT_TRUE(timeline(member("$6", "@d:hs", R"({"membership":"leave"})",
                                R"(,"unsigned":{"prev_content":{"membership":"ban"}})", "@mod:hs"))
                    .events.empty())
        << "an unban is no departure";
}

TEST_F(MatrixDecode, AnswersNothingFromBeforeItJoined) {
    const Batch batch =
        joined(R"({"timeline":{"limited":true,"events":[)" + text_event("$1", "@a:hs", "before") + "," +
               member("$j", "@bot:hs", R"({"membership":"join"})",
                      R"(,"unsigned":{"prev_content":{"membership":"invite"}})") +
               "," + text_event("$2", "@a:hs", "after") + "]}}");
    ASSERT_EQ(batch.events.size(), 2U);
    EXPECT_TRUE(std::get<MemberChanged>(batch.events[0]).user.is_self);
    EXPECT_EQ(std::get<MessageReceived>(batch.events[1]).message.plain_text(), "after");
    EXPECT_TRUE(batch.gaps.empty()) << "what was before us is not missed";
}

TEST_F(MatrixDecode, NotesAGapInAKnownRoom) {
    settle();
    const Batch batch = joined(R"({"timeline":{"limited":true,"prev_batch":"p","events":[]}})");
    ASSERT_EQ(batch.gaps.size(), 1U);
    EXPECT_EQ(batch.gaps[0].room, kRoom);
    EXPECT_EQ(batch.gaps[0].prev_batch, "p");
}

TEST_F(MatrixDecode, DoesNotApplyTheTimelineWhenTheStateIsFromItsEnd) {
    settle();
    const std::string stale =
        event("$1", "@a:hs", "m.room.name", R"({"name":"Stale"})", R"(,"state_key":"")");
    const std::string fresh =
        event("$2", "@a:hs", "m.room.name", R"({"name":"Fresh"})", R"(,"state_key":"")");
    joined(R"({"state_after":{"events":[)" + fresh + R"(]},"timeline":{"events":[)" + stale + "]}}");
    EXPECT_EQ(decoder.rooms().find(kRoom)->name(kRoom), "Fresh");
}

TEST_F(MatrixDecode, ReportsInvitesWithTheirSender) {
    const Batch batch = sync(
        R"({"invite":{"!new:hs":{"invite_state":{"events":[{"type":"m.room.member","state_key":"@bot:hs","sender":"@a:hs","content":{"membership":"invite","is_direct":true}}]}},"!bad:hs":{"invite_state":null}}})",
        false);
    ASSERT_EQ(batch.invites.size(), 1U);
    EXPECT_EQ(batch.invites[0].room, "!new:hs");
    EXPECT_EQ(batch.invites[0].inviter, "@a:hs");
    EXPECT_TRUE(batch.invites[0].direct);
}

TEST_F(MatrixDecode, KnowsPrivateConversationsFromAccountData) {
    settle();
    const json::Document document = parsed(
        R"({"next_batch":"s","account_data":{"events":[{"type":"m.direct","content":{"@a:hs":["!old:hs","!r:hs"]}}]}})");
    decoder.decode(document.root(), true);
    EXPECT_EQ(only<MessageReceived>(timeline(text_event("$1", "@a:hs", "psst"))).channel.kind,
              ChannelKind::direct);
    EXPECT_EQ(decoder.rooms().direct_room("@a:hs"), kRoom);
    EXPECT_EQ(decoder.rooms().direct_room("@b:hs"), "");
    EXPECT_EQ(decoder.rooms().direct_content(), R"({"@a:hs":["!old:hs","!r:hs"]})");
}

TEST_F(MatrixDecode, ForgetsARoomItWasKickedFrom) {
    settle();
    const Batch batch = sync(R"({"leave":{"!r:hs":{"timeline":{"events":[)" +
                             member("$k", "@bot:hs", R"({"membership":"leave","reason":"noise"})",
                                    R"(,"unsigned":{"prev_content":{"membership":"join"}})", "@a:hs") +
                             "]}}}}");
    const auto kicked = only<MemberChanged>(batch);
    EXPECT_EQ(kicked.change, MembershipChange::kicked);
    EXPECT_TRUE(kicked.user.is_self);
    EXPECT_EQ(kicked.detail, "noise");
    EXPECT_EQ(decoder.rooms().find(kRoom), nullptr);
}

TEST_F(MatrixDecode, NeverForgetsThatARoomIsEncrypted) {
    settle();
    timeline(event("$1", "@a:hs", "m.room.encryption", R"({"algorithm":"m.megolm.v1.aes-sha2"})",
                   R"(,"state_key":"")"));
    timeline(event("$2", "@a:hs", "m.room.encryption", "{}", R"(,"state_key":"")"));
    EXPECT_TRUE(decoder.rooms().find(kRoom)->is_encrypted());
    EXPECT_EQ(timeline(event("$3", "@a:hs", "m.room.encrypted", "{}")).undecryptable, 1U);
}

TEST_F(MatrixDecode, SaysNothingInSpaces) {
    joined(R"({"state":{"events":[)" +
               event("$c", "@a:hs", "m.room.create", R"({"type":"m.space"})", R"(,"state_key":"")") + "]}}",
           false);
    EXPECT_TRUE(timeline(text_event("$1", "@a:hs", "x")).events.empty());
}

TEST_F(MatrixDecode, SurvivesAnswersOfTheWrongShape) {
    settle();
    for (
        const char* rooms :
        {"null", "[]", R"({"join":[]})", R"({"join":{"!r:hs":null}})",
         R"({"join":{"!r:hs":{"timeline":{"events":{}}}}})",
         R"({"join":{"!r:hs":{"timeline":{"events":[null,5,{"event_id":7},{"event_id":"$e","sender":"@a:hs"}]}}}})",
         R"({"leave":{"!r:hs":[]},"invite":{"!x:hs":7}})"})
        EXPECT_TRUE(sync(rooms).events.empty()) << rooms;
}

TEST_F(MatrixDecode, CutsAbsurdNames) {
    joined(R"({"state":{"events":[)" +
               member("$1", "@c:hs",
                      R"({"membership":"join","displayname":")" + std::string(5000, 'x') + R"("})") +
               "]}}",
           false);
    EXPECT_LE(decoder.rooms().find(kRoom)->member_name("@c:hs").size(), 256U);
}

TEST(MatrixRecent, ForgetsTheOldestBeyondItsCapacity) {
    Recent recent(2);
    EXPECT_TRUE(recent.add("$1", Seen()));
    EXPECT_TRUE(recent.add("$2", Seen()));
    EXPECT_TRUE(recent.add("$3", Seen()));
    EXPECT_EQ(recent.find("$1"), nullptr);
    EXPECT_NE(recent.find("$3"), nullptr);
}

}  // namespace
}  // namespace confab::matrix
