#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string message_id(const std::string& lines) {
    const std::size_t at = lines.find("msgid=") + 6;
    return lines.substr(at, lines.find_first_of("; ", at) - at);
}

Task<void> tags(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    StandInClient plain(world);
    co_await anna.be("anna", "message-tags echo-message");
    co_await ben.be("ben", "message-tags server-time");
    co_await plain.be("plain");
    for (StandInClient* client : {&anna, &ben, &plain}) co_await client->answers("JOIN #c\r\n");
    const std::string echo = co_await anna.answers("PRIVMSG #c :hello\r\n");
    const std::string id = message_id(echo);
    co_await anna.answers("@+typing=active TAGMSG #c\r\n@+draft/react=\\:);+reply=" + id +
                          ";evil=1 TAGMSG #c\r\nTAGMSG #c\r\n");
    const std::string seen = co_await ben.answers("");
    EXPECT_THAT(seen, HasSubstr("+typing=active :anna!~anna@sandbox.local TAGMSG #c\r\n"));
    EXPECT_THAT(seen, HasSubstr("+draft/react=\\:);+reply=" + id + " :anna"));
    EXPECT_THAT(seen, Not(HasSubstr("evil")));
    const std::string unseen = co_await plain.answers("TAGMSG #c\r\n");
    EXPECT_THAT(unseen, Not(HasSubstr(" TAGMSG #c")));
    EXPECT_THAT(unseen, HasSubstr(" 421 plain TAGMSG"));
    world.stage("isupport", "CLIENTTAGDENY=*,-typing");
    const std::string denied = co_await anna.answers(
        "@+draft/react=x TAGMSG #c\r\n@+typing=done TAGMSG #c\r\n"
        "@+x=y;+typing=paused PRIVMSG #c :typed\r\n");
    EXPECT_THAT(denied, Not(HasSubstr("react")));
    EXPECT_THAT(denied, HasSubstr("+typing=done :anna"));
    EXPECT_THAT(denied, HasSubstr("+typing=paused :anna"));
    EXPECT_THAT(denied, Not(HasSubstr("+x=y")));
}
TEST(IrcStandInMessages, PassesClientTagsOn) {
    with_irc(tags);
}

Task<void> bots(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna", "message-tags");
    co_await ben.be("ben");
    const std::string mode = co_await ben.answers("MODE ben +B\r\nMODE ben\r\nWHOIS ben\r\nMODE anna +B\r\n");
    EXPECT_THAT(mode, HasSubstr("MODE ben :+B\r\n"));
    EXPECT_THAT(mode, HasSubstr(" 221 ben +iB\r\n"));
    EXPECT_THAT(mode, HasSubstr(" 335 ben ben :"));
    EXPECT_THAT(mode, HasSubstr(" 502 ben "));
    co_await ben.answers("PRIVMSG anna :beep\r\n");
    co_await anna.sees("@bot;msgid=");
}
TEST(IrcStandInMessages, MarksBots) {
    with_irc(bots);
}

Task<void> targets(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna");
    const std::string all =
        co_await anna.answers("PRIVMSG a,b,c,d,e :x\r\nPRIVMSG a,b :x\r\nAWAY :lunch\r\nPRIVMSG anna :x\r\n");
    EXPECT_THAT(all, HasSubstr(" 407 anna e :"));
    EXPECT_THAT(all, HasSubstr(" 401 anna a "));
    EXPECT_THAT(all, HasSubstr(" 401 anna b "));
    EXPECT_THAT(all, HasSubstr(" 301 anna anna :lunch"));
}
TEST(IrcStandInMessages, LimitsTargets) {
    with_irc(targets);
}

constexpr const char* kAll = "batch draft/multiline echo-message labeled-response message-tags";

