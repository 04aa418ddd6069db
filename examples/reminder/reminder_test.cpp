#include <confab/testing/chat.hpp>

CONFAB_TEST_EXAMPLES

CONFAB_TEST(RemindsWhenTheTimeHasCome) {
    auto alice = chat.user("alice");
    alice.says("!remind 10m tea").expect_reply("In 10 min: tea (no. ...)");
    chat.advance(9min);
    alice.expect_no_reply();
    chat.advance(1min);
    alice.expect_reply("...tea");
}

CONFAB_TEST(AsksForWhatIsNotSaid) {
    auto alice = chat.user("alice");
    alice.says("!remind").expect_reply("What shall I remind you of?");
    alice.says("water the plants").expect_reply("When?...");
    alice.says("2").expect_reply("...In 1 h 0 min: water the plants?...");
    alice.says("yes").expect_reply("In 1 h 0 min: water the plants (no. ...)");
    chat.advance(1h);
    alice.expect_reply("...water the plants");
}

CONFAB_TEST(GivesUpWhenNobodyAnswers) {
    auto alice = chat.user("alice");
    alice.says("!remind").expect_reply("What shall I remind you of?");
    chat.advance(2min);
    alice.expect_reply("Then not.");
}

CONFAB_TEST(RemembersOverAReload) {
    auto alice = chat.user("alice");
    alice.says("!remind 10m tea").expect_reply("In 10 min...");
    chat.reload();
    chat.advance(10min);
    alice.expect_reply("...tea");
}

CONFAB_TEST(ListsAndForgetsOnesOwn) {
    auto alice = chat.user("alice");
    auto bob = chat.user("bob");
    alice.says("!remind 1h tea").expect_reply("In 1 h 0 min: tea (no. 1)");
    bob.says("!reminders").expect_reply("You have none.");
    bob.says("!forget 1").expect_reply("You have no such reminder.");
    alice.says("!reminders").expect_reply("1: in 1 h 0 min, tea...");
    alice.says("!forget 1").expect_reply("Forgotten.");
    chat.advance(2h);
    alice.expect_no_reply();
}
