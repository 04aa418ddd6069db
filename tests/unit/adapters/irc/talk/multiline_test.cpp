#include "adapters/irc/talk/multiline.hpp"

#include "adapters/irc/encode.hpp"
#include "adapters/irc/talk/offers.hpp"
#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

Driver with_multiline() {
    return ready(config(), "batch message-tags draft/multiline");
}

std::string part(std::string_view reference, std::string_view text, std::string_view tags = "") {
    return "@batch=" + std::string(reference) + std::string(tags) +
           " :alice!a@h PRIVMSG #c :" + std::string(text);
}

TEST(IrcMultiline, PutsLinesTogetherWithLineFeeds) {
    Driver driver = with_multiline();
    EXPECT_EQ(driver.line("@msgid=m1 :alice!a@h BATCH +1 draft/multiline #c"), Lines{});
    EXPECT_EQ(driver.line(part("1", "confab: one")), Lines{});
    EXPECT_EQ(driver.line(part("1", "")), Lines{});
    EXPECT_EQ(driver.line(part("1", "three")), Lines{});
    const Actions actions = driver.actions(":s BATCH -1");
    ASSERT_EQ(actions.size(), 1U);
    const auto& event = std::get<MessageReceived>(std::get<Deliver>(actions.front()).event);
    EXPECT_EQ(event.message.plain_text(), "one\n\nthree");
    EXPECT_EQ(event.id.str(), "m1");
    EXPECT_TRUE(event.mentions_bot);
}

TEST(IrcMultiline, JoinsConcatenatedLinesWithoutALineFeed) {
    Driver driver = with_multiline();
    driver.after({":alice!a@h BATCH +1 draft/multiline #c"});
    driver.line(part("1", "hel", ";draft/multiline-concat"));
    driver.line(part("1", "lo", ";draft/multiline-concat"));
    driver.line(part("1", "there"));
    EXPECT_EQ(driver.line(":s BATCH -1"), (Lines{"live #c <alice> hello\nthere"}));
}

// Hard case 28: netsplit batch; nested batch (chathistory > multiline); interleaved; unclosed; reference
// reuse.
TEST(IrcMultiline, IsHistoryInsideAChathistoryBatch) {
    Driver driver = with_multiline();
    driver.after({":s BATCH +h chathistory #c", "@batch=h;msgid=m1 :alice!a@h BATCH +1 draft/multiline #c"});
    driver.line(part("1", "a"));
    EXPECT_EQ(driver.line("@batch=h :alice!a@h PRIVMSG #c :between"), (Lines{"history #c <alice> between"}));
    driver.line(part("1", "b"));
    EXPECT_EQ(driver.line("@batch=h :s BATCH -1"), (Lines{"history #c <alice> a\nb"}));
    EXPECT_EQ(driver.line(":s BATCH -h"), Lines{});
}

TEST(IrcMultiline, KeepsInterleavedBatchesApart) {
    Driver driver = with_multiline();
    driver.after({":alice!a@h BATCH +1 draft/multiline #c", ":alice!a@h BATCH +2 draft/multiline #c"});
    driver.line(part("1", "a"));
    driver.line(part("2", "x"));
    EXPECT_EQ(driver.line(":alice!a@h PRIVMSG #c :live"), (Lines{"live #c <alice> live"}));
    driver.line(part("1", "b"));
    EXPECT_EQ(driver.line(":s BATCH -1"), (Lines{"live #c <alice> a\nb"}));
    EXPECT_EQ(driver.line(":s BATCH -2"), (Lines{"live #c <alice> x"}));
}

TEST(IrcMultiline, StartsAnewWhenAReferenceIsUsedAgain) {
    Driver driver = with_multiline();
    driver.after({":alice!a@h BATCH +1 draft/multiline #c"});
    driver.line(part("1", "lost"));
    driver.after({":alice!a@h BATCH +1 draft/multiline #c"});
    driver.line(part("1", "new"));
    EXPECT_EQ(driver.line(":s BATCH -1"), (Lines{"live #c <alice> new"}));
    EXPECT_EQ(driver.line(":s BATCH -1"), Lines{});
    driver.after({":alice!a@h BATCH +1 draft/multiline #c"});
    EXPECT_EQ(driver.line(":s BATCH -1"), Lines{}) << "nothing said";
}

TEST(IrcMultiline, ForgetsWhatIsNeverClosedAndLogsItOnce) {
    Driver driver = with_multiline();
    for (const bool first : {true, false}) {
        driver.after({":alice!a@h BATCH +1 draft/multiline #c"});
        driver.line(part("1", "lost"));
        driver.pass(seconds(61));
        const Lines logged = first ? Lines{"report multi-line message never ended"} : Lines{};
        EXPECT_EQ(driver.line(":irc.example NOTICE confab :x"), logged);
        EXPECT_EQ(driver.line(part("1", "late")), (Lines{"live #c <alice> late"}));
        EXPECT_EQ(driver.line(":s BATCH -1"), Lines{});
    }
}

TEST(IrcMultiline, DropsWhatIsBeyondAllSize) {
    Driver driver = with_multiline();
    driver.after({":alice!a@h BATCH +1 draft/multiline #c"});
    const std::string text(400, 'x');
    for (int i = 0; i < 1000; ++i) driver.line(part("1", text));
    const Lines shown = driver.line(":s BATCH -1");
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_LE(shown.front().size(), Multiline::kMaxBytes + 30);
    EXPECT_GE(shown.front().size(), Multiline::kMaxBytes - 1000);
}

