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
    Caps caps(false);
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
    Caps caps(true);
    EXPECT_EQ(feed(caps, ":s CAP * LS * :batch"), Lines{});
    EXPECT_EQ(feed(caps, ":s CAP * LS * :account-tag"), Lines{});
    EXPECT_FALSE(caps.settled());
    EXPECT_EQ(feed(caps, ":s CAP * LS :sasl"), (Lines{"CAP REQ :account-tag batch sasl"}));
}

TEST(IrcCaps, IsSettledByAnEmptyList) {
    Caps caps(true);
    EXPECT_EQ(feed(caps, ":s CAP * LS :"), Lines{});
    EXPECT_TRUE(caps.settled());
}

TEST(IrcCaps, AsksOneByOneAfterARefusal) {
    Caps caps(false);
    feed(caps, ":s CAP * LS :batch server-time");
    EXPECT_EQ(feed(caps, ":s CAP * NAK :batch server-time"),
              (Lines{"CAP REQ :batch", "CAP REQ :server-time"}));
    EXPECT_EQ(feed(caps, ":s CAP * NAK :batch"), Lines{});
    EXPECT_FALSE(caps.settled());
    EXPECT_EQ(feed(caps, ":s CAP * ACK :server-time"), Lines{});
    EXPECT_TRUE(caps.settled());
    EXPECT_FALSE(caps.has("batch"));
}

TEST(IrcCaps, AppliesAnAnswerInSeveralLinesAtItsLast) {
    Caps caps(false);
    feed(caps, ":s CAP * LS :batch server-time");
    feed(caps, ":s CAP * ACK * :batch");
    EXPECT_FALSE(caps.settled());
    feed(caps, ":s CAP * ACK :server-time");
    EXPECT_TRUE(caps.settled());
    EXPECT_TRUE(caps.has("batch"));
}

TEST(IrcCaps, DoesNotAskForSaslWithoutPlain) {
    Caps caps(true);
    EXPECT_EQ(feed(caps, ":s CAP * LS :sasl=EXTERNAL,SCRAM-SHA-256"), Lines{});
    EXPECT_TRUE(caps.settled());
    EXPECT_FALSE(caps.offers_sasl_plain());
}

TEST(IrcCaps, FollowsWhatComesAndGoesLater) {
    Caps caps(true);
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
    Caps caps(false);
    EXPECT_EQ(feed(caps, "CAP"), Lines{});
    EXPECT_EQ(feed(caps, "CAP * NAK"), Lines{});
    EXPECT_EQ(feed(caps, "CAP * ACK :nope"), Lines{});
    EXPECT_FALSE(caps.has("nope"));
    EXPECT_FALSE(caps.settled());
}

}  // namespace
}  // namespace confab::irc
