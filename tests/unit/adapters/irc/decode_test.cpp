#include "adapters/irc/decode.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

const AccountId kAccount("net");

class IrcDecode : public testing::Test {
protected:
    std::optional<MessageReceived> decode(std::string_view text, std::string_view account = {}) {
        Line line;
        EXPECT_TRUE(line.parse(text));
        DecodeContext context{kAccount, isupport_, "Confab", account, Origin::live, WallTime(Duration(42))};
        return decode_message(line, context);
    }
    Isupport isupport_;
};

TEST_F(IrcDecode, KnowsChannelMessages) {
    const auto event = decode(":Alice!al@host PRIVMSG #Chan :hello");
    ASSERT_TRUE(event);
    EXPECT_EQ(event->channel.ref, ChannelRef(kAccount, ChannelId("#chan")));
    EXPECT_EQ(event->channel.name, "#Chan");
    EXPECT_EQ(event->channel.kind, ChannelKind::group);
    EXPECT_EQ(event->channel.guild, GuildId("net"));
    EXPECT_EQ(event->sender.name, "Alice");
    EXPECT_EQ(event->message.plain_text(), "hello");
    EXPECT_EQ(event->origin, Origin::live);
    EXPECT_EQ(event->sent_at, WallTime(Duration(42)));
    EXPECT_FALSE(event->mentions_bot);
    EXPECT_FALSE(event->is_notice);
}

TEST_F(IrcDecode, TakesTheSenderOfAPrivateMessageForItsChannel) {
    const auto event = decode(":Alice[x]!al@host PRIVMSG Confab :hello");
    ASSERT_TRUE(event);
    EXPECT_EQ(event->channel.ref.channel, ChannelId("alice{x}"));
    EXPECT_EQ(event->channel.kind, ChannelKind::direct);
}

TEST_F(IrcDecode, IdentifiesPeopleByAccountOrElseByNickWithoutAssurance) {
    const auto known = decode(":Alice!al@host PRIVMSG #c :x", "alice_acc");
    EXPECT_EQ(known->sender.id, UserId("alice_acc"));
    EXPECT_EQ(known->sender.assurance, Assurance::account);
    const auto unknown = decode(":Alice!al@host PRIVMSG #c :x");
    EXPECT_EQ(unknown->sender.id, UserId("alice"));
    EXPECT_EQ(unknown->sender.assurance, Assurance::none);
}

TEST_F(IrcDecode, RemovesTheAddressFromWhatIsSaidToTheBot) {
    for (const char* text :
         {"Confab: roll 6", "confab, roll 6", "CONFAB:roll 6", "\xE2\x80\x8B confab: roll 6"}) {
        const auto event = decode(std::string(":a!b@c PRIVMSG #c :") + text);
        ASSERT_TRUE(event);
        EXPECT_TRUE(event->mentions_bot) << text;
        EXPECT_EQ(event->message.plain_text(), "roll 6") << text;
    }
    for (const char* text : {"confabulate: x", "confab roll", "hi confab: x", "confab"}) {
        const auto event = decode(std::string(":a!b@c PRIVMSG #c :") + text);
        EXPECT_FALSE(event->mentions_bot) << text;
        EXPECT_EQ(event->message.plain_text(), text);
    }
}

TEST_F(IrcDecode, ReadsTagsOfTheMessage) {
    const auto event = decode("@time=1970-01-01T00:00:07.000Z;msgid=x1;bot :a!b@c PRIVMSG #c :x");
    EXPECT_EQ(event->id, MessageId("x1"));
    EXPECT_EQ(event->sent_at, WallTime(Duration(7'000)));
    EXPECT_TRUE(event->sender.is_bot);
}

TEST_F(IrcDecode, MarksEchoesOfItself) {
    const auto event = decode(":confab!u@h PRIVMSG Alice :Confab: hi");
    ASSERT_TRUE(event);
    EXPECT_EQ(event->origin, Origin::echo);
    EXPECT_TRUE(event->sender.is_self);
    EXPECT_FALSE(event->mentions_bot);
    EXPECT_EQ(event->channel.ref.channel, ChannelId("alice"));
}

TEST_F(IrcDecode, KnowsActionsAndLeavesOtherCtcpOut) {
    const auto action = decode(
        ":a!b@c PRIVMSG #c :\x01"
        "ACTION waves\x01");
    ASSERT_TRUE(action);
    EXPECT_TRUE(action->message.is_action());
    EXPECT_EQ(action->message.plain_text(), "waves");
    EXPECT_TRUE(decode(":a!b@c PRIVMSG #c :\x01"
                       "ACTION waves")
                    ->message.is_action())
        << "the last \\x01 may be missing";
    EXPECT_FALSE(decode(":a!b@c PRIVMSG Confab :\x01VERSION\x01"));
    EXPECT_FALSE(
        decode(":a!b@c PRIVMSG Confab :\x01"
               "DCC SEND x\x01"));
}

TEST_F(IrcDecode, LeavesServersOut) {
    EXPECT_FALSE(decode(":irc.example NOTICE * :*** Looking up your hostname"));
    EXPECT_FALSE(decode(":irc.example NOTICE Confab :*** hi"));
    EXPECT_FALSE(decode("NOTICE AUTH :*** hi"));
    EXPECT_FALSE(decode(":a!b@c PRIVMSG"));
    EXPECT_FALSE(decode(":a!b@c PRIVMSG #c"));
}

TEST_F(IrcDecode, MarksNotices) {
    EXPECT_TRUE(decode(":a!b@c NOTICE #c :x")->is_notice);
}

TEST_F(IrcDecode, KeepsStylesAndSurvivesEveryByte) {
    const auto styled = decode(
        ":a!b@c PRIVMSG #c :x \x02"
        "bold\x02");
    ASSERT_EQ(styled->message.elements().size(), 2U);
    EXPECT_EQ(std::get<Text>(styled->message.elements()[1]).style, Style::bold);
    EXPECT_EQ(decode(":a!b@c PRIVMSG #c :caf\xE9")->message.plain_text(), "café");
    EXPECT_EQ(decode(std::string_view(":a!b@c PRIVMSG #c :a\0b", 23))->message.plain_text(), "ab");
}

TEST_F(IrcDecode, PutsAStatusMessageIntoItsChannel) {
    Line line;
    ASSERT_TRUE(line.parse(":s 005 me STATUSMSG=@+ :x"));
    isupport_.apply(line);
    EXPECT_EQ(decode(":a!b@c PRIVMSG @#c :ops only")->channel.ref.channel, ChannelId("#c"));
}

}  // namespace
}  // namespace confab::irc
