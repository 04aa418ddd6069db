#include <confab/testing/chat.hpp>

CONFAB_TEST(AddsPoints) {
    auto alice = chat.user("alice");
    alice.says("!score bob 4").expect_reply("bob has 4.");
    alice.says("!score bob").expect_reply("bob has 5.");
    alice.says("!score bob 101").expect_reply("...points...");
}
