// The admin plugin's library in the real core, as its users talk to it.
#include <confab/testing/chat.hpp>

CONFAB_TEST(IsDeniedByDefault) {
    chat.user("mallory").says("!plugin list").expect_reply("...may not...");
    chat.user("mallory").says("!set admin.x y").expect_reply("...may not...");
    chat.user("mallory").in_private().says("!plugin unload admin").expect_reply("...may not...");
}

CONFAB_TEST(TellsOwnersWhatRuns) {
    chat.user("olivia").as_owner().says("!plugin list").expect_reply("...admin ...: running...");
    chat.user("olivia").as_owner().says("!plugins").expect_reply("...admin ...: running...");
    chat.user("olivia").as_owner().says("!plugin info admin").expect_reply("...plugin reload...");
    chat.user("olivia")
        .as_owner()
        .says("!plugin info nobody")
        .expect_reply("there is no plugin `nobody` here");
}

CONFAB_TEST(ARoleMayBeGivenAPart) {
    chat.user("rob").with_permission("admin.status").says("!plugin list").expect_reply("...running...");
    chat.user("rob")
        .with_permission("admin.status")
        .says("!plugin reload admin")
        .expect_reply("...may not...");
}

CONFAB_TEST(ListsTheSubcommandsOfAGroup) {
    chat.user("olivia").as_owner().says("!plugin").expect_reply("...reload...");
}

CONFAB_TEST(SaysWhatCannotBeSet) {
    chat.user("olivia").as_owner().says("!settings").expect_reply("There are no settings.");
    chat.user("olivia").as_owner().says("!set --here no.such 5").expect_reply("That did not work: ...");
}