Task<void> multiline(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    StandInClient plain(world);
    co_await anna.be("anna", kAll);
    co_await ben.be("ben", "batch draft/multiline");
    co_await plain.be("plain");
    for (StandInClient* client : {&anna, &ben, &plain}) co_await client->answers("JOIN #c\r\n");
    co_await anna.answers("");
    const std::string echo = co_await anna.answers(
        "@label=m1;+typing=done BATCH +1 draft/multiline #c\r\n@batch=1 PRIVMSG #c :one \r\n"
        "@batch=1;draft/multiline-concat PRIVMSG #c :and\r\n@batch=1 PRIVMSG #c :\r\n@batch=1 PRIVMSG #c "
        ":two\r\nBATCH -1\r\n");
    EXPECT_THAT(echo, testing::StartsWith("@label=m1;msgid="));
    EXPECT_THAT(echo, HasSubstr(";+typing=done :anna!~anna@sandbox.local BATCH +"));
    EXPECT_THAT(echo, HasSubstr(";draft/multiline-concat :anna!~anna@sandbox.local PRIVMSG #c :and\r\n"));
    EXPECT_THAT(echo, Not(HasSubstr("labeled-response")));
    const std::string batch = co_await ben.answers("");
    EXPECT_THAT(batch, HasSubstr(" draft/multiline #c\r\n@batch="));
    EXPECT_THAT(batch, HasSubstr("PRIVMSG #c :\r\n"));
    EXPECT_THAT(batch, HasSubstr(":irc.sandbox.local BATCH -"));
    const std::string lines = co_await plain.answers("");
    EXPECT_THAT(lines, HasSubstr(":anna!~anna@sandbox.local PRIVMSG #c :one \r\n"
                                 ":anna!~anna@sandbox.local PRIVMSG #c :and\r\n"
                                 ":anna!~anna@sandbox.local PRIVMSG #c :two\r\n"));
}
TEST(IrcStandInMessages, DeliversSeveralLinesAsOne) {
    with_irc(multiline);
}

Task<void> made_up(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna", "batch draft/multiline message-tags");
    co_await anna.answers("JOIN #c\r\n");
    for (const char* line : {"JOIN #c", "@+typing=active TAGMSG #c", "BATCH +1 draft/multiline #c",
                             "@batch=1 PRIVMSG #c :one", "@batch=1 PRIVMSG #c :two", "BATCH -1"})
        world.stage("as", std::string("alice ") + line);
    const std::string all = co_await anna.answers("");
    EXPECT_THAT(all, HasSubstr("+typing=active :alice!alice@sandbox.local TAGMSG #c\r\n"));
    EXPECT_THAT(all, HasSubstr(" draft/multiline #c\r\n@batch="));
    EXPECT_THAT(all, HasSubstr(":alice!alice@sandbox.local PRIVMSG #c :two\r\n:irc.sandbox.local BATCH -"));
}
TEST(IrcStandInMessages, LetsMadeUpPeopleSendAnything) {
    with_irc(made_up);
}

Task<std::string> broken(StandInClient& client, std::string lines) {
    const std::string all = co_await client.answers("@label=x BATCH +1 draft/multiline anna\r\n" + lines);
    co_await client.answers("BATCH -1\r\n");
    co_return all;
}

