#include "plugins/chat/memory.hpp"

#include <gtest/gtest.h>

#include "tests/unit/plugins/talk.hpp"

namespace confab::chat {
namespace {

using test::channel_ref;

std::string shape(const std::vector<Turn>& turns) {
    std::string out;
    for (const Turn& turn : turns) out += "sua"[static_cast<int>(turn.role)] + (":" + turn.text + " ");
    return out;
}

TEST(ChatMemory, SendsSystemPromptEarlierTurnsAndQuestionInOrder) {
    Memory memory{MemoryLimits()};
    memory.remember(channel_ref(), "q1", "a1");
    memory.remember(channel_ref(), "q2", "a2");
    EXPECT_EQ(shape(memory.conversation(channel_ref(), "be kind", "q3")),
              "s:be kind u:q1 a:a1 u:q2 a:a2 u:q3 ");
    EXPECT_EQ(shape(memory.conversation(channel_ref(), "", "q3")), "u:q1 a:a1 u:q2 a:a2 u:q3 ");
}

TEST(ChatMemory, KeepsChannelsAndAccountsApart) {
    Memory memory{MemoryLimits()};
    memory.remember(channel_ref("#a"), "q", "a");
    EXPECT_EQ(shape(memory.conversation(channel_ref("#b"), "", "x")), "u:x ");
    const ChannelRef elsewhere(AccountId("other"), ChannelId("#a"));
    EXPECT_EQ(shape(memory.conversation(elsewhere, "", "x")), "u:x ");
}

TEST(ChatMemory, DropsTheOldestExchangesOverTheTurns) {
    MemoryLimits limits;
    limits.turns = 4;
    Memory memory(limits);
    for (const char* n : {"1", "2", "3"}) memory.remember(channel_ref(), n, n);
    EXPECT_EQ(shape(memory.conversation(channel_ref(), "", "x")), "u:2 a:2 u:3 a:3 u:x ");
}

TEST(ChatMemory, DropsTheOldestExchangesOverTheCharactersCountedAsCodePoints) {
    MemoryLimits limits;
    limits.characters = 8;
    Memory memory(limits);
    memory.remember(channel_ref(), "\xc3\xa9\xc3\xa9", "\xc3\xa9\xc3\xa9");
    memory.remember(channel_ref(), "12", "34");
    EXPECT_EQ(memory.conversation(channel_ref(), "", "x").size(), 5u);
    memory.remember(channel_ref(), "5", "6");
    EXPECT_EQ(shape(memory.conversation(channel_ref(), "", "x")), "u:12 a:34 u:5 a:6 u:x ");
    memory.remember(channel_ref(), std::string(9, 'x'), "");
    EXPECT_EQ(memory.conversation(channel_ref(), "", "x").size(), 1u);
}

TEST(ChatMemory, ForgetsTheChannelSilentForLongest) {
    MemoryLimits limits;
    limits.channels = 2;
    Memory memory(limits);
    memory.remember(channel_ref("#a"), "q", "a");
    memory.remember(channel_ref("#b"), "q", "a");
    memory.remember(channel_ref("#a"), "q", "a");
    memory.remember(channel_ref("#c"), "q", "a");
    EXPECT_EQ(memory.conversation(channel_ref("#b"), "", "x").size(), 1u);
    EXPECT_EQ(memory.conversation(channel_ref("#a"), "", "x").size(), 5u);
    EXPECT_EQ(memory.conversation(channel_ref("#c"), "", "x").size(), 3u);
}

TEST(ChatMemory, ForgetsWhatWasSaidButNotTheModel) {
    Memory memory{MemoryLimits()};
    EXPECT_FALSE(memory.forget(channel_ref()));
    memory.choose_model(channel_ref(), "a/b");
    EXPECT_FALSE(memory.forget(channel_ref()));
    memory.remember(channel_ref(), "q", "a");
    EXPECT_TRUE(memory.forget(channel_ref()));
    EXPECT_EQ(memory.conversation(channel_ref(), "", "x").size(), 1u);
    EXPECT_EQ(memory.model(channel_ref()), "a/b");
    EXPECT_EQ(memory.model(channel_ref("#other")), "");
}

}  // namespace
}  // namespace confab::chat
