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

// Hard case 39, and reference 1.6.
TEST(IrcIsupport, KnowsWhatServersAnnounce) {
    const Isupport isupport = announced(
        "AWAYLEN=200 CHANLIMIT=#&:20,+: CHANMODES=IXbeg,k,Hfjl,ACmn CHANNELLEN=64 KICKLEN=255 MODES "
        "MONITOR=30 PREFIX=(qo)~@ TOPICLEN=307 WHOX UTF8ONLY SAFERATE EXTBAN=$,ajrxz ACCOUNTEXTBAN=a,account "
        "CHATHISTORY=1000 MSGREFTYPES=timestamp TARGMAX=NAMES:1,KICK:,PRIVMSG:4,JOIN: BOT=B");
    EXPECT_EQ(isupport.away_length(), 200U);
    EXPECT_EQ(isupport.channel_length(), 64U);
    EXPECT_EQ(isupport.kick_length(), 255U);
    EXPECT_EQ(isupport.topic_length(), 307U);
    EXPECT_EQ(isupport.channel_limit('#'), 20U);
    EXPECT_EQ(isupport.channel_limit('&'), 20U);
    EXPECT_EQ(isupport.channel_limit('+'), Isupport::kUnlimited);
    EXPECT_EQ(isupport.modes_per_line(), Isupport::kUnlimited);
    EXPECT_EQ(isupport.monitor_limit(), 30U);
    EXPECT_EQ(isupport.max_targets("PRIVMSG"), 4U);
    EXPECT_EQ(isupport.max_targets("kick"), Isupport::kUnlimited);
    EXPECT_EQ(isupport.max_targets("NOTICE"), Isupport::kUnlimited);
    EXPECT_EQ(isupport.prefix_modes(), "qo");
    EXPECT_EQ(isupport.prefix_mode('~'), 'q');
    EXPECT_EQ(isupport.prefix_mode('+'), '\0');
    EXPECT_TRUE(isupport.has_whox() && isupport.is_utf8_only() && isupport.is_safe_rate());
    EXPECT_EQ(isupport.extban_prefix(), "$");
    EXPECT_EQ(isupport.extban_types(), "ajrxz");
    EXPECT_EQ(isupport.account_extban(), "a");
    EXPECT_EQ(isupport.chathistory_limit(), 1'000U);
    EXPECT_TRUE(isupport.has_reference_type("timestamp"));
    EXPECT_FALSE(isupport.has_reference_type("msgid"));
    EXPECT_EQ(isupport.bot_mode(), "B");
}

TEST(IrcIsupport, KnowsWhatEachModeIs) {
    const Isupport isupport = announced("CHANMODES=beI,k,l,imnt PREFIX=(ov)@+");
    EXPECT_EQ(isupport.mode_kind('b'), ModeKind::list);
    EXPECT_EQ(isupport.mode_kind('k'), ModeKind::always);
    EXPECT_EQ(isupport.mode_kind('l'), ModeKind::on_set);
    EXPECT_EQ(isupport.mode_kind('t'), ModeKind::flag);
    EXPECT_EQ(isupport.mode_kind('o'), ModeKind::member);
    EXPECT_EQ(isupport.mode_kind('Z'), ModeKind::flag);
    EXPECT_EQ(announced("-CHANMODES").mode_kind('k'), ModeKind::always) << "RFC 2812";
}

TEST(IrcIsupport, TakesWhatOlderServersSayInstead) {
    EXPECT_EQ(announced("MAXCHANNELS=10").channel_limit('#'), 10U);
    EXPECT_EQ(announced("CHANLIMIT=#&+:0").channel_limit('#'), Isupport::kUnlimited) << "ngIRCd";
    EXPECT_EQ(announced("MAXTARGETS=3").max_targets("PRIVMSG"), 3U);
    EXPECT_EQ(announced("MAXTARGETS=3").max_targets("JOIN"), Isupport::kUnlimited);
    EXPECT_EQ(announced("draft/CHATHISTORY=50").chathistory_limit(), 50U);
    EXPECT_EQ(announced("CHATHISTORY=0").chathistory_limit(), Isupport::kUnlimited);
    EXPECT_EQ(announced("FOO").chathistory_limit(), std::nullopt);
}

TEST(IrcIsupport, KnowsWhichTagsTheServerDrops) {
    EXPECT_TRUE(announced("CLIENTTAGDENY=*,-typing").denies_tag("draft/react"));
    EXPECT_FALSE(announced("CLIENTTAGDENY=*,-typing").denies_tag("typing"));
    EXPECT_TRUE(announced("CLIENTTAGDENY=typing").denies_tag("typing"));
    EXPECT_FALSE(announced("CLIENTTAGDENY=typing").denies_tag("reply"));
    EXPECT_FALSE(announced("CLIENTTAGDENY=").denies_tag("typing"));
}

TEST(IrcIsupport, SurvivesNonsense) {
    const Isupport isupport = announced(
        "CHANLIMIT=:,#,&: TARGMAX=,:,PRIVMSG:x MODES=-1 PREFIX=()ov CHANMODES= EXTBAN= CHANTYPES= "
        "ACCOUNTEXTBAN= TOPICLEN=-5 BOT= - -=x =");
    EXPECT_EQ(isupport.channel_limit('#'), Isupport::kUnlimited);
    EXPECT_EQ(isupport.max_targets("PRIVMSG"), Isupport::kUnlimited);
    EXPECT_EQ(isupport.topic_length(), 0U);
    EXPECT_EQ(isupport.prefix_modes(), "");
    EXPECT_EQ(isupport.mode_kind('b'), ModeKind::flag);
    EXPECT_FALSE(isupport.is_channel("#c"));
    EXPECT_GE(announced("MODES=0 TARGMAX=PRIVMSG:0").max_targets("PRIVMSG"), 1U);
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
