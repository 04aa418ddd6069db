#include "adapters/irc/state/isupport.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

Isupport announced(std::string_view tokens) {
    Isupport isupport;
    Line line;
    const std::string text = ":s 005 me " + std::string(tokens) + " :are supported by this server";
    EXPECT_TRUE(line.parse(text));
    isupport.apply(line);
    return isupport;
}

TEST(IrcIsupport, FoldsByRfc1459UntilToldOtherwise) {
    EXPECT_EQ(Isupport().fold("Nick[A]\\~"), "nick{a}|^");
    EXPECT_TRUE(Isupport().same("nick[a]", "NICK{A}"));
}

TEST(IrcIsupport, FoldsByTheAnnouncedMapping) {
    EXPECT_FALSE(announced("CASEMAPPING=ascii").same("nick[a]", "NICK{A}"));
    EXPECT_TRUE(announced("CASEMAPPING=ascii").same("NICK", "nick"));
    EXPECT_TRUE(announced("CASEMAPPING=rfc1459-strict").same("a[", "A{"));
    EXPECT_FALSE(announced("CASEMAPPING=rfc1459-strict").same("a^", "A~"));
    EXPECT_EQ(announced("CASEMAPPING=rfc7613").casemapping(), CaseMapping::ascii);
}

TEST(IrcIsupport, DropsTheLastParameterWhateverItSays) {
    EXPECT_EQ(announced("NETWORK=NgNet").network(), "NgNet");
    Isupport isupport;
    Line line;
    ASSERT_TRUE(line.parse(":s 005 me NETWORK=NgNet CASEMAPPING=ascii"));
    isupport.apply(line);
    EXPECT_EQ(isupport.casemapping(), CaseMapping::rfc1459);
}

TEST(IrcIsupport, UnsetsNegatedTokensAndIgnoresUnknownOnes) {
    Isupport isupport = announced("NETWORK=X NICKLEN=30 CHANTYPES=# MONITOR=30 LINELEN=1024 FOO= =BAR");
    EXPECT_TRUE(isupport.has_monitor());
    EXPECT_FALSE(isupport.is_channel("&local"));
    EXPECT_EQ(isupport.body_length(), 1022U);
    Line line;
    ASSERT_TRUE(line.parse(":s 005 me -NETWORK -NICKLEN -CHANTYPES -MONITOR -LINELEN -NOPE :x"));
    isupport.apply(line);
    EXPECT_EQ(isupport.network(), "");
    EXPECT_EQ(isupport.nick_length(), 0U);
    EXPECT_TRUE(isupport.is_channel("&local"));
    EXPECT_FALSE(isupport.has_monitor());
    EXPECT_EQ(isupport.body_length(), kMaxBody);
}

TEST(IrcIsupport, UnescapesValuesAndSurvivesBadOnes) {
    EXPECT_EQ(announced("NETWORK=My\\x20Net").network(), "My Net");
    EXPECT_EQ(announced("NETWORK=a\\x2").network(), "a\\x2");
    EXPECT_EQ(announced("LINELEN=abc").body_length(), kMaxBody);
    EXPECT_EQ(announced("LINELEN=5").body_length(), kMaxBody);
    EXPECT_EQ(announced("LINELEN=99999999999999999999").body_length(), kMaxBody);
    EXPECT_EQ(announced("PREFIX=qa").prefix_symbols(), "");
}

TEST(IrcIsupport, SeesTheChannelBehindAStatusPrefix) {
    const Isupport isupport = announced("STATUSMSG=@+ CHANTYPES=#");
    EXPECT_EQ(isupport.without_status("@#c"), "#c");
    EXPECT_EQ(isupport.without_status("@+#c"), "#c");
    EXPECT_EQ(isupport.without_status("+nick"), "+nick");
    EXPECT_EQ(Isupport().without_status("@#c"), "@#c");
}

}  // namespace
}  // namespace confab::irc
