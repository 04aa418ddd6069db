#include <confab/testing/chat.hpp>

CONFAB_TEST(HearsOfScoresThroughTheOtherPlugin) {
    chat.with_plugin(PROVIDER_FILE).option("every", "5");
    auto alice = chat.user("alice");
    alice.says("!congratulate").expect_reply("I will.");
    alice.says("!score bob 4").expect_reply("bob has 4.").expect_no_reply();
    alice.says("!score bob").expect_reply("bob has 5.").expect_reply("bob: 5!");
    alice.says("!points bob").expect_reply("5");
}

CONFAB_TEST(HearsOnceAfterAReload) {
    chat.with_plugin(PROVIDER_FILE).option("every", "1");
    auto alice = chat.user("alice");
    alice.says("!congratulate").expect_reply("I will.");
    chat.reload();
    alice.says("!congratulate").expect_reply("I will.");
    alice.says("!score bob").expect_reply("bob has 1.").expect_reply("bob: 1!").expect_no_reply();
}
