#include "adapters/matrix/sandbox/sync.hpp"

#include <gtest/gtest.h>

namespace confab::matrix::sandbox {
namespace {

// Fixed time and counting "randomness": ids differ and are the same in each run.
class FixedClock final : public Clock {
public:
    TimePoint now() const noexcept override { return {}; }
    WallTime wall_now() const noexcept override { return WallTime(std::chrono::seconds(5)); }
    Task<void> sleep(Duration) override { co_return; }
    Task<bool> run_for(Duration, Task<void> task) override {
        co_await std::move(task);
        co_return true;
    }
};

class CountingRandom final : public Random {
public:
    double uniform() override { return 0.5; }
    void fill(std::span<std::byte> out) override {
        for (std::byte& b : out) b = std::byte(next_++ * 7 % 31);
        next_ += 3;
    }

private:
    unsigned next_ = 0;
};

class MatrixSandboxSync : public testing::Test {
protected:
    MatrixSandboxSync() : server(clock, random) {
        server.add_person("alice", "a", "Alice");
        server.add_person("bob", "b", "Bob");
        const auto request = json::Document::parse(R"({"name":"Den","preset":"public_chat"})");
        room = server.room(*server.create_room(alice, request->root()));
    }
    std::string say(const std::string& user, const std::string& text) {
        const Outcome<std::string> sent = server.send(
            *room, Draft(user, "m.room.message", R"({"msgtype":"m.text","body":")" + text + "\"}"));
        EXPECT_TRUE(sent);
        return *sent;
    }
    json::Document sync(std::optional<StreamPosition> since, bool* news = nullptr) {
        SyncRequest request;
        request.user = bob;
        request.since = since;
        request.filter.limit = 3;
        SyncAnswer answer = build_sync(server, request);
        if (news) *news = answer.has_news;
        Result<json::Document> document = json::Document::parse(std::move(answer.body));
        EXPECT_TRUE(document);
        return std::move(*document);
    }
    FixedClock clock;
    CountingRandom random;
    Homeserver server;
    RoomModel* room = nullptr;
    const std::string alice = "@alice:localhost";
    const std::string bob = "@bob:localhost";
};

TEST_F(MatrixSandboxSync, LeavesOutRoomsWhenNothingHappened) {
    ASSERT_TRUE(server.join(*room, bob));
    bool news = true;
    const json::Document answer = sync(server.now(), &news);
    EXPECT_FALSE(news);
    EXPECT_FALSE(answer.root().has("rooms"));
    EXPECT_TRUE(answer["next_batch"].is_string());
}

TEST_F(MatrixSandboxSync, BringsOnlyWhatIsNew) {
    ASSERT_TRUE(server.join(*room, bob));
    const StreamPosition since = server.now();
    const std::string id = say(alice, "hi");
    const json::Document answer = sync(since);
    const json::Value timeline = answer["rooms"]["join"][room->id]["timeline"];
    ASSERT_EQ(timeline["events"].size(), 1U);
    EXPECT_EQ(timeline["events"].at(0)["event_id"].string(), id);
    EXPECT_FALSE(timeline["limited"].boolean());
}

TEST_F(MatrixSandboxSync, LimitsTheTimelineAndSaysSo) {
    ASSERT_TRUE(server.join(*room, bob));
    const StreamPosition since = server.now();
    for (int i = 0; i < 5; ++i) say(alice, "m");
    const json::Document answer = sync(since);
    const json::Value timeline = answer["rooms"]["join"][room->id]["timeline"];
    EXPECT_EQ(timeline["events"].size(), 3U);
    EXPECT_TRUE(timeline["limited"].boolean());
    const auto before = server.position_of(timeline["prev_batch"].string());
    ASSERT_TRUE(before);
    EXPECT_EQ(*before, since + 2) << "two were left out";
}

TEST_F(MatrixSandboxSync, GivesTheWholeStateOfAFreshJoin) {
    const StreamPosition since = server.now();
    ASSERT_TRUE(server.join(*room, bob));
    const json::Document answer = sync(since);
    const json::Value data = answer["rooms"]["join"][room->id];
    EXPECT_TRUE(data["timeline"]["limited"].boolean());
    bool has_create = false;
    for (const json::Value event : data["state"]["events"].items())
        has_create = has_create || event["type"].string() == "m.room.create";
    EXPECT_TRUE(has_create);
}

TEST_F(MatrixSandboxSync, ShowsInvitesStripped) {
    ASSERT_TRUE(server.invite(*room, alice, bob, true));
    const json::Document answer = sync({});
    const json::Value events = answer["rooms"]["invite"][room->id]["invite_state"]["events"];
    ASSERT_GT(events.size(), 1U);
    for (const json::Value event : events.items()) {
        EXPECT_FALSE(event.has("event_id"));
        EXPECT_TRUE(event["state_key"].is_string());
    }
}

TEST_F(MatrixSandboxSync, RefusesTokensOfBeforeAndOfTheFuture) {
    const std::string token = server.token_of(server.now());
    EXPECT_TRUE(server.position_of(token));
    EXPECT_FALSE(server.position_of(server.token_of(server.now() + 1)));
    EXPECT_FALSE(server.position_of("s1_x"));
    server.forget_positions();
    EXPECT_FALSE(server.position_of(token));
}

TEST_F(MatrixSandboxSync, EmptiesWhatIsRedactedAndLetsOnlyTheSenderOrAModeratorDoIt) {
    ASSERT_TRUE(server.join(*room, bob));
    const std::string id = say(alice, "oops");
    EXPECT_FALSE(server.redact(*room, Draft(bob, "m.room.redaction", "{}"), id));
    EXPECT_TRUE(server.redact(*room, Draft(alice, "m.room.redaction", "{}"), id));
    EXPECT_EQ(room->event(id)->content, "{}");
}

TEST_F(MatrixSandboxSync, RefusesTheSameReactionTwice) {
    const std::string id = say(alice, "x");
    const std::string content =
        R"({"m.relates_to":{"rel_type":"m.annotation","event_id":")" + id + R"(","key":"+"}})";
    EXPECT_TRUE(server.send(*room, Draft(alice, "m.reaction", content)));
    const Outcome<std::string> again = server.send(*room, Draft(alice, "m.reaction", content));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().errcode, "M_DUPLICATE_ANNOTATION");
}

TEST_F(MatrixSandboxSync, KeepsStrangersAndTheUnprivilegedOut) {
    EXPECT_EQ(server.send(*room, Draft(bob, "m.room.message", "{}")).error().errcode, "M_FORBIDDEN");
    ASSERT_TRUE(server.join(*room, bob));
    EXPECT_EQ(server.send(*room, Draft(bob, "m.room.name", R"({"name":"x"})").with_key("")).error().status,
              403);
}

}  // namespace
}  // namespace confab::matrix::sandbox
