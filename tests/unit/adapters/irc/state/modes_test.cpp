#include "adapters/irc/state/modes.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

std::string parsed(std::string_view tokens, std::string_view modes) {
    Isupport isupport;
    Line line;
    const std::string announcement = ":s 005 me " + std::string(tokens) + " :are supported";
    EXPECT_TRUE(line.parse(announcement));
    isupport.apply(line);
    Line mode;
    const std::string text = "MODE #c " + std::string(modes);
    EXPECT_TRUE(mode.parse(text));
    std::string out;
    for (const ModeChange& change : parse_modes(mode.params().subspan(1), isupport)) {
        out += (out.empty() ? "" : " ") + std::string(change.is_set ? "+" : "-") + change.letter;
        if (!change.argument.empty()) out += "(" + std::string(change.argument) + ")";
    }
    return out;
}

TEST(IrcModes, GivesEachLetterItsOwnArgument) {
    EXPECT_EQ(parsed("PREFIX=(ov)@+ CHANMODES=b,k,l,imnt", "+ov-b alice bob *!*@bad"),
              "+o(alice) +v(bob) -b(*!*@bad)");
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", "+kl-i key 5"), "+k(key) +l(5) -i");
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", "-lk key"), "-l -k(key)") << "l has none when it is unset";
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", ":+i"), "+i");
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", "+i-m+n"), "+i -m +n");
}

TEST(IrcModes, TakesAListModeWithoutAnArgumentForAQuestion) {
    EXPECT_EQ(parsed("CHANMODES=beI,k,l,imnt", "+b"), "");
    EXPECT_EQ(parsed("CHANMODES=beI,k,l,imnt", "+bi"), "+i");
    EXPECT_EQ(parsed("PREFIX=(ov)@+", "+o"), "");
}

TEST(IrcModes, GoesByWhatTheServerAnnounces) {
    EXPECT_EQ(parsed("PREFIX=(Yqaohv)!~&@%+ CHANMODES=IXbegw,k,FHJLfjl,ACK", "+YqjA alice bob 3:5"),
              "+Y(alice) +q(bob) +j(3:5) +A");
    EXPECT_EQ(parsed("PREFIX= CHANMODES=b,k,l,o", "+o alice"), "+o") << "no prefixes: a flag";
    EXPECT_EQ(parsed("CHANMODES=,,,", "+zk x"), "+z +k") << "unknown letters are flags";
    EXPECT_EQ(parsed("CHANMODES=b,k,l,i,xyz", "+x a"), "+x") << "classes of the future are flags";
}

TEST(IrcModes, SurvivesMissingAndExtraArguments) {
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", "+k"), "+k");
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", "+i a b c"), "+i");
    EXPECT_EQ(parsed("CHANMODES=b,k,l,imnt", "+-+-"), "");
    EXPECT_TRUE(parse_modes({}, Isupport()).empty());
}

}  // namespace
}  // namespace confab::irc
