#include "plugins/chat/question.hpp"

#include <gtest/gtest.h>

#include "tests/unit/plugins/talk.hpp"

namespace confab::chat {
namespace {

using test::said;
using test::said_to_bot;

TEST(ChatQuestion, TakesDirectMessagesAndMentionsOnly) {
    EXPECT_EQ(question_of(said(" hello ", ChannelKind::direct)), "hello");
    EXPECT_EQ(question_of(said_to_bot("hello")), "hello");
    EXPECT_EQ(question_of(said("hello")), std::nullopt);
    EXPECT_EQ(question_of(said("hello", ChannelKind::thread)), std::nullopt);
}

TEST(ChatQuestion, NeverAnswersHistoryEchoNoticesOrBots) {
    for (int what = 0; what < 5; ++what) {
        MessageReceived event = said("hello", ChannelKind::direct);
        if (what == 0) event.origin = Origin::history;
        if (what == 1) event.origin = Origin::echo;
        if (what == 2) event.is_notice = true;
        if (what == 3) event.sender.is_bot = true;
        if (what == 4) event.sender.is_self = true;
        EXPECT_EQ(question_of(event), std::nullopt) << what;
    }
}

TEST(ChatQuestion, LeavesTheAddressOut) {
    MessageReceived event = said_to_bot("");
    event.message = Message();
    event.message.append(Mention(UserId("bot"), "@confab")).append(Text(": what is a monad? "));
    EXPECT_EQ(question_of(event), "what is a monad?");
}

TEST(ChatQuestion, KeepsMentionsInsideTheQuestion) {
    MessageReceived event = said_to_bot("");
    event.message = Message();
    event.message.append(Text("what does "))
        .append(Mention(UserId("bot"), "@confab"))
        .append(Text(" think?"));
    EXPECT_EQ(question_of(event), "what does @confab think?");
}

TEST(ChatQuestion, IgnoresABareAddressAndBlanks) {
    MessageReceived event = said_to_bot("");
    event.message = Message();
    event.message.append(Mention(UserId("bot"), "@confab"));
    EXPECT_EQ(question_of(event), std::nullopt);
    EXPECT_EQ(question_of(said(" \n ", ChannelKind::direct)), std::nullopt);
    event.message = Message();
    EXPECT_EQ(question_of(event), std::nullopt);
}

}  // namespace
}  // namespace confab::chat
