#include "tests/integration/irc/stand_in_client.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> texts(const std::string& lines, const std::string& target) {
    std::vector<std::string> out;
    const std::string head = " PRIVMSG " + target + " :";
    for (std::size_t at = lines.find(head); at != std::string::npos; at = lines.find(head, at + 1))
        out.push_back(lines.substr(at + head.size(), lines.find('\r', at) - at - head.size()));
    return out;
}

using Texts = std::vector<std::string>;

constexpr const char* kCaps =
    "batch draft/chathistory draft/multiline labeled-response message-tags server-time";

// Ids of what alice says are known only from the batch: in order, sandbox-N.
std::string id_of(const std::string& lines, const std::string& text) {
    const std::size_t end = lines.find(" :" + text + "\r\n");
    const std::size_t at = lines.rfind("msgid=", end) + 6;
    return lines.substr(at, lines.find_first_of("; ", at) - at);
}

Task<void> asked(IrcWorld& world) {
    world.stage("flood", "1000 1000");
    StandInClient anna(world);
    co_await anna.be("anna", kCaps);
    co_await anna.answers("JOIN #c\r\n");
    for (const char* text : {"one", "two", "three", "four", "five"}) {
        const auto said = co_await world.sandbox->say("alice", "#c", text);
        EXPECT_TRUE(said);
    }
    co_await anna.answers("");
    const std::string latest = co_await anna.answers("@label=h CHATHISTORY LATEST #c * 3\r\n");
    EXPECT_EQ(texts(latest, "#c"), (Texts{"three", "four", "five"}));
    EXPECT_THAT(latest, testing::MatchesRegex(
                            "@label=h;time=[^ ]+ :irc.sandbox.local BATCH \\+b[0-9]+ "
                            "chathistory #c\r\n@batch=b[0-9]+;time=[^;]+;msgid=sandbox-(.|\r|\n)*"));
    const std::string three = id_of(latest, "three");
    const std::string five = id_of(latest, "five");
    const std::string before = co_await anna.answers("CHATHISTORY BEFORE #c msgid=" + three + " 1\r\n");
    EXPECT_EQ(texts(before, "#c"), Texts{"two"});
    const std::string after = co_await anna.answers("CHATHISTORY AFTER #c msgid=" + three + " 1\r\n");
    EXPECT_EQ(texts(after, "#c"), Texts{"four"});
    const std::string around = co_await anna.answers("CHATHISTORY AROUND #c msgid=" + three + " 3\r\n");
    EXPECT_EQ(texts(around, "#c"), (Texts{"two", "three", "four"}));
    const std::string since = co_await anna.answers("CHATHISTORY LATEST #c msgid=" + three + " 9\r\n");
    EXPECT_EQ(texts(since, "#c"), (Texts{"four", "five"}));
    for (const std::string& both : {three + " msgid=" + five, five + " msgid=" + three}) {
        const std::string between = co_await anna.answers("CHATHISTORY BETWEEN #c msgid=" + both + " 9\r\n");
        EXPECT_EQ(texts(between, "#c"), Texts{"four"});
    }
    const std::string ever = co_await anna.answers(
        "CHATHISTORY AFTER #c timestamp=2020-01-01T00:00:00.000Z 2\r\nCHATHISTORY BEFORE #c "
        "timestamp=2020-01-01T00:00:00.000Z 2\r\n");
    EXPECT_EQ(texts(ever, "#c"), (Texts{"one", "two"}));
}
TEST(IrcStandInHistory, GivesWhatIsAskedFor) {
    with_irc(asked);
}

Task<void> refused(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna", "draft/chathistory batch");
    const std::string all = co_await anna.answers(
        "JOIN #c\r\nCHATHISTORY NONSENSE #c * 1\r\nCHATHISTORY LATEST #c *\r\nCHATHISTORY LATEST #x * "
        "1\r\nCHATHISTORY BEFORE #c * 1\r\nCHATHISTORY BEFORE #c foo=bar 1\r\nCHATHISTORY BEFORE #c "
        "msgid=none "
        "1\r\nCHATHISTORY LATEST #c * 0\r\nCHATHISTORY LATEST nobody * 1\r\n");
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY INVALID_PARAMS NONSENSE :"));
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY NEED_MORE_PARAMS LATEST :"));
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY INVALID_TARGET LATEST #x :"));
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY INVALID_PARAMS BEFORE #c :"));
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY INVALID_MSGREFTYPE BEFORE #c :"));
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY MESSAGE_ERROR BEFORE #c :"));
    EXPECT_THAT(all, HasSubstr("FAIL CHATHISTORY INVALID_PARAMS LATEST #c :"));
    EXPECT_THAT(all, HasSubstr(" chathistory nobody\r\n:irc.sandbox.local BATCH -"));
}
TEST(IrcStandInHistory, RefusesWithTheCodesOfTheSpecification) {
    with_irc(refused);
}

