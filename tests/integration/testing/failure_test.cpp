// A test that cannot fail is none: each expectation of the kit, when it is not met.
#include <gtest/gtest-spi.h>
#include <confab/testing/chat.hpp>

CONFAB_TEST(FailsWhenAnotherThingIsSaid) {
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("!greet").expect_reply("Hello, bob!"),
                            "expected the reply: Hello, bob!\n           but it was: Hello, alice!");
}

CONFAB_TEST(ShowsTheWholeConversation) {
    chat.user("bob").says("!greet");
    EXPECT_NONFATAL_FAILURE(chat.user("alice").in("#garden").says("!greet").expect_reply("Hi"),
                            "The chat:\n"
                            "  #test        bob      !greet\n"
                            "  #test        confab   Hello, bob!\n"
                            "  #garden      alice    !greet\n"
                            "  #garden      confab   Hello, alice!\n");
}

CONFAB_TEST(FailsAtOnceWhenNothingIsSaid) {
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("hello").expect_reply("..."), "but nothing was said");
}

CONFAB_TEST(SuggestsToLetTimePass) {
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("!later").expect_reply("here it is"),
                            "chat.advance(5000ms) wakes it");
}

CONFAB_TEST(FailsWhenMoreIsExpectedThanWasSaid) {
    EXPECT_NONFATAL_FAILURE(
        chat.user("alice").says("!twice").expect_reply("first").expect_reply("second").expect_reply("third"),
        "but nothing more was said");
}

CONFAB_TEST(FailsWhenSomethingIsSaidThatShouldNot) {
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("!twice").expect_reply("first").expect_no_reply(),
                            "expected no reply\nbut it was: second");
}

CONFAB_TEST(FailsForAnOptionThatIsNotDeclared) {
    chat.option("greting", "Ahoy");
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("!greet"), "did you mean `greeting`?");
}

CONFAB_TEST(FailsForAnOptionOfTheWrongType) {
    chat.option("times", "often");
    EXPECT_NONFATAL_FAILURE(chat.user("alice").says("!greet"), "times");
}

CONFAB_TEST(FailsOnceWhenThePluginDoesNotStart) {
    confab::testing::Chat other(CONFAB_FIXTURES "/confab_throws_in_start.so",
                                confab::testing::report_to_gtest);
    EXPECT_NONFATAL_FAILURE(other.user("alice").says("!x"), "the plugin does not run: failed: start() threw");
    other.user("alice").says("!x").expect_reply("never asked");
}

CONFAB_TEST(FailsWhenThereIsNoSuchLibrary) {
    confab::testing::Chat other("/nowhere/confab_x.so", confab::testing::report_to_gtest);
    EXPECT_NONFATAL_FAILURE(other.user("alice").says("!x"), "/nowhere/confab_x.so");
}

CONFAB_TEST(FailsWhenALogLineIsMissing) {
    EXPECT_NONFATAL_FAILURE(chat.expect_log("the sky fell"), "expected in the log: the sky fell");
}

CONFAB_TEST(FailsForAnExampleThatIsNotKept) {
    chat.option("greeting", "Ahoy");
    ::testing::TestPartResultArray all;
    {
        ::testing::ScopedFakeTestPartResultReporter reporter(&all);
        chat.check_examples();
    }
    ASSERT_EQ(all.size(), 4);  // one a network
    EXPECT_NE(std::string(all.GetTestPartResult(0).message()).find("expected the reply: Hello, ...!"),
              std::string::npos);
}
