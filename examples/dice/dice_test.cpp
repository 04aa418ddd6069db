#include <confab/testing/chat.hpp>

CONFAB_TEST_EXAMPLES

CONFAB_TEST(RollsWhatTheSeedGives) {
    chat.seed(7).user("alice").says("!roll").expect_reply(matches("^[1-6]$"));
    chat.user("alice").says("!roll 20 3").expect_reply(matches("^[0-9]+ [+] [0-9]+ [+] [0-9]+ = [0-9]+$"));
}

CONFAB_TEST(SaysWhatItCannotRoll) {
    chat.user("alice").says("!roll 1").expect_reply("...`sides`...2...1000...");
    chat.user("alice").in_private().says("!roll 6 21").expect_reply("...`count`...1...20...");
}

CONFAB_TEST(SaysWhatANumberIs) {
    chat.user("bob").on("irc").says("!roll blue").expect_reply("...sides...").expect_no_reply();
}
