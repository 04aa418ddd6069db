#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

Task<void> operators(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna");
    co_await ben.be("ben", "multi-prefix");
    const std::string first = co_await anna.answers("JOIN #c\r\nMODE #c\r\n");
    EXPECT_THAT(first, HasSubstr(" 324 anna #c +nt\r\n"));
    EXPECT_THAT(first, HasSubstr(" 329 anna #c "));
    const std::string refused =
        co_await ben.answers("JOIN #c\r\nTOPIC #c :x\r\nMODE #c +m\r\nKICK #c anna\r\n");
    EXPECT_THAT(refused, HasSubstr(" 353 ben = #c :@anna ben\r\n"));
    EXPECT_EQ(refused.find(" 482 ben #c", refused.find("482") + 1) != std::string::npos, true);
    const std::string given = co_await anna.answers("MODE #c +ov-o+v ben ben anna anna\r\n");
    EXPECT_THAT(given, HasSubstr(":anna!~anna@sandbox.local MODE #c +ov-o+v ben ben anna anna\r\n"));
    const std::string names = co_await ben.answers("NAMES #c\r\nMODE #c +q anna\r\nTOPIC #c :news\r\n");
    EXPECT_THAT(names, HasSubstr(" 353 ben = #c :+anna @+ben\r\n"));
    EXPECT_THAT(names, HasSubstr(" 472 ben q :"));
    EXPECT_THAT(names, HasSubstr("TOPIC #c :news"));
    world.stage("isupport", "PREFIX=(qaohv)~&@%+");
    const std::string more = co_await ben.answers("MODE #c +qh ben ben\r\nNAMES #c\r\nWHO #c\r\n");
    EXPECT_THAT(more, HasSubstr("MODE #c +qh ben ben"));
    EXPECT_THAT(more, HasSubstr(" 353 ben = #c :+anna ~@%+ben\r\n"));
    EXPECT_THAT(more, HasSubstr(" ben H~@%+ :0 ben"));
}
TEST(IrcStandInChannels, KnowsWhoMayWhat) {
    with_irc(operators);
}

Task<void> closed_doors(IrcWorld& world) {
    world.stage("flood", "100 100");
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna");
    co_await ben.be("ben");
    co_await anna.answers(
        "JOIN #k,#l,#i,#b,#r,#f,#g\r\nMODE #k +k key\r\nMODE #l +l 1\r\nMODE #i +i\r\n"
        "MODE #b +b BEN!*@*\r\nMODE #r +r\r\nMODE #f +if #g\r\n");
    const std::string refused = co_await ben.answers("JOIN #k,#l,#i,#b,#r,#f wrong\r\n");
    EXPECT_THAT(refused, HasSubstr(" 475 ben #k "));
    EXPECT_THAT(refused, HasSubstr(" 471 ben #l "));
    EXPECT_THAT(refused, HasSubstr(" 473 ben #i "));
    EXPECT_THAT(refused, HasSubstr(" 474 ben #b "));
    EXPECT_THAT(refused, HasSubstr(" 477 ben #r "));
    EXPECT_THAT(refused, HasSubstr(" 470 ben #f #g :Forwarding to another channel\r\n"
                                   ":ben!~ben@sandbox.local JOIN #g\r\n"));
    const std::string bans = co_await anna.answers("MODE #b b\r\nMODE #b -b ben!*@*\r\nINVITE ben #i\r\n");
    EXPECT_THAT(bans, HasSubstr(" 367 anna #b BEN!*@* anna "));
    EXPECT_THAT(bans, HasSubstr(" 368 anna #b "));
    EXPECT_THAT(bans, HasSubstr(" 341 anna ben #i\r\n"));
    const std::string let_in = co_await ben.answers(
        "JOIN #k,#b,#i key\r\nMODE #k\r\nPRIVMSG NickServ :IDENTIFY confab sandbox\r\n"
        "JOIN #r\r\n");
    EXPECT_THAT(let_in, HasSubstr("INVITE ben #i\r\n"));
    for (const char* joined : {"JOIN #k\r\n", "JOIN #b\r\n", "JOIN #i\r\n", "JOIN #r\r\n"})
        EXPECT_THAT(let_in, HasSubstr(joined));
    EXPECT_THAT(let_in, HasSubstr(" 324 ben #k +ntk key\r\n"));
    world.stage("refuse_join", "480");
    const std::string staged = co_await ben.answers("JOIN #new\r\nJOIN #new\r\n");
    EXPECT_THAT(staged, HasSubstr(" 480 ben #new "));
    EXPECT_THAT(staged, HasSubstr("JOIN #new\r\n"));
}
TEST(IrcStandInChannels, KeepsPeopleOut) {
    with_irc(closed_doors);
}

Task<void> silence(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna");
    co_await ben.be("ben");
    co_await anna.answers("JOIN #m,#b,#s\r\nMODE #m +m\r\nMODE #s +s\r\n");
    co_await ben.answers("JOIN #m,#b\r\n");
    co_await anna.answers("MODE #b +b ben!*@*\r\n");
    const std::string refused =
        co_await ben.answers("PRIVMSG #m :a\r\nPRIVMSG #b :b\r\nPRIVMSG #s :c\r\nLIST\r\n");
    EXPECT_THAT(refused, HasSubstr(" 404 ben #m :Cannot send to channel (+m)"));
    EXPECT_THAT(refused, HasSubstr(" 404 ben #b :Cannot send to channel (+b)"));
    EXPECT_THAT(refused, HasSubstr(" 404 ben #s :Cannot send to channel (+n)"));
    EXPECT_THAT(refused, HasSubstr(" 322 ben #m 2 :"));
    EXPECT_THAT(refused, Not(HasSubstr(" 322 ben #s")));
    co_await anna.answers("MODE #m +v ben\r\nMODE #b -b ben!*@*\r\n");
    const std::string heard = co_await ben.answers("PRIVMSG #m :heard\r\nPRIVMSG @#m :operators\r\n");
    EXPECT_THAT(heard, Not(HasSubstr(" 404 ")));
    co_await anna.sees("PRIVMSG #m :heard\r\n");
    co_await anna.sees("PRIVMSG @#m :operators\r\n");
}
TEST(IrcStandInChannels, KeepsPeopleQuiet) {
    with_irc(silence);
}

