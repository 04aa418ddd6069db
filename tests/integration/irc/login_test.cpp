#include "tests/integration/irc/irc_world.hpp"

namespace confab::test {
namespace {

void set_login(IrcWorld& world, const char* password) {
    world.account_context.set("sasl_user", std::string("confab"));
    world.account_context.set("sasl_password", Secret(password));
}

Task<void> right(IrcWorld& world) {
    set_login(world, "sandbox");
    co_await world.start_and_join();
    const auto self = co_await world.account_context.next<MemberChanged>();
    EXPECT_TRUE(self && self->user.is_self);
}
TEST(IrcLogin, JoinsAfterSaslPlain) {
    with_irc(right);
}

Task<void> wrong(IrcWorld& world) {
    set_login(world, "hunter2");
    world.start();
    EXPECT_EQ(co_await world.until(ConnectionState::stopped), "SASL login was refused");
}
TEST(IrcLogin, StopsAtAWrongPassword) {
    with_irc(wrong);
}

Task<void> optional(IrcWorld& world) {
    set_login(world, "hunter2");
    world.account_context.set("sasl_required", false);
    co_await world.start_and_join();
}
TEST(IrcLogin, GoesOnWithoutWhereAllowed) {
    with_irc(optional);
}

}  // namespace
}  // namespace confab::test
