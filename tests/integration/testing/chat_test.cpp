#include <confab/service/random.hpp>
#include <confab/testing/chat.hpp>

CONFAB_TEST(AnswersAtOnce) {
    chat.user("alice").says("!greet").expect_reply("Hello, alice!").expect_no_reply();
    chat.user("bob").says("!greet").expect_reply("Hello, ...!").expect_no_reply();
}

CONFAB_TEST(IsSilentWhenNothingIsAsked) {
    chat.user("alice").says("good morning").expect_no_reply();
    EXPECT_TRUE(chat.user("alice").replies().empty());
}

CONFAB_TEST(TellsRepliesApartAndInOrder) {
    chat.user("alice").says("!twice").expect_reply("first").expect_reply("second").expect_no_reply();
}

CONFAB_TEST(KeepsPlacesApart) {
    auto private_alice = chat.user("alice").in_private();
    auto alice = chat.user("alice").in("#garden");
    private_alice.says("greet").expect_reply("Hello, alice!");
    alice.expect_no_reply();
    chat.user("alice").expect_no_reply();
    alice.says("confab: greet").expect_reply("Hello, alice!");
}

CONFAB_TEST(ShowsWhatEachNetworkCanShow) {
    auto irc = chat.user("alice").on("irc").says("!lines");
    EXPECT_EQ(irc.replies(), (std::vector<std::string>{"alice: one", "two", "three"}));
    irc.expect_reply("one\ntwo\nthree").expect_no_reply();
    auto discord = chat.user("alice").on("discord").says("!lines");
    EXPECT_EQ(discord.replies(), std::vector<std::string>{"one\ntwo\nthree"});
}

CONFAB_TEST(LetsTimePassOnlyWhenTold) {
    auto alice = chat.user("alice").says("!later").expect_no_reply();
    chat.advance(4999ms);
    alice.expect_no_reply();
    chat.advance(1ms);
    alice.expect_reply("here it is");
}

CONFAB_TEST(ShowsTheLog) {
    chat.advance(9min);
    for (const std::string& line : chat.log()) EXPECT_EQ(line.find("ten minutes"), std::string::npos) << line;
    chat.advance(1min).expect_log("info [talker] ten minutes passed");
    EXPECT_EQ(chat.last_error(), "");
}

CONFAB_TEST(ShowsFaults) {
    chat.user("alice").says("!crash").expect_reply("`crash` failed; ...");
    EXPECT_NE(chat.last_error().find("as it should"), std::string::npos);
    EXPECT_EQ(chat.state(), "running");
}

CONFAB_TEST(GivesTypedOptions) {
    chat.option("greeting", "Ahoy").option("words", "a, b c,d");
    chat.user("alice").says("!greet").expect_reply("Ahoy, alice!");
    chat.user("alice").says("!words").expect_reply("[a][b c][d]");
}

CONFAB_TEST(KnowsOwners) {
    chat.user("alice").says("!secret").expect_reply("You may not use `secret`...");
    chat.user("bob").says("!secret").expect_reply("You may not use `secret`...");
    chat.user("alice").as_owner().says("!secret").expect_reply("yes, master");
    chat.user("bob").as_owner().on("irc").says("!secret").expect_reply("yes, master");
    auto bare = chat.user("bob").as_owner().with_assurance(confab::Assurance::none);
    bare.says("!secret").expect_reply("You may not...");
}

CONFAB_TEST(KnowsPermissions) {
    chat.user("alice").says("!tag").expect_reply("...");
    EXPECT_NE(chat.user("alice").replies()[0], "tagged");
    chat.user("bob").with_permission("tag.write").says("!tag").expect_reply("tagged");
    chat.user("eve").with_permission("tag.read").says("!tag");
    EXPECT_NE(chat.user("eve").replies()[0], "tagged");
}

CONFAB_TEST(HoldsAConversation) {
    auto alice = chat.user("alice");
    alice.says("!guess").expect_reply("Which number?").says("seven").expect_reply("not seven");
    alice.says("!guess").expect_reply("Which number?");
    chat.advance(61s);
    alice.expect_reply("too late");
}

CONFAB_TEST(ShowsWhatIsStored) {
    EXPECT_EQ(chat.stored("kept"), std::nullopt);
    chat.user("alice").says("!keep the change").expect_no_reply();
    EXPECT_EQ(chat.stored("kept"), "the change");
}

CONFAB_TEST(IsTheSameInEveryRun) {
    const auto said_with = [](std::uint64_t seed) {
        confab::testing::Chat other(CONFAB_TESTED_PLUGIN_FILE, confab::testing::report_to_gtest);
        return other.seed(seed).user("alice").says("!random").replies();
    };
    EXPECT_EQ(said_with(1), said_with(1));
    EXPECT_NE(said_with(1), said_with(2));
}

CONFAB_TEST(TakesServicesOfTheTest) {
    static class Half final : public confab::Random {
        double uniform() override { return 0.5; }
        void fill(std::span<std::byte> out) override {
            for (std::byte& byte : out) byte = std::byte(7);
        }
    } half;
    chat.provide<confab::Random>(half).user("alice").says("!random").expect_reply("500000");
}

CONFAB_TEST(RunsOtherPluginsBesideIt) {
    chat.with_plugin(CONFAB_FIXTURES "/confab_loud.so")
        .user("alice")
        .says("!greet")
        .expect_reply("Hello, ...");
    chat.expect_log("plugin started plugin=loud").expect_log("plugin started plugin=talker");
}

CONFAB_TEST(ReloadsTheLibrary) {
    auto alice = chat.user("alice");
    alice.says("!uses").expect_reply("1").says("!uses").expect_reply("2");
    chat.reload();
    alice.says("!uses").expect_reply("1");
    EXPECT_EQ(chat.state(), "running");
}

CONFAB_TEST(BeginsWithFreshStatics) {
    chat.user("alice").says("!uses").expect_reply("1");
}

CONFAB_TEST_EXAMPLES

CONFAB_TEST(HandsOnWhatElseHappens) {
    confab::MemberChanged joined;
    joined.where = confab::ChannelRef(confab::AccountId("irc"), confab::ChannelId("#test"));
    joined.user = confab::User(confab::UserId("eve"), "eve", confab::Assurance::none);
    chat.happens(joined).user("eve").on("irc").expect_no_reply();
}