Task<void> renaming(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna", "draft/channel-rename");
    co_await ben.be("ben");
    co_await anna.answers("JOIN #old,#taken\r\nTOPIC #old :news\r\n");
    co_await ben.answers("JOIN #old\r\n");
    const std::string refused = co_await ben.answers("RENAME #old #new\r\n");
    EXPECT_THAT(refused, HasSubstr(" 482 ben #old"));
    const std::string all = co_await anna.answers(
        "RENAME #old #taken\r\nRENAME #old bad\r\nRENAME #old #new :why not\r\nJOIN #old\r\n");
    EXPECT_THAT(all, HasSubstr("FAIL RENAME CHANNEL_NAME_IN_USE #old #taken :"));
    EXPECT_THAT(all, HasSubstr("FAIL RENAME CANNOT_RENAME #old bad :"));
    EXPECT_THAT(all, HasSubstr(":anna!~anna@sandbox.local RENAME #old #new :why not\r\n"));
    EXPECT_THAT(all, HasSubstr("FAIL JOIN CHANNEL_RENAMED #old #new :"));
    const std::string moved = co_await ben.answers("");
    EXPECT_THAT(moved, HasSubstr(":ben!~ben@sandbox.local PART #old :Renamed to #new\r\n"
                                 ":ben!~ben@sandbox.local JOIN #new\r\n"));
    EXPECT_THAT(moved, HasSubstr(" 332 ben #new :news"));
    StandInClient late(world);
    co_await late.be("late");
    const std::string forwarded = co_await late.answers("JOIN #old\r\n");
    EXPECT_THAT(forwarded, HasSubstr(" 470 late #old #new "));
    EXPECT_THAT(forwarded, HasSubstr("JOIN #new\r\n"));
}
TEST(IrcStandInChannels, ChangesNames) {
    with_irc(renaming);
}

Task<void> joining(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient quiet(world);
    StandInClient full(world);
    co_await anna.be("anna");
    co_await anna.answers("JOIN #c\r\n");
    co_await quiet.be("quiet", "no-implicit-names");
    const std::string none = co_await quiet.answers("JOIN #c\r\n");
    EXPECT_THAT(none, HasSubstr("JOIN #c\r\n"));
    EXPECT_THAT(none, Not(HasSubstr(" 353 ")));
    EXPECT_THAT(none, Not(HasSubstr(" 366 ")));
    co_await full.be("full", "userhost-in-names draft/read-marker extended-join away-notify");
    const std::string all = co_await full.answers("JOIN #c\r\n");
    EXPECT_THAT(all, HasSubstr("JOIN #c * :full\r\n:irc.sandbox.local MARKREAD #c *\r\n"));
    EXPECT_THAT(all, HasSubstr("@anna!~anna@sandbox.local quiet!~quiet@sandbox.local full!"));
    EXPECT_LT(all.find("MARKREAD"), all.find(" 366 "));
    co_await quiet.answers("PART #c\r\nAWAY :gone\r\nJOIN #c\r\nPART #c :bye\r\n");
    co_await full.sees("JOIN #c * :quiet\r\n:quiet!~quiet@sandbox.local AWAY :gone\r\n");
    co_await full.sees("PART #c :bye\r\n");
    const std::string zero = co_await anna.answers("JOIN 0\r\nJOIN #d\r\n");
    EXPECT_THAT(zero, HasSubstr("PART #c"));
    world.stage("isupport", "CHANLIMIT=#:1");
    const std::string limited = co_await anna.answers("JOIN #e\r\n");
    EXPECT_THAT(limited, HasSubstr(" 405 anna #e"));
}
TEST(IrcStandInChannels, TellsOnJoinWhatWasNegotiated) {
    with_irc(joining);
}

Task<void> inviting(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    StandInClient guest(world);
    co_await anna.be("anna", "invite-notify");
    co_await ben.be("ben");
    co_await guest.be("guest");
    co_await anna.answers("JOIN #c\r\n");
    const std::string asked = co_await ben.answers("JOIN #c\r\nINVITE guest #c\r\nINVITE anna #c\r\n");
    EXPECT_THAT(asked, HasSubstr(" 443 ben anna #c "));
    co_await guest.sees(":ben!~ben@sandbox.local INVITE guest #c\r\n");
    co_await anna.sees(":ben!~ben@sandbox.local INVITE guest #c\r\n");
}
TEST(IrcStandInChannels, TellsOperatorsOfInvitations) {
    with_irc(inviting);
}

Task<void> crowded(IrcWorld& world) {
    StandInClient anna(world);
    world.stage("crowd", "5000 #big");
    co_await anna.be("anna");
    const std::string all = co_await anna.answers("JOIN #big\r\n");
    EXPECT_THAT(all, HasSubstr("crowd1 "));
    EXPECT_THAT(all, HasSubstr("crowd5000"));
    std::size_t longest = 0;
    for (std::size_t at = 0; at < all.size(); at = all.find('\n', at) + 1)
        longest = std::max(longest, all.find('\n', at) - at);
    EXPECT_LE(longest, 511U);
}
TEST(IrcStandInChannels, HoldsThousands) {
    with_irc(crowded);
}

}  // namespace
}  // namespace confab::test
