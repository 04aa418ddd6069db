#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

Task<void> endings(IrcWorld& world) {
    const std::pair<const char*, const char*> kEndings[] = {
        {"kill", ":irc.sandbox.local KILL bot :irc.sandbox.local (staged)\r\nERROR :Closing Link: "},
        {"kline", " 465 bot :You are banned from this server"},
        {"flood_kill", "ERROR :Closing Link: sandbox.local (Excess Flood)\r\n"},
        {"error", "ERROR :Closing Link: (staged)\r\n"}};
    for (const auto& [fault, text] : kEndings) {
        StandInClient bot(world);
        co_await bot.be("bot");
        world.stage(fault);
        const std::string end = co_await bot.rest();
        EXPECT_THAT(end, HasSubstr(text)) << fault;
        EXPECT_THAT(end, HasSubstr("ERROR :")) << fault;
    }
}
TEST(IrcStandInFaults, EndsConnectionsWithAReason) {
    with_irc(endings);
}

Task<void> unwelcome(IrcWorld& world) {
    world.stage("throttle", "2");
    for (int i = 0; i < 2; ++i) {
        StandInClient bot(world);
        co_await bot.connect();
        const std::string end = co_await bot.rest();
        EXPECT_THAT(end, testing::StartsWith("ERROR :Reconnecting too fast, throttled.\r\n"));
    }
    world.stage("kline");
    StandInClient banned(world);
    co_await banned.connect();
    co_await banned.send("NICK bot\r\nUSER bot 0 * :bot\r\n");
    const std::string ban = co_await banned.rest();
    EXPECT_THAT(ban, HasSubstr(" 465 bot "));
    EXPECT_THAT(ban, HasSubstr("ERROR :Closing Link: sandbox.local (K-Lined)"));
    world.stage("password", "open sesame");
    StandInClient wrong(world);
    co_await wrong.connect();
    co_await wrong.send("PASS :sesame\r\nNICK bot\r\nUSER bot 0 * :bot\r\n");
    const std::string refused = co_await wrong.rest();
    EXPECT_THAT(refused, HasSubstr(" 464 bot "));
    StandInClient right(world);
    co_await right.connect();
    const std::string in =
        co_await right.answers("PASS :open sesame\r\nNICK bot\r\nUSER bot 0 * :bot\r\nPASS x\r\n");
    EXPECT_THAT(in, HasSubstr(" 001 bot "));
    EXPECT_THAT(in, HasSubstr(" 462 bot "));
}
TEST(IrcStandInFaults, DoesNotLetEverybodyIn) {
    with_irc(unwelcome);
}

Task<void> nicks(IrcWorld& world) {
    world.stage("ghost_nick", "bot");
    world.stage("refuse_nick", "437");
    StandInClient bot(world);
    co_await bot.connect();
    const std::string all =
        co_await bot.answers("NICK first\r\nNICK Bot\r\nNICK bot_\r\nUSER bot 0 * :bot\r\nNICK NickServ\r\n");
    EXPECT_THAT(all, HasSubstr(" 437 * first :"));
    EXPECT_THAT(all, HasSubstr(" 433 * Bot :"));
    EXPECT_THAT(all, HasSubstr(" 001 bot_ "));
    EXPECT_THAT(all, HasSubstr(" 432 bot_ NickServ"));
    world.stage("ghost_gone", "bot");
    world.stage("sanick");
    co_await bot.sees(":bot_!~bot@sandbox.local NICK :Guest99\r\n");
    const std::string back = co_await bot.answers("NICK bot\r\n");
    EXPECT_THAT(back, HasSubstr(":Guest99!~bot@sandbox.local NICK :bot\r\n"));
}
TEST(IrcStandInFaults, TakesNicksAway) {
    with_irc(nicks);
}

