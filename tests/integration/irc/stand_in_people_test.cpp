#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

Task<void> who(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna", "multi-prefix");
    world.stage("as", "alice JOIN #c");
    world.stage("as", "alice AWAY :lunch");
    co_await anna.answers("JOIN #c\r\n");
    world.stage("as", "alice MODE #c +ov alice alice");
    const std::string all =
        co_await anna.answers("WHO #c\r\nWHO #c %tcuhnfar,042\r\nWHO alice %na\r\nWHO al*\r\nWHO nobody\r\n");
    EXPECT_THAT(all, HasSubstr(" 352 anna #c alice sandbox.local irc.sandbox.local alice G@+ :0 alice\r\n"));
    EXPECT_THAT(all, HasSubstr(" 354 anna 042 #c alice sandbox.local alice G@+ alice :alice\r\n"));
    EXPECT_THAT(all, HasSubstr(" 354 anna 042 #c ~anna sandbox.local anna H 0 :anna\r\n"));
    EXPECT_THAT(all, HasSubstr(" 354 anna alice alice\r\n"));
    EXPECT_THAT(all, HasSubstr(" 315 anna al* "));
    EXPECT_THAT(all, HasSubstr(" 315 anna nobody "));
    world.stage("isupport", "-WHOX");
    const std::string plain = co_await anna.answers("WHO #c %na\r\n");
    EXPECT_THAT(plain, Not(HasSubstr(" 354 ")));
    EXPECT_THAT(plain, HasSubstr(" 352 "));
}
TEST(IrcStandInPeople, AnswersWhoAndWhox) {
    with_irc(who);
}

Task<void> whois(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna");
    co_await anna.answers("JOIN #c\r\n");
    world.stage("as", "alice JOIN #c");
    const std::string all = co_await anna.answers("WHOIS alice\r\nISON alice nobody\r\nUSERHOST alice\r\n");
    EXPECT_THAT(all, HasSubstr(" 311 anna alice alice sandbox.local * :alice\r\n"));
    EXPECT_THAT(all, HasSubstr(" 319 anna alice :#c\r\n"));
    EXPECT_THAT(all, HasSubstr(" 330 anna alice alice :is logged in as\r\n"));
    EXPECT_THAT(all, HasSubstr(" 318 anna alice :"));
    EXPECT_THAT(all, HasSubstr(" 303 anna :alice \r\n"));
    EXPECT_THAT(all, HasSubstr(" 302 anna :alice=+alice@sandbox.local"));
}
TEST(IrcStandInPeople, AnswersQuestionsAboutPeople) {
    with_irc(whois);
}

Task<void> monitor(IrcWorld& world) {
    world.stage("isupport", "MONITOR=2");
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna", "extended-monitor away-notify account-notify setname");
    const std::string all = co_await anna.answers("MONITOR + ben,carl,dora\r\nMONITOR L\r\nMONITOR S\r\n");
    EXPECT_THAT(all, HasSubstr(" 731 anna :ben\r\n"));
    EXPECT_THAT(all, HasSubstr(" 734 anna 2 dora :"));
    EXPECT_THAT(all, HasSubstr(" 732 anna :ben carl\r\n:irc.sandbox.local 733 anna "));
    co_await ben.be("ben");
    co_await anna.sees(" 730 anna :ben!~ben@sandbox.local\r\n");
    co_await ben.answers("AWAY :lunch\r\nSETNAME :Benjamin\r\nNICK benny\r\n");
    co_await anna.sees(":ben!~ben@sandbox.local AWAY :lunch\r\n");
    co_await anna.sees(" 731 anna :ben\r\n");
    const std::string none = co_await anna.answers("MONITOR C\r\nMONITOR L\r\n");
    EXPECT_THAT(none, Not(HasSubstr(" 732 ")));
}
TEST(IrcStandInPeople, WatchesNicks) {
    with_irc(monitor);
}

Task<void> changes(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    StandInClient bot(world);
    co_await bot.be("bot", "setname chghost");
    co_await anna.be("anna", "away-notify setname chghost");
    co_await ben.be("ben");
    for (StandInClient* client : {&bot, &anna, &ben}) co_await client->answers("JOIN #c\r\n");
    world.stage("chghost", "~bot cloak.example");
    const std::string self = co_await bot.answers(
        "AWAY :busy\r\nAWAY\r\nSETNAME :A bot\r\nSETNAME :" + std::string(129, 'x') + "\r\n");
    EXPECT_THAT(self, HasSubstr(":bot!~bot@sandbox.local CHGHOST ~bot cloak.example\r\n"));
    EXPECT_THAT(self, HasSubstr(" 396 bot cloak.example :"));
    EXPECT_THAT(self, HasSubstr(" 306 bot "));
    EXPECT_THAT(self, HasSubstr(" 305 bot "));
    EXPECT_THAT(self, HasSubstr(":bot!~bot@cloak.example SETNAME :A bot\r\n"));
    EXPECT_THAT(self, HasSubstr("FAIL SETNAME INVALID_REALNAME :"));
    const std::string told = co_await anna.answers("");
    EXPECT_THAT(told,
                HasSubstr("CHGHOST ~bot cloak.example\r\n:bot!~bot@cloak.example AWAY :busy\r\n"
                          ":bot!~bot@cloak.example AWAY\r\n:bot!~bot@cloak.example SETNAME :A bot\r\n"));
    const std::string fallback = co_await ben.answers("");
    EXPECT_THAT(fallback, HasSubstr(":bot!~bot@sandbox.local QUIT :Changing host\r\n"
                                    ":bot!~bot@cloak.example JOIN #c\r\n"));
    EXPECT_THAT(fallback, Not(HasSubstr("AWAY")));
}
TEST(IrcStandInPeople, TellsWhatChanges) {
    with_irc(changes);
}

Task<void> splits(IrcWorld& world) {
    StandInClient plain(world);
    StandInClient batched(world);
    co_await plain.be("plain");
    co_await batched.be("batched", "batch");
    world.stage("crowd", "60 #c");
    co_await plain.answers("JOIN #c\r\n");
    co_await batched.answers("JOIN #c\r\n");
    world.stage("netsplit", "60 hub.example leaf.example");
    const std::string quits = co_await plain.answers("NAMES #c\r\n");
    EXPECT_THAT(quits, HasSubstr(":crowd60!crowd60@sandbox.local QUIT :hub.example leaf.example\r\n"));
    EXPECT_THAT(quits, HasSubstr(" 353 plain = #c :plain batched\r\n"));
    const std::string batch = co_await batched.answers("");
    EXPECT_THAT(batch, HasSubstr(" netsplit hub.example leaf.example\r\n@batch="));
    world.stage("netjoin");
    const std::string joins = co_await plain.answers("");
    EXPECT_THAT(joins, HasSubstr(":crowd60!crowd60@sandbox.local JOIN #c\r\n"));
    const std::string back = co_await batched.answers("NAMES #c\r\n");
    EXPECT_THAT(back, HasSubstr(" netjoin irc.sandbox.local far.sandbox.local\r\n@batch="));
    EXPECT_THAT(back, HasSubstr("crowd60"));
}
TEST(IrcStandInPeople, SplitsAndComesBack) {
    with_irc(splits);
}

}  // namespace
}  // namespace confab::test
