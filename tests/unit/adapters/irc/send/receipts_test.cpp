#include "adapters/irc/send/receipts.hpp"

#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

constexpr std::string_view kLabels = "batch echo-message labeled-response message-tags";
constexpr std::string_view kEcho = "echo-message message-tags";

Said hello(Driver& driver) {
    return say(driver, "PRIVMSG #c :hi");
}

TEST(IrcReceipts, LabelsWhatIsSentAndTakesTheIdFromItsEcho) {
    Driver driver = ready(config(), kLabels);
    const Said first = hello(driver);
    const Said second = hello(driver);
    EXPECT_EQ(first.bytes, "@label=c1 PRIVMSG #c :hi\r\n");
    EXPECT_EQ(second.bytes, "@label=c2 PRIVMSG #c :hi\r\n");
    EXPECT_TRUE(first.waits);
    driver.after({"@label=c2;msgid=m2 :confab!~confab@host.example PRIVMSG #c :changed by the server"});
    EXPECT_EQ(first.state(), "waiting");
    EXPECT_EQ(second.state(), "sent m2");
    driver.after({"@label=c1;msgid=m1 :confab!~confab@host.example PRIVMSG #c :hi"});
    EXPECT_EQ(first.state(), "sent m1");
}

TEST(IrcReceipts, TakesAnAcknowledgementForSentWithoutAnId) {
    Driver driver = ready(config(), kLabels);
    const Said said = hello(driver);
    driver.after({"@label=c9 :s ACK"});
    EXPECT_EQ(said.state(), "waiting");
    driver.after({"@label=c1 :s ACK"});
    EXPECT_EQ(said.state(), "sent ");
}

TEST(IrcReceipts, FindsTheEchoInALabelledBatch) {
    Driver driver = ready(config(), kLabels);
    const Said said = hello(driver);
    driver.after({"@label=c1 :s BATCH +b labeled-response", "@batch=b :s 301 confab alice :away"});
    EXPECT_EQ(said.state(), "waiting") << "the end of a batch is the answer, not its lines";
    driver.after({"@batch=b;msgid=m1 :confab!~confab@host.example PRIVMSG #c :hi", ":s BATCH -b"});
    EXPECT_EQ(said.state(), "sent m1");

    const Said silent = hello(driver);
    driver.after({"@label=c2 :s BATCH +b labeled-response", ":s BATCH -b"});
    EXPECT_EQ(silent.state(), "sent ");
}

TEST(IrcReceipts, TakesTheIdOfAMultilineEchoFromItsBatch) {
    Driver driver = ready(config(), std::string(kLabels) + " draft/multiline");
    const Said said = say(driver, "BATCH +m draft/multiline #c", {},
                          {"@batch=m PRIVMSG #c :a", "@batch=m PRIVMSG #c :b", "BATCH -m"});
    EXPECT_EQ(said.bytes,
              "@label=c1 BATCH +m draft/multiline #c\r\n@batch=m PRIVMSG #c :a\r\n"
              "@batch=m PRIVMSG #c :b\r\nBATCH -m\r\n");
    driver.after({"@label=c1;msgid=m1 :confab!~confab@host.example BATCH +x draft/multiline #c",
                  "@batch=x :confab!~confab@host.example PRIVMSG #c :a",
                  "@batch=x :confab!~confab@host.example PRIVMSG #c :b"});
    EXPECT_EQ(said.state(), "waiting");
    EXPECT_EQ(driver.line(":s BATCH -x"), (Lines{"echo #c <confab> a\nb"}));
    EXPECT_EQ(said.state(), "sent m1");
}

TEST(IrcReceipts, GivesALabelledErrorToTheMessageOfThatLabel) {
    Driver driver = ready(config(), kLabels);
    const Said first = hello(driver);
    const Said second = hello(driver);
    const Said third = hello(driver);
    EXPECT_EQ(driver.line("@label=c2 :s 404 confab #c :Cannot send to channel"), Lines{})
        << "whoever sent it is told, so the log need not be";
    EXPECT_EQ(first.state(), "waiting");
    EXPECT_EQ(second.state(), "forbidden sent");
    driver.after({"@label=c3 FAIL PRIVMSG RATE_LIMITED :slow down"});
    EXPECT_EQ(third.state(), "rate limited sent");
    driver.after({"@label=c1 :s BATCH +b labeled-response", "@batch=b :s 477 confab #c :Register first"});
    EXPECT_EQ(first.state(), "unauthorized sent");
}

