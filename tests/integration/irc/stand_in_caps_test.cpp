#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

Task<void> listed(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.connect();
    const std::string all = co_await anna.answers("CAP LS 302\r\n");
    for (const char* name : {"account-notify",
                             "account-tag",
                             "away-notify",
                             "batch",
                             "cap-notify",
                             "chghost",
                             "echo-message",
                             "extended-join",
                             "extended-monitor",
                             "invite-notify",
                             "labeled-response",
                             "message-tags",
                             "multi-prefix",
                             "no-implicit-names",
                             "sasl=PLAIN,EXTERNAL,SCRAM-SHA-256",
                             "server-time",
                             "setname",
                             "standard-replies",
                             "userhost-in-names",
                             "draft/chathistory",
                             "draft/event-playback",
                             "draft/multiline=max-bytes=4096,max-lines=24",
                             "draft/message-redaction",
                             "draft/read-marker",
                             "draft/channel-rename",
                             "draft/extended-isupport"})
        EXPECT_THAT(all, HasSubstr(name));
    EXPECT_THAT(all, HasSubstr("CAP * LS * :"));
    EXPECT_THAT(all, Not(HasSubstr("sts")));
    const std::string old = co_await anna.answers("CAP LS\r\n");
    EXPECT_THAT(old, Not(HasSubstr("LS * :")));
    EXPECT_THAT(old, Not(HasSubstr("sasl=")));
    EXPECT_LE(old.find("\r\n"), 510U);
}
TEST(IrcStandInCaps, ListsEverythingInSeveralLines) {
    with_irc(listed);
}

Task<void> switched(IrcWorld& world) {
    world.stage("caps", "none");
    StandInClient anna(world);
    co_await anna.connect();
    const std::string none = co_await anna.answers("CAP LS 302\r\nCAP REQ :batch\r\n");
    EXPECT_THAT(none, HasSubstr("CAP * LS :\r\n"));
    EXPECT_THAT(none, HasSubstr("CAP * NAK :batch"));
    world.stage("caps", "batch sts=port=6697,duration=100 cap-notify");
    const std::string three = co_await anna.answers("CAP LS 302\r\nCAP REQ :sts\r\n");
    EXPECT_THAT(three, HasSubstr("LS :batch cap-notify sts=port=6697,duration=100\r\n"));
    EXPECT_THAT(three, HasSubstr("NAK :sts"));
    world.stage("caps", "all");
    const std::string all = co_await anna.answers("CAP LS 302\r\n");
    EXPECT_THAT(all, HasSubstr("userhost-in-names"));
}
TEST(IrcStandInCaps, OffersWhatIsStaged) {
    with_irc(switched);
}

Task<void> new_and_gone(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient plain(world);
    co_await anna.connect();
    co_await anna.send(
        "CAP LS 302\r\nCAP REQ :echo-message\r\nNICK anna\r\nUSER anna 0 * :Anna\r\nCAP END\r\n");
    co_await anna.sees(" 376 ");
    co_await plain.be("plain");
    world.stage("cap_del", "echo-message");
    co_await anna.sees("CAP anna DEL :echo-message\r\n");
    const std::string silent = co_await anna.answers("PRIVMSG plain :hello\r\nCAP LIST\r\n");
    EXPECT_THAT(silent, Not(HasSubstr("hello")));
    EXPECT_THAT(silent, HasSubstr("LIST :cap-notify\r\n"));
    world.stage("cap", "+sasl=SCRAM-SHA-256");
    co_await anna.sees("CAP anna NEW :sasl=SCRAM-SHA-256\r\n");
    const std::string nothing = co_await plain.answers("");
    EXPECT_THAT(nothing, Not(HasSubstr("CAP")));
}
TEST(IrcStandInCaps, TellsWhatComesAndGoes) {
    with_irc(new_and_gone);
}

Task<void> traps(IrcWorld& world) {
    world.stage("cap", "+inspircd.org/poison");
    world.stage("cap", "+ergo.chat/nope");
    StandInClient anna(world);
    co_await anna.connect();
    const std::string poison = co_await anna.answers("CAP REQ :batch inspircd.org/poison\r\nCAP LIST\r\n");
    EXPECT_THAT(poison, HasSubstr("NAK :batch inspircd.org/poison"));
    EXPECT_THAT(poison, HasSubstr("CAP * LIST :\r\n"));
    co_await anna.send("CAP REQ :ergo.chat/nope\r\n");
    const std::string end = co_await anna.rest();
    EXPECT_THAT(end, HasSubstr("ERROR :Requesting the ergo.chat/nope client capability is forbidden"));
}
TEST(IrcStandInCaps, TrapsThoseWhoAskForEverything) {
    with_irc(traps);
}

