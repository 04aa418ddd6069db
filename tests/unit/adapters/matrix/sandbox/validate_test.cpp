#include "adapters/matrix/sandbox/validate.hpp"

#include <gtest/gtest.h>

namespace confab::matrix::sandbox {
namespace {

bool accepts(std::string_view type, std::string json) {
    const Result<json::Document> document = json::Document::parse(std::move(json));
    EXPECT_TRUE(document);
    return !check_content(type, document->root());
}

TEST(MatrixSandboxValidate, RefusesFloatsAndHugeIntegersAtAnyDepth) {
    EXPECT_TRUE(accepts("x", R"({"a":[1,{"b":9007199254740991}]})"));
    EXPECT_FALSE(accepts("x", R"({"a":[1,{"b":1.5}]})"));
    EXPECT_FALSE(accepts("x", R"({"a":9007199254740992})"));
    EXPECT_FALSE(accepts("x", R"({"a":-18446744073709551615})"));
}

TEST(MatrixSandboxValidate, RefusesMessagesThatClientsCouldNotRead) {
    EXPECT_TRUE(accepts("m.room.message", R"({"msgtype":"m.text","body":"x","m.mentions":{}})"));
    EXPECT_FALSE(accepts("m.room.message", R"({"msgtype":"m.text"})"));
    EXPECT_FALSE(accepts("m.room.message", R"({"msgtype":"m.text","body":"x","formatted_body":"y"})"));
    EXPECT_FALSE(
        accepts("m.room.message", R"({"msgtype":"m.text","body":"x","m.mentions":{"user_ids":["bob"]}})"));
    EXPECT_FALSE(accepts(
        "m.room.message",
        R"({"msgtype":"m.text","body":"x","m.relates_to":{"rel_type":"m.replace","event_id":"$1"}})"));
    EXPECT_FALSE(accepts("m.reaction", R"({"m.relates_to":{"rel_type":"m.annotation","event_id":"$1"}})"));
}

TEST(MatrixSandboxValidate, LimitsTheWholeEvent) {
    RoomEvent event;
    event.type = "m.room.message";
    event.content = R"({"body":")" + std::string(64'000, 'x') + "\"}";
    EXPECT_FALSE(check_size(event, "!r:hs"));
    event.content = R"({"body":")" + std::string(65'000, 'x') + "\"}";
    const auto refusal = check_size(event, "!r:hs");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->status, 413);
    EXPECT_EQ(refusal->errcode, "M_TOO_LARGE");
}

}  // namespace
}  // namespace confab::matrix::sandbox
