#include <confab/testing/chat.hpp>
CONFAB_TEST(Greets) { chat.user("alice").says("!hello").expect_reply("Hello, alice!"); }