Task<void> isupport(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna");
    world.stage("isupport", "CASEMAPPING=rfc1459 -MONITOR UTF8ONLY");
    co_await anna.sees("005 anna CASEMAPPING=rfc1459 -MONITOR UTF8ONLY :are supported by this server\r\n");
    const std::string changed =
        co_await anna.answers("MONITOR + x\r\nNICK an{na\r\nWHOIS AN[NA\r\nPRIVMSG x :\xff\r\n");
    EXPECT_THAT(changed, HasSubstr("421 anna MONITOR"));
    EXPECT_THAT(changed, HasSubstr("311 an{na an{na"));
    EXPECT_THAT(changed, HasSubstr("FAIL PRIVMSG INVALID_UTF8 :"));
    StandInClient late(world);
    co_await late.connect();
    co_await late.send("NICK late\r\nUSER late 0 * :late\r\n");
    const std::string welcome = co_await late.up_to(" 376 ");
    EXPECT_THAT(welcome, HasSubstr("CASEMAPPING=rfc1459"));
    EXPECT_THAT(welcome, HasSubstr(" UTF8ONLY"));
    EXPECT_THAT(welcome, Not(HasSubstr("MONITOR")));
}
TEST(IrcStandInCaps, ChangesIsupportWhileItRuns) {
    with_irc(isupport);
}

Task<void> early_isupport(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.connect();
    const std::string refused = co_await anna.answers("ISUPPORT\r\n");
    EXPECT_THAT(refused, HasSubstr(" 451 "));
    const std::string early = co_await anna.answers("CAP REQ :batch draft/extended-isupport\r\nISUPPORT\r\n");
    EXPECT_THAT(early, HasSubstr("draft/isupport\r\n@batch="));
    EXPECT_THAT(early, HasSubstr(" 005 * CASEMAPPING=ascii"));
    EXPECT_THAT(early, HasSubstr("BATCH -"));
}
TEST(IrcStandInCaps, GivesIsupportBeforeRegistration) {
    with_irc(early_isupport);
}

Task<void> labels(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna", "labeled-response batch echo-message message-tags");
    const std::string one = co_await anna.answers("@label=a1 PRIVMSG nobody :x\r\n");
    EXPECT_THAT(one, HasSubstr("@label=a1 :irc.sandbox.local 401 anna nobody"));
    const std::string none = co_await anna.answers("@label=a2 PONG x\r\n");
    EXPECT_THAT(none, HasSubstr("@label=a2 :irc.sandbox.local ACK\r\n"));
    const std::string several = co_await anna.answers("@label=a3 WHOIS anna\r\n");
    EXPECT_THAT(several, testing::MatchesRegex("@label=a3 :irc.sandbox.local BATCH \\+(b[0-9]+) "
                                               "labeled-response\r\n@batch=b[0-9]+ :irc.sandbox.local 311 "
                                               "(.|\r|\n)*BATCH -b[0-9]+\r\n(.|\r|\n)*"));
    const std::string echo = co_await anna.answers("@label=a4 PRIVMSG anna :me\r\n");
    EXPECT_THAT(echo, testing::StartsWith("@msgid=sandbox-1 :anna!~anna@sandbox.local PRIVMSG anna :me\r\n"
                                          "@label=a4;msgid=sandbox-1 :anna!~anna@sandbox.local PRIVMSG"));
    const std::string mixed =
        co_await anna.answers("JOIN #c\r\n@label=a5 PRIVMSG #c,anna,bad :x\r\n@label=a6;x JOIN #d\r\n");
    EXPECT_THAT(mixed, HasSubstr("@label=a5 :irc.sandbox.local BATCH +"));
    EXPECT_THAT(mixed, HasSubstr("401 anna bad"));
    EXPECT_THAT(mixed, HasSubstr("@label=a6 :irc.sandbox.local BATCH +"));
    world.stage("lose_labels");
    const std::string lost = co_await anna.answers("@label=a7 WHOIS bad\r\n");
    EXPECT_THAT(lost, Not(HasSubstr("label")));
    EXPECT_THAT(lost, HasSubstr(" 401 "));
}
TEST(IrcStandInCaps, AnswersLabelsOnce) {
    with_irc(labels);
}

}  // namespace
}  // namespace confab::test
