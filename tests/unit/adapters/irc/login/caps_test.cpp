#include "adapters/irc/login/caps.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;

Lines feed(Caps& caps, std::string_view text) {
    Line line;
    EXPECT_TRUE(line.parse(text));
    return caps.on_cap(line);
}

TEST(IrcCaps, AsksOnlyForWhatItKnowsAndTheServerLists) {
    Caps caps;
    EXPECT_EQ(
        feed(caps,
             ":s CAP * LS :batch inspircd.org/poison sasl=PLAIN server-time sts=port=6697 ergo.chat/nope "),
        (Lines{"CAP REQ :batch server-time"}));
    EXPECT_FALSE(caps.settled());
    EXPECT_EQ(feed(caps, ":s CAP me ACK :batch server-time "), Lines{});
    EXPECT_TRUE(caps.settled());
    EXPECT_TRUE(caps.has("batch"));
    EXPECT_FALSE(caps.has("sasl"));
}

TEST(IrcCaps, WaitsForTheLastLineOfALongList) {
    Caps caps({"PLAIN"});
    EXPECT_EQ(feed(caps, ":s CAP * LS * :batch"), Lines{});
    EXPECT_EQ(feed(caps, ":s CAP * LS * :account-tag"), Lines{});
    EXPECT_FALSE(caps.settled());
    EXPECT_EQ(feed(caps, ":s CAP * LS :sasl"), (Lines{"CAP REQ :account-tag batch sasl"}));
}

TEST(IrcCaps, IsSettledByAnEmptyList) {
    Caps caps({"PLAIN"});
    EXPECT_EQ(feed(caps, ":s CAP * LS :"), Lines{});
    EXPECT_TRUE(caps.settled());
}

TEST(IrcCaps, HalvesARefusedRequestUntilTheCulpritIsFound) {
    Caps caps;
    feed(caps, ":s CAP * LS :account-tag batch chghost server-time");
    EXPECT_EQ(feed(caps, ":s CAP * NAK :account-tag batch chgh"),
              (Lines{"CAP REQ :account-tag batch", "CAP REQ :chghost server-time"}))
        << "servers cut the list short";
    EXPECT_EQ(feed(caps, ":s CAP * NAK :account-tag batch"),
              (Lines{"CAP REQ :account-tag", "CAP REQ :batch"}));
    feed(caps, ":s CAP * ACK :chghost server-time");
    EXPECT_EQ(feed(caps, ":s CAP * NAK :account-tag"), Lines{});
    EXPECT_FALSE(caps.settled());
    EXPECT_EQ(feed(caps, ":s CAP * ACK :batch"), Lines{});
    EXPECT_TRUE(caps.settled());
    EXPECT_FALSE(caps.has("account-tag"));
    EXPECT_TRUE(caps.has("batch") && caps.has("chghost") && caps.has("server-time"));
}

TEST(IrcCaps, AppliesAnAnswerInSeveralLinesAtItsLast) {
    Caps caps;
    feed(caps, ":s CAP * LS :batch server-time");
    feed(caps, ":s CAP * ACK * :batch");
    EXPECT_FALSE(caps.settled());
    feed(caps, ":s CAP * ACK :server-time");
    EXPECT_TRUE(caps.settled());
    EXPECT_TRUE(caps.has("batch"));
}

TEST(IrcCaps, DoesNotAskForSaslWithoutAMechanismOfOurs) {
    Caps caps({"PLAIN"});
    EXPECT_EQ(feed(caps, ":s CAP * LS :sasl=EXTERNAL,SCRAM-SHA-256"), Lines{});
    EXPECT_TRUE(caps.settled());
    EXPECT_EQ(feed(caps, ":s CAP me NEW :sasl=EXTERNAL,plain"), (Lines{"CAP REQ :sasl"}));
}

