#include "confab/capability/channel_details.hpp"
#include "tests/integration/irc/irc_world.hpp"

namespace confab::test {
namespace {

std::string names(const MembersChanged& event) {
    return std::to_string(event.users.size()) + " in " + event.where.channel.str();
}

Task<MembersChanged> many(IrcWorld& world) {
    const auto event = co_await world.account_context.next<MembersChanged>();
    EXPECT_TRUE(event) << "nothing happened to many";
    co_return event.value_or(MembersChanged());
}

/// The bot itself joins `channel`.
Task<void> until_in(IrcWorld& world, std::string channel) {
    for (;;) {
        const auto event = co_await world.account_context.next<MemberChanged>();
        EXPECT_TRUE(event) << "never in " << channel;
        if (!event) co_return;
        const bool is_it = event->user.is_self && event->change == MembershipChange::joined;
        if (is_it && event->where.channel.str() == channel) co_return;
    }
}

ChannelDetails* details(IrcWorld& world) {
    return static_cast<ChannelDetails*>(world.account->capability(ChannelDetails::kCapabilityId));
}

Task<void> split(IrcWorld& world) {
    co_await world.start_and_join();
    world.stage("crowd", "60");
    const MembersChanged came = co_await many(world);
    EXPECT_EQ(names(came), "40 in #confab") << "the first twenty were told one by one";
    const std::size_t before = details(world)->member_count(ChannelId("#confab"));
    EXPECT_GE(before, 61U);
    world.stage("netsplit", "50");
    const MembersChanged left = co_await many(world);
    EXPECT_EQ(names(left), "50 in #confab");
    EXPECT_EQ(left.change, MembershipChange::left);
    EXPECT_EQ(details(world)->member_count(ChannelId("#confab")), before - 50);
    world.stage("netjoin");
    const MembersChanged back = co_await many(world);
    EXPECT_EQ(names(back), "50 in #confab");
    EXPECT_EQ(back.change, MembershipChange::joined);
    EXPECT_EQ(details(world)->member_count(ChannelId("#confab")), before);
}
TEST(IrcChannelsLive, TellOfANetsplitAndItsEndOnceEach) {
    with_irc(split);
}

Task<void> split_without_batches(IrcWorld& world) {
    world.stage("caps", "server-time");
    co_await world.start_and_join();
    world.stage("crowd", "15");
    world.stage("netsplit", "12");
    const MembersChanged left = co_await many(world);
    EXPECT_EQ(names(left), "12 in #confab");
    EXPECT_EQ(left.change, MembershipChange::left);
    EXPECT_EQ(left.detail, "irc.sandbox.local far.sandbox.local");
    EXPECT_GE(details(world)->member_count(ChannelId("#confab")), 4U);
}
TEST(IrcChannelsLive, TellOfANetsplitByItsTextWhereThereAreNoBatches) {
    with_irc(split_without_batches);
}

Task<void> kicked(IrcWorld& world) {
    world.account_context.set("rejoin_delay", Duration(50));
    co_await world.start_and_join();
    co_await until_in(world, "#confab");
    world.stage("kick", "out");
    co_await until_in(world, "#confab");
}
TEST(IrcChannelsLive, AreJoinedAgainAfterAKick) {
    with_irc(kicked);
}

Task<void> invited(IrcWorld& world) {
    world.account_context.set("join_on_invite", true);
    co_await world.start_and_join();
    world.stage("invite", "#party");
    co_await until_in(world, "#party");
    world.stage("drop");
    co_await world.until(ConnectionState::lost);
    co_await until_in(world, "#party");
}
TEST(IrcChannelsLive, OfInvitationsAreThereAfterAReconnect) {
    with_irc(invited);
}

Task<void> forwarded(IrcWorld& world) {
    world.stage("as", "alice JOIN #confab");
    world.stage("as", "alice JOIN #overflow");
    world.stage("forward", "#confab #overflow");
    world.start();
    co_await until_in(world, "#overflow");
    EXPECT_EQ(details(world)->member_count(ChannelId("#overflow")), 2U);
}
TEST(IrcChannelsLive, CountAsJoinedWhereTheyForwardTo) {
    with_irc(forwarded);
}

Task<void> let_in(IrcWorld& world) {
    world.stage("as", "alice JOIN #confab");
    world.stage("set_invite_only", "#confab");
    world.start();
    co_await world.until(ConnectionState::ready);
    world.stage("as", "alice PRIVMSG confab :are you there?");
    const auto heard = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(heard) << "the refusal has been and gone by now";
    world.stage("invite", "#confab");
    co_await until_in(world, "#confab");
}
TEST(IrcChannelsLive, AreJoinedOnceSomebodyInvites) {
    with_irc(let_in);
}

Task<void> described(IrcWorld& world) {
    co_await world.start_and_join();
    world.stage("as", "alice JOIN #confab");
    world.stage("as", "alice TOPIC #confab :What it is about");
    co_await world.say("hello");
    const auto heard = co_await world.account_context.next<MessageReceived>();
    EXPECT_TRUE(heard);
    ChannelDetails* known = details(world);
    EXPECT_EQ(known->topic(ChannelId("#CONFAB")), "What it is about");
    EXPECT_EQ(known->member_count(ChannelId("#confab")), 2U);
    EXPECT_EQ(known->members(ChannelId("#confab"), 1).size(), 1U);
    for (const Member& member : known->members(ChannelId("#confab"), 10)) {
        EXPECT_EQ(member.user.is_self, member.rank == MemberRank::moderator) << member.user.name;
        EXPECT_EQ(member.user.assurance == Assurance::account, member.user.name == "alice");
    }
    EXPECT_EQ(known->member_count(ChannelId("#elsewhere")), 0U);
    EXPECT_EQ(known->topic(ChannelId("#elsewhere")), "");
    EXPECT_TRUE(known->members(ChannelId("#elsewhere"), 10).empty());
}
TEST(IrcChannelsLive, CanBeAskedAbout) {
    with_irc(described);
}

}  // namespace
}  // namespace confab::test