TEST(IrcReceipts, LeavesLabelledMessagesAloneWhenAnErrorHasNoLabel) {
    Driver driver = ready(config(), kLabels);
    const Said said = hello(driver);
    driver.after({":s 404 confab #c :Cannot send to channel", "FAIL PRIVMSG X :x",
                  ":confab!~confab@host.example PRIVMSG #c :hi"});
    EXPECT_EQ(said.state(), "waiting");
}

TEST(IrcReceipts, CountsAsSentWithoutAnIdWhenTheLabelIsLostForAMinute) {
    Driver driver = ready(config(), kLabels);
    const Said said = hello(driver);
    driver.pass(seconds(59));
    EXPECT_EQ(said.state(), "waiting");
    EXPECT_LE(driver.due(), seconds(1));
    driver.pass(seconds(1));
    EXPECT_EQ(said.state(), "sent ");
}

TEST(IrcReceipts, StopsToLabelOnAServerThatLosesLabels) {
    Driver driver = ready(config(), kLabels);
    for (unsigned i = 0; i < Receipts::kMaxLost; ++i) hello(driver);
    driver.pass(seconds(60));
    const Said said = hello(driver);
    EXPECT_EQ(said.bytes, "PRIVMSG #c :hi\r\n");
    driver.after({"@msgid=m :confab!~confab@host.example PRIVMSG #c :hi"});
    EXPECT_EQ(said.state(), "sent m") << "the echo is still recognised";
}

TEST(IrcReceipts, CannotTellWhetherItWasSentWhenTheConnectionEnds) {
    Driver driver = ready(config(), kLabels);
    const Said said = hello(driver);
    driver.session().forget_sent();
    EXPECT_EQ(said.state(), "closed maybe sent");
}

TEST(IrcReceipts, RecognisesEchoesByTargetAndTextWhereThereAreNoLabels) {
    Driver driver = ready(config(), kEcho);
    const Said in_c = hello(driver);
    const Said in_d = say(driver, "PRIVMSG #D :hi");
    const Said other = say(driver, "PRIVMSG #c :other");
    const Said notice = say(driver, "NOTICE #c :hi");
    EXPECT_EQ(in_c.bytes, "PRIVMSG #c :hi\r\n");
    driver.after({"@msgid=1 :confab!~confab@host.example PRIVMSG #d :hi",
                  "@msgid=2 :confab!~confab@host.example PRIVMSG #c :other"});
    EXPECT_EQ(in_d.state(), "sent 1");
    EXPECT_EQ(other.state(), "sent 2");
    EXPECT_EQ(in_c.state(), "waiting");
    driver.after({"@msgid=3 :confab!~confab@host.example PRIVMSG #c :hi",
                  "@msgid=4 :confab!~confab@host.example NOTICE #c :hi"});
    EXPECT_EQ(in_c.state(), "sent 3");
    EXPECT_EQ(notice.state(), "sent 4");
}

TEST(IrcReceipts, RecognisesAnEchoWithoutItsColours) {
    Driver driver = ready(config(), kEcho);
    const Said said = say(driver,
                          "PRIVMSG #c :\x02\x03"
                          "04red\x0F text");
    driver.after({"@msgid=1 :alice!a@h PRIVMSG #c :red text"});
    EXPECT_EQ(said.state(), "waiting") << "somebody else's";
    driver.after({"@msgid=2 :confab!~confab@host.example PRIVMSG #c :red text"});
    EXPECT_EQ(said.state(), "sent 2");
}

TEST(IrcReceipts, WaitsTenSecondsForAnEcho) {
    Driver driver = ready(config(), kEcho);
    const Said said = hello(driver);
    driver.pass(seconds(9));
    EXPECT_EQ(said.state(), "waiting");
    driver.pass(seconds(1));
    EXPECT_EQ(said.state(), "sent ");
}

TEST(IrcReceipts, DoesNotTakeOldMessagesForEchoes) {
    Driver driver = ready(config(), "batch echo-message message-tags");
    const Said said = hello(driver);
    driver.after({":s BATCH +1 chathistory #c",
                  "@batch=1;msgid=old :confab!~confab@host.example PRIVMSG #c :hi", ":s BATCH -1"});
    EXPECT_EQ(said.state(), "waiting");
}

