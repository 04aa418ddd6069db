#include "adapters/matrix/names.hpp"

#include <gtest/gtest.h>

#include "answers.hpp"

namespace confab::matrix {
namespace {

class MatrixNames : public testing::Test {
protected:
    MatrixNames() {
        state("!a:hs", "m.room.name", "", R"({"name":"Lobby"})");
        state("!a:hs", "m.room.canonical_alias", "", R"({"alias":"#lobby:hs"})");
        state("!b:hs", "m.room.name", "", R"({"name":"Twin"})");
        state("!c:hs", "m.room.name", "", R"({"name":"Twin"})");
        joins("!a:hs", "@alice:hs", "Alice");
        joins("!b:hs", "@alice:hs", "Alice");
        joins("!a:hs", "@sam:hs", "Sam");
        joins("!b:hs", "@sam:other", "Sam");
    }
    void state(const std::string& room, const std::string& type, const std::string& key,
               const std::string& content) {
        const json::Document event =
            parsed(R"({"type":")" + type + R"(","state_key":")" + key + R"(","content":)" + content + "}");
        rooms.add(room).apply(event.root());
    }
    void joins(const std::string& room, const std::string& user, const std::string& name) {
        state(room, "m.room.member", user, R"({"membership":"join","displayname":")" + name + R"("})");
    }
    std::string who(std::string_view text) {
        const auto found = user_named(text, rooms);
        return found ? found->user.str() + " " + found->name : "nobody";
    }
    std::string where(std::string_view text) {
        const auto found = channel_named(text, rooms);
        return found ? found->str() : "nowhere";
    }
    Rooms rooms;
};

TEST_F(MatrixNames, UserIdsAndPillsNeedNoMemory) {
    EXPECT_EQ(who("@bob:example.org"), "@bob:example.org @bob:example.org");
    EXPECT_EQ(who("@alice:hs"), "@alice:hs Alice");
    EXPECT_EQ(who("https://matrix.to/#/@alice:hs"), "@alice:hs Alice");
    EXPECT_EQ(who("https://matrix.to/#/%40alice%3Ahs?via=hs"), "@alice:hs Alice");
    EXPECT_EQ(who("matrix:u/alice:hs"), "@alice:hs Alice");
    for (const char* odd : {"", "@", "@:hs", "@bob:", "@bob smith:hs", "https://matrix.to/#/!a:hs"})
        EXPECT_EQ(who(odd), "nobody") << odd;
}

TEST_F(MatrixNames, ADisplayNameMeansThePersonWhoAloneHasIt) {
    EXPECT_EQ(who("Alice"), "@alice:hs Alice") << "in two rooms, but one person";
    EXPECT_EQ(who("@Alice"), "@alice:hs Alice");
    EXPECT_EQ(who("Sam"), "nobody");
    EXPECT_EQ(who("Carol"), "nobody");
}

TEST_F(MatrixNames, RoomsByIdByKnownAliasAndByTheirOnlyName) {
    EXPECT_EQ(where("!x:example.org"), "!x:example.org");
    EXPECT_EQ(where("#lobby:hs"), "!a:hs");
    EXPECT_EQ(where("https://matrix.to/#/%23lobby%3Ahs"), "!a:hs");
    EXPECT_EQ(where("https://matrix.to/#/!a:hs/$event?via=hs"), "!a:hs");
    EXPECT_EQ(where("Lobby"), "!a:hs");
    EXPECT_EQ(where("Twin"), "nowhere");
    EXPECT_EQ(where("#unknown:hs"), "nowhere");
    EXPECT_EQ(where(""), "nowhere");
    EXPECT_EQ(where("!two words"), "nowhere");
}

}  // namespace
}  // namespace confab::matrix
