#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

Task<void> people_talk(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna");
    co_await ben.be("ben");
    co_await anna.send("JOIN #room\r\nMODE #room -t\r\n");
    EXPECT_TRUE(co_await anna.sees(":anna!~anna@sandbox.local JOIN #room"));
    EXPECT_TRUE(co_await anna.sees(" 353 anna = #room :@anna"));
    EXPECT_TRUE(co_await anna.sees(" 366 anna #room"));
    co_await ben.send("JOIN #ROOM\r\nTOPIC #room :news\r\nPRIVMSG #room :hello anna\r\n");
    EXPECT_TRUE(co_await anna.sees(":ben!~ben@sandbox.local JOIN #room"));
    EXPECT_TRUE(co_await anna.sees("TOPIC #room :news"));
    EXPECT_TRUE(co_await anna.sees(":ben!~ben@sandbox.local PRIVMSG #room :hello anna\r\n"));
    co_await anna.send("NOTICE ben :psst\r\nKICK #room ben :out\r\n");
    EXPECT_TRUE(co_await ben.sees("NOTICE ben :psst"));
    EXPECT_TRUE(co_await ben.sees("KICK #room ben :out"));
    co_await ben.send("PRIVMSG #room :again\r\nQUIT :bye\r\n");
    EXPECT_TRUE(co_await ben.sees(" 404 ben #room"));
    EXPECT_TRUE(co_await ben.sees("ERROR :Closing Link"));
}
TEST(IrcStandIn, LetsPeopleTalk) {
    with_irc(people_talk);
}

Task<void> strict(IrcWorld& world) {
    StandInClient early(world);
    co_await early.connect();
    co_await early.send("JOIN #room\r\nNICK\r\nNICK 9x\r\nUSER x\r\nCAP FOO\r\n");
    for (const char* answer : {" 451 * ", " 431 * ", " 432 * 9x", " 461 * USER", " 410 * FOO"})
        EXPECT_TRUE(co_await early.sees(answer)) << answer;
    StandInClient anna(world);
    co_await anna.be("anna");
    co_await early.send("NICK Anna\r\n");
    EXPECT_TRUE(co_await early.sees(" 433 * Anna"));
    co_await anna.send(
        "FOO\r\nJOIN\r\nUSER a b c d\r\nPRIVMSG\r\nPRIVMSG ben\r\nPRIVMSG ben :x\r\nJOIN bad\r\n");
    for (const char* answer : {" 421 anna FOO", " 461 anna JOIN", " 462 anna", " 411 anna", " 412 anna",
                               " 401 anna ben", " 403 anna bad"})
        EXPECT_TRUE(co_await anna.sees(answer)) << answer;
    co_await anna.send("PRIVMSG anna :" + std::string(496, 'x') +
                       "\r\nPRIVMSG anna :" + std::string(497, 'x') + "\r\n");
    EXPECT_TRUE(co_await anna.sees("x\r\n"));
    EXPECT_TRUE(co_await anna.sees(" 417 anna"));
}
TEST(IrcStandIn, AnswersMistakesAsTheProtocolSays) {
    with_irc(strict);
}

Task<void> floods(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna");
    std::string lines;
    for (int i = 0; i < 40; ++i) lines += "PING " + std::to_string(i) + "\r\n";
    co_await anna.send(lines);
    EXPECT_TRUE(co_await anna.sees("ERROR :Closing Link: sandbox.local (Excess Flood)"));
}
TEST(IrcStandIn, ThrowsFloodersOut) {
    with_irc(floods);
}

Task<void> capabilities(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.connect();
    co_await anna.send("CAP LS 302\r\nNICK anna\r\nUSER anna 0 * :Anna\r\n");
    EXPECT_TRUE(co_await anna.sees("CAP * LS * :"));
    EXPECT_TRUE(co_await anna.sees("CAP * LS :"));
    EXPECT_TRUE(co_await anna.sees("sasl=PLAIN"));
    co_await anna.send(
        "CAP REQ :server-time nope\r\nCAP REQ :server-time account-tag echo-message message-tags\r\nCAP "
        "END\r\n");
    EXPECT_TRUE(co_await anna.sees("CAP anna NAK :server-time nope"));
    EXPECT_TRUE(co_await anna.sees("CAP anna ACK :server-time account-tag echo-message message-tags"));
    EXPECT_TRUE(co_await anna.sees(" 001 anna"));
    co_await anna.send("@+typing=active;evil=1 PRIVMSG anna :me\r\n");
    EXPECT_TRUE(co_await anna.sees("@time="));
    EXPECT_TRUE(
        co_await anna.sees("msgid=sandbox-1;+typing=active :anna!~anna@sandbox.local PRIVMSG anna :me"));
    const auto said = co_await world.sandbox->say("alice", "anna", "hi");
    EXPECT_TRUE(said);
    EXPECT_TRUE(co_await anna.sees("account=alice"));
}
TEST(IrcStandIn, NegotiatesCapabilities) {
    with_irc(capabilities);
}

}  // namespace
}  // namespace confab::test