Task<void> nested(IrcWorld& world) {
    StandInClient anna(world);
    co_await anna.be("anna", kCaps);
    co_await anna.answers(
        "JOIN #c\r\nTOPIC #c :x\r\nBATCH +1 draft/multiline #c\r\n@batch=1 PRIVMSG #c "
        ":a\r\n@batch=1 PRIVMSG #c :b\r\nBATCH -1\r\n");
    const std::string all = co_await anna.answers("CHATHISTORY LATEST #c * 9\r\n");
    EXPECT_THAT(all,
                testing::MatchesRegex("[^\n]* BATCH \\+b([0-9]+) chathistory #c\r\n@batch=b[0-9]+;[^\n]* "
                                      "BATCH \\+b[0-9]+ draft/multiline #c\r\n@batch=(.|\r|\n)*"));
    EXPECT_THAT(all, Not(HasSubstr("TOPIC")));
    StandInClient events(world);
    co_await events.be("events", "draft/chathistory draft/event-playback batch");
    co_await events.answers("JOIN #c\r\n");
    const std::string more = co_await events.answers("CHATHISTORY LATEST #c * 9\r\n");
    EXPECT_THAT(more, HasSubstr(":anna!~anna@sandbox.local TOPIC #c :x\r\n"));
    EXPECT_THAT(more, HasSubstr(":events!~events@sandbox.local JOIN #c\r\n"));
    EXPECT_EQ(texts(more, "#c"), (Texts{"a", "b"}));
}
TEST(IrcStandInHistory, NestsBatchesAndPlaysEvents) {
    with_irc(nested);
}

Task<void> conversations(IrcWorld& world) {
    StandInClient anna(world);
    StandInClient ben(world);
    co_await anna.be("anna", kCaps);
    co_await ben.be("ben");
    co_await ben.answers("PRIVMSG anna :psst\r\nJOIN #secret\r\nPRIVMSG #secret :x\r\n");
    co_await anna.answers("JOIN #c\r\nPRIVMSG #c :here\r\n");
    const std::string targets = co_await anna.answers(
        "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2999-01-01T00:00:00.000Z 10\r\n");
    EXPECT_THAT(targets, HasSubstr(" draft/chathistory-targets\r\n"));
    EXPECT_THAT(targets, HasSubstr(" CHATHISTORY TARGETS #c timestamp="));
    EXPECT_THAT(targets, HasSubstr(" CHATHISTORY TARGETS ben timestamp="));
    EXPECT_THAT(targets, Not(HasSubstr("#secret")));
    const std::string private_ones = co_await anna.answers("CHATHISTORY LATEST ben * 5\r\n");
    EXPECT_EQ(texts(private_ones, "anna"), Texts{"psst"});
}
TEST(IrcStandInHistory, KnowsPrivateConversations) {
    with_irc(conversations);
}

Task<void> playback(IrcWorld& world) {
    world.stage("playback", "2");
    StandInClient anna(world);
    co_await anna.be("anna");
    co_await anna.answers("JOIN #c\r\nPRIVMSG #c :one\r\nPRIVMSG #c :two\r\nPRIVMSG #c :three\r\n");
    StandInClient plain(world);
    co_await plain.be("plain");
    const std::string bare = co_await plain.answers("JOIN #c\r\n");
    EXPECT_THAT(bare, HasSubstr(" :End of /NAMES list\r\n:anna!~anna@sandbox.local PRIVMSG #c :two\r\n"));
    StandInClient batched(world);
    co_await batched.be("batched", "batch server-time");
    const std::string wrapped = co_await batched.answers("JOIN #c\r\n");
    EXPECT_THAT(wrapped, HasSubstr(" chathistory #c\r\n@batch="));
    EXPECT_EQ(texts(wrapped, "#c"), (Texts{"two", "three"}));
    StandInClient asks(world);
    co_await asks.be("asks", "batch draft/chathistory");
    const std::string nothing = co_await asks.answers("JOIN #c\r\n");
    EXPECT_THAT(nothing, Not(HasSubstr("PRIVMSG")));
}
TEST(IrcStandInHistory, PlaysBackToThoseWhoCannotAsk) {
    with_irc(playback);
}

Task<void> markers(IrcWorld& world) {
    world.stage("certificate", "confab");
    StandInClient anna(world);
    StandInClient other(world);
    const std::string login = "AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n";
    co_await anna.be("anna", "draft/read-marker sasl");
    co_await other.be("other", "draft/read-marker sasl");
    co_await anna.answers(login);
    co_await other.answers(login);
    const std::string all = co_await anna.answers(
        "MARKREAD #c\r\nMARKREAD #c timestamp=2024-01-02T00:00:00.000Z\r\nMARKREAD #c "
        "timestamp=2024-01-01T00:00:00.000Z\r\nMARKREAD\r\nMARKREAD #c *\r\n");
    EXPECT_THAT(
        all, testing::StartsWith(":irc.sandbox.local MARKREAD #c *\r\n"
                                 ":irc.sandbox.local MARKREAD #c timestamp=2024-01-02T00:00:00.000Z\r\n"
                                 ":irc.sandbox.local MARKREAD #c timestamp=2024-01-02T00:00:00.000Z\r\n"
                                 ":irc.sandbox.local FAIL MARKREAD NEED_MORE_PARAMS :Missing parameters\r\n"
                                 ":irc.sandbox.local FAIL MARKREAD INVALID_PARAMS #c :"));
    co_await other.sees("MARKREAD #c timestamp=2024-01-02T00:00:00.000Z\r\n");
}
TEST(IrcStandInHistory, RemembersWhatWasRead) {
    with_irc(markers);
}

}  // namespace
}  // namespace confab::test