TEST(IrcCaps, LeavesOutWhatIsDisabled) {
    Caps caps({"PLAIN"}, {"echo-message", "sasl"});
    EXPECT_EQ(feed(caps, ":s CAP * LS :echo-message batch sasl"), (Lines{"CAP REQ :batch"}));
}

TEST(IrcCaps, NeverAsksForWhatPunishesOrMeansSomethingElse) {
    Caps caps;
    EXPECT_EQ(
        feed(caps, ":s CAP * LS :sts=port=6697 tls no-implicit-names inspircd.org/poison ergo.chat/nope"),
        Lines{});
    EXPECT_EQ(caps.value("sts"), "port=6697");
    EXPECT_EQ(caps.value("ergo.chat/nope"), "");
}

TEST(IrcCaps, KeepsValuesAndForgetsThemWithTheName) {
    Caps caps;
    feed(caps, ":s CAP * LS * :draft/multiline=max-bytes=4096,max-lines=32");
    feed(caps, ":s CAP * LS :draft/chathistory sts=duration=1");
    EXPECT_EQ(caps.value("draft/multiline"), "max-bytes=4096,max-lines=32");
    EXPECT_EQ(caps.value("draft/chathistory"), "");
    feed(caps, ":s CAP me DEL :draft/multiline sts");
    EXPECT_EQ(caps.value("draft/multiline"), "");
    EXPECT_EQ(caps.value("sts"), "duration=1") << "a policy ends by its duration";
}

TEST(IrcCaps, KeepsEachRequestShortAndAsksForEverythingOnce) {
    Caps caps({"PLAIN"});
    std::string all;
    std::size_t count = 0;
    for (const char* name : Caps::wanted()) all += std::string(name) + " ", ++count;
    feed(caps, ":s CAP * LS * :" + all);
    std::size_t asked = 0;
    for (const std::string& request : feed(caps, ":s CAP * LS :" + all)) {
        EXPECT_LT(request.size(), 400U);
        each_item(std::string_view(request).substr(9), ' ', [&](std::string_view) { ++asked; });
    }
    EXPECT_EQ(asked, count);
    EXPECT_EQ(feed(caps, ":s CAP me NEW :batch"), Lines{}) << "is asked for already";
}

TEST(IrcCaps, ReportsThatSaslWasAnnouncedAgain) {
    Caps caps({"PLAIN"});
    EXPECT_FALSE(caps.take_sasl_news());
    feed(caps, ":s CAP * LS :sasl=PLAIN");
    EXPECT_TRUE(caps.take_sasl_news());
    EXPECT_FALSE(caps.take_sasl_news());
    feed(caps, ":s CAP me NEW :sasl=PLAIN,EXTERNAL");
    EXPECT_TRUE(caps.take_sasl_news());
    EXPECT_EQ(caps.value("sasl"), "PLAIN,EXTERNAL");
}

TEST(IrcCaps, FollowsWhatComesAndGoesLater) {
    Caps caps({"PLAIN"});
    feed(caps, ":s CAP * LS :batch");
    feed(caps, ":s CAP * ACK :batch");
    EXPECT_EQ(feed(caps, ":s CAP me NEW :sasl=PLAIN nope"), (Lines{"CAP REQ :sasl"}));
    feed(caps, ":s CAP me ACK :sasl");
    EXPECT_TRUE(caps.has("sasl"));
    EXPECT_EQ(feed(caps, ":s CAP me DEL :sasl batch sts"), Lines{});
    EXPECT_FALSE(caps.has("sasl"));
    EXPECT_FALSE(caps.has("batch"));
}

TEST(IrcCaps, SurvivesAnswersToNoQuestion) {
    Caps caps;
    EXPECT_EQ(feed(caps, "CAP"), Lines{});
    EXPECT_EQ(feed(caps, "CAP * NAK"), Lines{});
    EXPECT_EQ(feed(caps, "CAP * ACK :nope"), Lines{});
    EXPECT_FALSE(caps.has("nope"));
    EXPECT_FALSE(caps.settled());
}

}  // namespace
}  // namespace confab::irc