Task<void> bad_batches(IrcWorld& world) {
    world.stage("flood", "1000 1000");
    world.stage("cap", "+draft/multiline=max-bytes=20,max-lines=2");
    StandInClient anna(world);
    co_await anna.be("anna", kAll);
    const std::string lines = co_await broken(anna,
                                              "@batch=1 PRIVMSG anna :a\r\n@batch=1 PRIVMSG anna "
                                              ":b\r\n@batch=1 PRIVMSG anna :c\r\n@batch=1 PRIVMSG "
                                              "anna :d\r\n");
    EXPECT_THAT(lines, testing::StartsWith(
                           "@label=x :irc.sandbox.local FAIL BATCH MULTILINE_MAX_LINES 2 :Multiline"));
    const std::string bytes =
        co_await broken(anna, "@batch=1 PRIVMSG anna :0123456789\r\n@batch=1 PRIVMSG anna :0123456789\r\n");
    EXPECT_THAT(bytes, HasSubstr("FAIL BATCH MULTILINE_MAX_BYTES 20 :"));
    const std::string target = co_await broken(anna, "@batch=1 PRIVMSG #other :x\r\n");
    EXPECT_THAT(target, HasSubstr("FAIL BATCH MULTILINE_INVALID_TARGET anna #other :"));
    const std::string mixed =
        co_await broken(anna, "@batch=1 PRIVMSG anna :x\r\n@batch=1 NOTICE anna :x\r\n");
    EXPECT_THAT(mixed, HasSubstr("FAIL BATCH MULTILINE_INVALID :"));
    const std::string blank = co_await broken(
        anna, "@batch=1 PRIVMSG anna :x\r\n@batch=1;draft/multiline-concat PRIVMSG anna :\r\n");
    EXPECT_THAT(blank, HasSubstr("FAIL BATCH MULTILINE_INVALID :"));
    const std::string only_blank = co_await broken(anna, "@batch=1 PRIVMSG anna :\r\nBATCH -1\r\n");
    EXPECT_THAT(only_blank, HasSubstr("@label=x :irc.sandbox.local FAIL BATCH MULTILINE_INVALID :"));
    const std::string between = co_await broken(anna, "PRIVMSG anna :outside\r\n");
    EXPECT_THAT(between, HasSubstr("FAIL BATCH MULTILINE_INVALID :"));
    EXPECT_THAT(between, Not(HasSubstr("outside")));
    const std::string unknown = co_await anna.answers("BATCH -9\r\nBATCH +2 other anna\r\nBATCH -2\r\n");
    EXPECT_THAT(unknown, HasSubstr("FAIL BATCH INVALID_REFTAG -9 :"));
    EXPECT_THAT(unknown, HasSubstr("FAIL BATCH MULTILINE_INVALID :"));
}
TEST(IrcStandInMessages, RefusesBatchesThatBreakTheRules) {
    with_irc(bad_batches);
}

Task<void> redaction(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    StandInClient plain(world);
    co_await anna.be("anna", "message-tags echo-message draft/message-redaction");
    co_await ben.be("ben", "message-tags draft/message-redaction echo-message");
    co_await plain.be("plain");
    for (StandInClient* client : {&anna, &ben, &plain}) co_await client->answers("JOIN #c\r\n");
    const std::string id = message_id(co_await anna.answers("PRIVMSG #c :oops\r\n"));
    const std::string refused = co_await ben.answers("REDACT #c " + id + "\r\nREDACT #c none\r\nREDACT #x " +
                                                     id + "\r\nREDACT #c\r\n");
    EXPECT_THAT(refused, HasSubstr("FAIL REDACT REDACT_FORBIDDEN #c " + id + " :"));
    EXPECT_THAT(refused, HasSubstr("FAIL REDACT UNKNOWN_MSGID #c none :"));
    EXPECT_THAT(refused, HasSubstr("FAIL REDACT INVALID_TARGET #x :"));
    EXPECT_THAT(refused, HasSubstr(" 461 ben REDACT"));
    world.stage("redact_window", "0");
    const std::string late = co_await anna.answers("REDACT #c " + id + "\r\n");
    EXPECT_THAT(late, HasSubstr("FAIL REDACT REDACT_WINDOW_EXPIRED #c " + id + " 0 :"));
    world.stage("redact_window", "60");
    const std::string done = co_await anna.answers("REDACT #c " + id + " :typo\r\n");
    EXPECT_THAT(done, HasSubstr(":anna!~anna@sandbox.local REDACT #c " + id + " :typo\r\n"));
    co_await ben.sees("REDACT #c " + id + " :typo\r\n");
    const std::string others = co_await plain.answers("REDACT #c x\r\n");
    EXPECT_THAT(others, HasSubstr(" 421 plain REDACT"));
    EXPECT_THAT(others, Not(HasSubstr(":typo")));
    // An operator may remove what others said.
    const std::string bens = message_id(co_await ben.answers("PRIVMSG #c :mine\r\n"));
    const std::string removed = co_await anna.answers("REDACT #c " + bens + "\r\n");
    EXPECT_THAT(removed, HasSubstr("REDACT #c " + bens + "\r\n"));
}
TEST(IrcStandInMessages, TakesMessagesBack) {
    with_irc(redaction);
}

}  // namespace
}  // namespace confab::test
