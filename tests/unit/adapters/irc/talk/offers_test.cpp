#include "adapters/irc/talk/offers.hpp"

#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

const Facts& facts(Driver& driver) {
    return driver.session().facts();
}

TEST(IrcOffers, AreNoneWithoutCapabilities) {
    Driver driver = ready(config());
    EXPECT_FALSE(can_reply(facts(driver)));
    EXPECT_FALSE(can_show_typing(facts(driver)));
    EXPECT_FALSE(can_react(facts(driver)));
    EXPECT_FALSE(can_delete(facts(driver)));
    EXPECT_FALSE(history_limit(facts(driver)));
    EXPECT_FALSE(multiline_limits(facts(driver)));
    EXPECT_EQ(reply_tags(facts(driver), "m1"), "");
}

TEST(IrcOffers, EndWhenTheServerTakesACapabilityBack) {  // hard case 16
    Driver driver = ready(
        config(), "batch draft/chathistory draft/message-redaction echo-message message-tags server-time");
    EXPECT_TRUE(can_react(facts(driver)));
    EXPECT_TRUE(can_delete(facts(driver)));
    EXPECT_TRUE(history_limit(facts(driver)));
    const Said waiting = say(driver, "PRIVMSG #c :x");
    EXPECT_TRUE(waiting.waits);
    driver.after({":s CAP confab DEL :echo-message draft/message-redaction server-time"});
    EXPECT_FALSE(can_delete(facts(driver)));
    EXPECT_FALSE(history_limit(facts(driver)));
    EXPECT_TRUE(can_react(facts(driver)));
    EXPECT_FALSE(say(driver, "PRIVMSG #c :x").waits) << "no echo will come any more";
    driver.after({":s CAP confab DEL :message-tags"});
    EXPECT_FALSE(can_react(facts(driver)));
    EXPECT_FALSE(can_show_typing(facts(driver)));
    EXPECT_EQ(driver.line(":s CAP confab NEW :message-tags"), (Lines{"urgent CAP REQ :message-tags"}));
    driver.after({":s CAP confab ACK :message-tags"});
    EXPECT_TRUE(can_react(facts(driver)));
}

TEST(IrcOffers, LeaveOutTheTagsThatTheServerDrops) {  // hard case 44
    Driver driver = ready(config(), "message-tags", "CLIENTTAGDENY=*");
    EXPECT_FALSE(can_reply(facts(driver)));
    EXPECT_FALSE(can_show_typing(facts(driver)));
    EXPECT_FALSE(can_react(facts(driver)));
    driver.after({":s 005 confab CLIENTTAGDENY=*,-typing,-draft/reply :are supported"});
    EXPECT_TRUE(can_show_typing(facts(driver)));
    EXPECT_EQ(reply_tags(facts(driver), "m1"), "+draft/reply=m1");
    EXPECT_FALSE(can_react(facts(driver)));
    driver.after({":s 005 confab CLIENTTAGDENY=typing :are supported"});
    EXPECT_FALSE(can_show_typing(facts(driver)));
    EXPECT_TRUE(can_react(facts(driver)));
    driver.after({":s 005 confab -CLIENTTAGDENY :are supported"});
    EXPECT_TRUE(can_show_typing(facts(driver)));
    EXPECT_EQ(reply_tags(facts(driver), "m1"), "+reply=m1;+draft/reply=m1");
}

TEST(IrcOffers, TakeTheHistoryLimitOfTheServer) {
    const std::string caps = "batch draft/chathistory message-tags server-time";
    Driver silent = ready(config(), caps);
    EXPECT_EQ(history_limit(facts(silent)), 50U);
    Driver driver = ready(config(), caps, "CHATHISTORY=25");
    EXPECT_EQ(history_limit(facts(driver)), 25U);
}

TEST(IrcOffers, UnderstandMultilineLimits) {
    const auto limits = [](const std::string& value) {
        Driver driver = ready(config(), "batch draft/multiline");
        driver.line(":s CAP confab NEW :draft/multiline=" + value);
        return multiline_limits(facts(driver));
    };
    EXPECT_EQ(limits("max-bytes=2048")->bytes, 2048U);
    EXPECT_EQ(limits("max-bytes=2048")->lines, 100U);
    EXPECT_EQ(limits("x,max-bytes=999999999,max-lines=24,")->bytes, 16'384U);
    for (const char* bad : {"", "max-bytes", "max-bytes=", "max-bytes=x", "max-bytes=100", "max-bytes=-1",
                            "max-bytesx=4096", "max-bytes=99999999999999999999999"})
        EXPECT_FALSE(limits(bad)) << bad;
    Driver no_batch = ready(config(), "draft/multiline");
    no_batch.after({":s CAP confab NEW :draft/multiline=max-bytes=4096"});
    EXPECT_FALSE(multiline_limits(facts(no_batch)));
}

// Hard case 9: own text with CR, LF or NUL is sanitised.
TEST(IrcOffers, LetNoTagValueEndTheTagOrTheLine) {
    EXPECT_EQ(escape_tag(std::string_view("a;b c\\d\r\ne\0f", 12)), "a\\:b\\sc\\\\d\\r\\nef");
    Driver driver = ready(config(), "batch labeled-response message-tags");
    const std::string evil("m1;x=y\r\nQUIT :\0bye", 18);
    const Said said = say(driver, "PRIVMSG #c :x", reply_tags(facts(driver), evil));
    EXPECT_EQ(said.bytes.find('\n'), said.bytes.size() - 1);
    EXPECT_EQ(said.bytes.find('\0'), std::string::npos);
    Line line;
    ASSERT_TRUE(line.parse(std::string_view(said.bytes).substr(0, said.bytes.size() - 2)));
    EXPECT_EQ(line.tag("+reply"), "m1;x=y\r\nQUIT :bye");
    EXPECT_EQ(line.tag("label"), "c1");
    EXPECT_FALSE(line.tag("x"));
}

TEST(IrcOffers, LetNoTargetAddAParameterOrACommand) {  // hard case 9
    const std::string target("#c\r\nQUIT :\0bye", 14);
    const std::string line = build_line("TAGMSG", {target});
    EXPECT_EQ(line, "TAGMSG :#c  QUIT : bye") << "one parameter that no channel is called";
    EXPECT_EQ(build_line("PRIVMSG", {target, "x"}), "PRIVMSG #cQUIT:bye x");
    EXPECT_EQ(build_line("REDACT", {"#c", " :m1\n", "x\ny"}), "REDACT #c m1 :x y");
}

}  // namespace
}  // namespace confab::irc::test