TEST(IrcMultiline, HandsOnLineByLineWhenTooManyAreOpen) {
    Driver driver = with_multiline();
    for (std::size_t i = 0; i <= Multiline::kMaxOpen; ++i)
        driver.line(":alice!a@h BATCH +" + std::to_string(i) + " draft/multiline #c");
    EXPECT_EQ(driver.line(part("0", "held")), Lines{});
    EXPECT_EQ(driver.line(part(std::to_string(Multiline::kMaxOpen), "on")), (Lines{"live #c <alice> on"}));
}

std::string all_lines(const std::vector<Outgoing>& all) {
    std::string text;
    for (const Outgoing& one : all) {
        text += one.line + "\n";
        for (const std::string& line : one.more) text += line + "\n";
    }
    return text;
}

std::vector<Outgoing> batched(const Message& message, MultilineLimits limits, std::size_t room = 400) {
    return Encoder("#c", room, Verb::privmsg, nullptr).batches(message, limits);
}

// Hard case 43: multiline send within max-bytes/max-lines; over the limit; fallback without the capability.
TEST(IrcMultiline, SendsOneBatchWithinTheLimits) {
    EXPECT_EQ(all_lines(batched("a\n\nb", {4096, 10})),
              "BATCH +m draft/multiline #c\n@batch=m PRIVMSG #c :a\n@batch=m PRIVMSG #c :\n"
              "@batch=m PRIVMSG #c :b\nBATCH -m\n");
    EXPECT_EQ(all_lines(batched("one line", {4096, 10})), "PRIVMSG #c :one line\n");
    EXPECT_EQ(all_lines(batched("\n\n", {4096, 10})), "");
}

TEST(IrcMultiline, MarksALineThatWasCutAsGoingOn) {
    const std::string text = all_lines(batched(std::string(60, 'x') + "\ny", {4096, 10}, 40));
    EXPECT_EQ(text, "BATCH +m draft/multiline #c\n@batch=m PRIVMSG #c :" + std::string(40, 'x') +
                        "\n@batch=m;draft/multiline-concat PRIVMSG #c :" + std::string(20, 'x') +
                        "\n@batch=m PRIVMSG #c :y\nBATCH -m\n");
}

TEST(IrcMultiline, SplitsWhatIsOverTheLimitsIntoFurtherBatches) {
    const std::vector<Outgoing> by_lines = batched("1\n2\n3\n4\n5", {4096, 2});
    ASSERT_EQ(by_lines.size(), 3U);
    EXPECT_EQ(by_lines[0].line_count(), 4U) << "two lines between BATCH and BATCH";
    EXPECT_EQ(by_lines[2].line, "PRIVMSG #c :5") << "what is left is one line";
    std::string text;
    for (int i = 0; i < 30; ++i) text += std::string(100, static_cast<char>('a' + i % 26)) + "\n";
    for (const Outgoing& one : batched(text, {1000, 100})) {
        std::size_t bytes = 0;
        for (std::size_t i = 0; i + 1 < one.more.size(); ++i)
            bytes += one.more[i].size() - one.more[i].find(':') - 1 + (i > 0);
        EXPECT_LE(bytes, 1000U);
        EXPECT_GE(bytes, 100U);
    }
}

TEST(IrcMultiline, GoesOutAsLinesWithoutTheCapability) {
    Driver driver = with_multiline();
    EXPECT_FALSE(multiline_limits(driver.session().facts())) << "max-bytes is required";
    driver.after({":s CAP confab NEW :draft/multiline=max-lines=7,max-bytes=4096"});
    const auto limits = multiline_limits(driver.session().facts());
    ASSERT_TRUE(limits);
    EXPECT_EQ(limits->bytes, 4096U);
    EXPECT_EQ(limits->lines, 7U);
    driver.after({":s CAP confab DEL :draft/multiline"});
    EXPECT_FALSE(multiline_limits(driver.session().facts()));
    EXPECT_EQ(encode_message("a\n\nb", "#c", 400), (Lines{"PRIVMSG #c :a", "PRIVMSG #c :b"}));
}

TEST(IrcMultiline, IsWrittenWithoutAnythingBetween) {
    Driver driver = ready(config(), "batch draft/multiline echo-message labeled-response message-tags");
    std::vector<Outgoing> all = batched("a\nb", {4096, 10});
    ASSERT_EQ(all.size(), 1U);
    all.front().tags = "+reply=m1";
    std::string bytes;
    driver.session().compose(all.front(), driver.now(), bytes);
    EXPECT_EQ(bytes,
              "@+reply=m1 BATCH +m draft/multiline #c\r\n@batch=m PRIVMSG #c :a\r\n"
              "@batch=m PRIVMSG #c :b\r\nBATCH -m\r\n");
}

TEST(IrcMultiline, FailsAsAWholeWhenTheServerRefusesIt) {
    Driver driver = ready(config(), "batch draft/multiline echo-message message-tags");
    const Said said = say(driver, "BATCH +m draft/multiline #c", {},
                          {"@batch=m PRIVMSG #c :a", "@batch=m PRIVMSG #c :b", "BATCH -m"});
    driver.after({"FAIL BATCH MULTILINE_MAX_LINES 1 :Too many lines"});
    EXPECT_EQ(said.state(), "too large sent");
}

}  // namespace
}  // namespace confab::irc::test