Task<void> bytes(IrcWorld& world) {
    StandInClient bot(world);
    co_await bot.be("bot");
    co_await bot.answers("JOIN #confab\r\n");
    world.stage("invalid_utf8");
    world.stage("latin1");
    world.stage("latin1", "gr\xc3\xbc\xc3\x9f \xe2\x82\xac");
    world.stage("truncated");
    world.stage("long_line", "20000");
    const std::string all = co_await bot.answers("");
    EXPECT_THAT(all, HasSubstr("PRIVMSG #confab :bad \xff\xfe\xc3\x28 bytes\r\n"));
    EXPECT_THAT(all, HasSubstr("PRIVMSG #confab :caf\xe9\r\n"));
    EXPECT_THAT(all, HasSubstr("PRIVMSG #confab :gr\xfc\xdf ?\r\n"));
    EXPECT_THAT(all, HasSubstr("\xe2\x82\xac\xe2\x82\r\n"));
    EXPECT_THAT(all, HasSubstr(std::string(20'000, 'x') + "\r\n"));
}
TEST(IrcStandInFaults, SendsBytesThatAreNoText) {
    with_irc(bytes);
}

Task<void> delays(IrcWorld& world) {
    StandInClient bot(world);
    co_await bot.be("bot");
    Clock& clock = world.runtime.clock();
    world.stage("lag", "60");
    TimePoint begin = clock.now();
    co_await bot.answers("PRIVMSG bot :a\r\n");
    EXPECT_GE(clock.now() - begin, Duration(60));
    world.stage("lag", "0");
    world.stage("slow", "20");
    begin = clock.now();
    co_await bot.answers("PRIVMSG bot :a\r\nPRIVMSG bot :b\r\nPRIVMSG bot :c\r\n");
    EXPECT_GE(clock.now() - begin, Duration(60));
    world.stage("slow", "0");
    world.stage("split");
    const std::string split = co_await bot.answers("PRIVMSG bot :whole\r\n");
    EXPECT_THAT(split, HasSubstr("PRIVMSG bot :whole\r\n"));
}
TEST(IrcStandInFaults, TakesItsTime) {
    with_irc(delays);
}

Task<void> channel_faults(IrcWorld& world) {
    StandInClient bot(world);
    co_await bot.be("bot", "batch");
    co_await bot.answers("JOIN #confab\r\n");
    world.stage("ban");
    world.stage("kick", "begone");
    const std::string out = co_await bot.answers("JOIN #confab\r\n");
    EXPECT_THAT(out, HasSubstr(":alice!alice@sandbox.local MODE #confab +b *!~bot@*\r\n"));
    EXPECT_THAT(out, HasSubstr(":alice!alice@sandbox.local KICK #confab bot :begone\r\n"));
    EXPECT_THAT(out, HasSubstr(" 474 bot #confab"));
    world.stage("unban");
    world.stage("set_invite_only", "#confab");
    const std::string closed = co_await bot.answers("JOIN #confab\r\n");
    EXPECT_THAT(closed, HasSubstr(" 473 bot #confab"));
    world.stage("invite");
    const std::string open = co_await bot.answers("JOIN #confab\r\nPART #confab\r\n");
    EXPECT_THAT(open, HasSubstr("INVITE bot #confab\r\n"));
    EXPECT_THAT(open, HasSubstr("JOIN #confab\r\n"));
    world.stage("set_invite_only", "#confab off");
    world.stage("set_key", "#confab sesame");
    const std::string keyed = co_await bot.answers("JOIN #confab\r\nJOIN #confab sesame\r\nPART #confab\r\n");
    EXPECT_THAT(keyed, HasSubstr(" 475 bot #confab"));
    EXPECT_THAT(keyed, HasSubstr("JOIN #confab\r\n"));
    world.stage("set_key", "#confab");
    world.stage("forward", "#confab #overflow");
    const std::string other = co_await bot.answers("JOIN #confab\r\n");
    EXPECT_THAT(other, HasSubstr(" 470 bot #confab #overflow "));
    EXPECT_THAT(other, HasSubstr("JOIN #overflow\r\n"));
}
TEST(IrcStandInFaults, ShutsChannels) {
    with_irc(channel_faults);
}

Task<void> lost(IrcWorld& world) {
    StandInClient bot(world);
    co_await bot.be("bot", "echo-message");
    world.stage("swallow", "1");
    const std::string all = co_await bot.answers("PRIVMSG bot :lost\r\nPRIVMSG bot :kept\r\n");
    EXPECT_THAT(all, Not(HasSubstr(":lost")));
    EXPECT_THAT(all, HasSubstr(":kept"));
    world.stage("login", "somebody");
    co_await bot.sees(" 900 bot bot!~bot@sandbox.local somebody :");
    EXPECT_FALSE(world.sandbox->stage("no such fault", ""));
    EXPECT_FALSE(world.sandbox->stage("as", "9nick JOIN #c"));
    EXPECT_FALSE(world.sandbox->stage("as", "bot JOIN #c"));
    EXPECT_FALSE(world.sandbox->stage("crowd", "none"));
}
TEST(IrcStandInFaults, LosesMessages) {
    with_irc(lost);
}

}  // namespace
}  // namespace confab::test