TEST(IrcReceipts, WaitForNothingWhereTheServerConfirmsNothing) {
    Driver driver = ready(config());
    EXPECT_FALSE(hello(driver).waits);
    Driver tagged = ready(config(), "message-tags");
    EXPECT_FALSE(hello(tagged).waits);
    Driver echoing = ready(config(), kEcho);
    EXPECT_FALSE(say(echoing, "TAGMSG #c").waits) << "not every server echoes them";
}

TEST(IrcReceipts, SendNoTagsWithoutTheCapability) {  // hard case 32
    Driver bare = ready(config());
    EXPECT_EQ(say(bare, "PRIVMSG #c :hi", "+reply=m1").bytes, "PRIVMSG #c :hi\r\n");
    Driver without_batch = ready(config(), "labeled-response message-tags");
    EXPECT_EQ(hello(without_batch).bytes, "PRIVMSG #c :hi\r\n") << "labels need batches";
    Driver labels_only = ready(config(), "batch labeled-response");
    EXPECT_EQ(say(labels_only, "PRIVMSG #c :hi", "+reply=m1").bytes, "@label=c1 PRIVMSG #c :hi\r\n");
    Driver all = ready(config(), kLabels);
    EXPECT_EQ(say(all, "PRIVMSG #c :hi", "+reply=m1").bytes, "@label=c1;+reply=m1 PRIVMSG #c :hi\r\n");
    all.after({":s CAP confab DEL :labeled-response message-tags"});
    EXPECT_EQ(say(all, "PRIVMSG #c :hi", "+reply=m1").bytes, "PRIVMSG #c :hi\r\n");
}

TEST(IrcReceipts, SendNoMoreTagsThanAServerTakes) {
    Driver driver = ready(config(), kLabels);
    const std::string most = "+reply=" + std::string(Receipts::kMaxClientTags - 7, 'x');
    const Said fits = say(driver, "PRIVMSG #c :hi", most);
    EXPECT_NE(fits.bytes.find(most), std::string::npos);
    EXPECT_LE(fits.bytes.find(' '), Receipts::kMaxTags + 1);
    EXPECT_EQ(say(driver, "PRIVMSG #c :hi", "+reply=" + std::string(5000, 'x')).bytes,
              "@label=c2 PRIVMSG #c :hi\r\n");
}

TEST(IrcReceipts, HoldOnlySoMany) {
    Driver driver = ready(config(), kLabels);
    const Said first = hello(driver);
    for (std::size_t i = 1; i < Receipts::kMaxWaiting; ++i) hello(driver);
    EXPECT_EQ(first.state(), "waiting");
    hello(driver);
    EXPECT_EQ(first.state(), "sent ");
}

TEST(IrcReceipts, CollectTheHistoryThatWasAskedFor) {
    for (const bool labels : {true, false}) {
        Driver driver = ready(config(), labels ? kLabels : "batch message-tags");
        const Said asked = say(driver, "CHATHISTORY LATEST #C * 50");
        driver.after({labels ? "@label=c1 :s BATCH +h chathistory #c" : ":s BATCH +h chathistory #c",
                      ":s BATCH +other chathistory #d"});
        EXPECT_EQ(driver.line("@batch=h;msgid=1 :alice!a@h PRIVMSG #c :old"), Lines{});
        EXPECT_EQ(driver.line("@batch=other;msgid=2 :alice!a@h PRIVMSG #d :x"),
                  (Lines{"history #d <alice> x"}));
        EXPECT_EQ(asked.state(), "waiting");
        driver.after({":s BATCH -h"});
        EXPECT_EQ(asked.state(), "sent ");
        ASSERT_EQ(asked.ticket->history.size(), 1U);
        EXPECT_EQ(asked.ticket->history.front().message.plain_text(), "old");
    }
}

TEST(IrcReceipts, SayThatNoHistoryCame) {
    Driver driver = ready(config(), "batch message-tags");
    const Said silent = say(driver, "CHATHISTORY LATEST #c * 50");
    driver.pass(seconds(10));
    EXPECT_EQ(silent.state(), "timeout maybe sent");
    const Said refused = say(driver, "CHATHISTORY LATEST #c * 50");
    driver.after({":s FAIL CHATHISTORY INVALID_TARGET LATEST #c :No"});
    EXPECT_EQ(refused.state(), "not found sent");
}

}  // namespace
}  // namespace confab::irc::test
