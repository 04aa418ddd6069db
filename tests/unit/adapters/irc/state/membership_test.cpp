// What a session knows of channels and people, and how it tells of many at once.
#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kTokens =
    "CHANTYPES=# PREFIX=(qaohv)~&@%+ CHANMODES=beI,k,l,imnst BOT=B WHOX CASEMAPPING=rfc1459";
constexpr const char* kCaps =
    "account-notify away-notify chghost extended-join multi-prefix userhost-in-names setname";

class IrcMembership : public testing::Test {
protected:
    const Directory& directory() { return driver.session().directory(); }
    const Isupport& isupport() { return driver.session().isupport(); }
    std::string modes(std::string_view nick) {
        return directory().member_modes("#c", nick, isupport()).value_or("absent");
    }
    std::string account(std::string_view nick) {
        return std::string(directory().account_of(nick, isupport()));
    }
    std::string host(std::string_view nick) {
        const Person* person = directory().person(nick, isupport());
        return person ? std::string(person->text().user) + "@" + std::string(person->text().host) : "nobody";
    }
    std::size_t size() { return directory().channel("#c", isupport())->size(); }

    Driver driver = ready(config(), kCaps, kTokens);
};

// Hard case 38.
TEST_F(IrcMembership, ReadsNamesWithAllTheirPrefixesAndHosts) {
    driver.after({":s 353 confab = #c :@+alice!a@host.a ~@bob!b@host.b carol %dave!d@host.d confab",
                  ":s 353 confab @ #c :+[x]!x@h ", ":s 366 confab #c :End"});
    EXPECT_EQ(size(), 6U);
    EXPECT_EQ(modes("alice"), "ov");
    EXPECT_EQ(modes("bob"), "qo");
    EXPECT_EQ(modes("carol"), "");
    EXPECT_EQ(modes("{X}"), "v");
    EXPECT_EQ(host("alice"), "a@host.a");
    EXPECT_EQ(host("carol"), "@");
    driver.line(":s 353 confab = #elsewhere :@mallory");
    EXPECT_EQ(host("mallory"), "nobody") << "we are not there";
}

TEST_F(IrcMembership, FollowsWhatPeopleBecome) {
    driver.line(":alice!a@h JOIN #c alice_acc :Alice");
    driver.line(":bob!b@h JOIN #c * :Bob");
    EXPECT_EQ(account("alice"), "alice_acc");
    EXPECT_EQ(account("bob"), "");
    driver.after({":bob!b@h ACCOUNT bobby", ":alice!a@h ACCOUNT *", ":alice!a@h CHGHOST x cloak",
                  ":alice!x@cloak AWAY :gone", ":alice!x@cloak SETNAME :New", ":bob!b@h AWAY"});
    EXPECT_EQ(account("alice"), "");
    EXPECT_EQ(account("bob"), "bobby");
    EXPECT_EQ(host("alice"), "x@cloak");
    EXPECT_TRUE(directory().person("alice", isupport())->is_away);
    EXPECT_FALSE(directory().person("bob", isupport())->is_away);
    driver.line(":alice!x@cloak AWAY");
    EXPECT_FALSE(directory().person("alice", isupport())->is_away);
    EXPECT_EQ(driver.line(":bob!b@h NICK robert"), (Lines{"renamed #c <bobby> robert"}));
    EXPECT_EQ(account("robert"), "bobby");
}

// Hard case 37.
TEST_F(IrcMembership, AppliesModesByTheirKind) {
    driver.line(":s 353 confab = #c :@alice bob");
    driver.after({":op!o@h MODE #c +ov-b bob bob *!*@bad", ":op!o@h MODE #c :+i", ":op!o@h MODE #c +b",
                  ":op!o@h MODE #c +kl key 5", ":op!o@h MODE #c -o+h alice alice"});
    EXPECT_EQ(modes("bob"), "ov");
    EXPECT_EQ(modes("alice"), "h");
    using Modes = std::vector<std::pair<char, std::string>>;
    EXPECT_EQ(directory().channel("#c", isupport())->modes, (Modes{{'i', ""}, {'k', "key"}, {'l', "5"}}));
    driver.line(":op!o@h MODE #c -ilk key");
    EXPECT_TRUE(directory().channel("#c", isupport())->modes.empty());
    driver.line(":s 324 confab #c +nt");
    EXPECT_EQ(directory().channel("#c", isupport())->modes, (Modes{{'n', ""}, {'t', ""}}));
}

TEST_F(IrcMembership, KnowsTheTopic) {
    const auto topic = [&] {
        return directory().channel("#C", isupport())->topic;
    };
    driver.line(":s 332 confab #c :Welcome all");
    driver.line(":s 333 confab #c alice 1700000000");
    EXPECT_EQ(topic(), "Welcome all");
    driver.line(":alice!a@h TOPIC #c :New one");
    EXPECT_EQ(topic(), "New one");
    driver.line(":alice!a@h TOPIC #c :");
    EXPECT_EQ(topic(), "");
    driver.line(":alice!a@h TOPIC #c :" + std::string(9'000, 'x'));
    EXPECT_EQ(topic().size(), Directory::kMaxTopic);
    driver.line(":s 331 confab #c :No topic is set");
    EXPECT_EQ(topic(), "");
}

// Hard case 46.
TEST_F(IrcMembership, AsksWhoIsThereOnceAndBelievesOnlyItsOwnQuestion) {
    driver.after({":s 353 confab = #c :alice!a@h bob!b@h", ":s 366 confab #c :End"});
    driver.line(":s 354 confab 2 #c a h alice H mallory :x");
    EXPECT_EQ(account("alice"), "") << "nothing was asked";
    EXPECT_EQ(driver.due(), seconds(5));
    EXPECT_EQ(driver.pass(seconds(5)), (Lines{"send WHO #c %tcuhnfar,2"}));
    driver.after({":s 354 confab 2 #c a h alice G@ alice_acc :Alice", ":s 354 confab 2 #c b h bob HB 0 :Bob",
                  ":s 354 confab 9 #c b h bob H mallory :x", ":s 354 confab 2 #c z z stranger H acc :x",
                  ":s 315 confab #c :End"});
    EXPECT_EQ(account("alice"), "alice_acc");
    EXPECT_TRUE(directory().person("alice", isupport())->is_away);
    EXPECT_EQ(account("bob"), "");
    EXPECT_TRUE(directory().person("bob", isupport())->is_bot);
    EXPECT_EQ(host("stranger"), "nobody");
    driver.line(":s 352 confab #c ~bob new.host s bob H :0 Bob");
    EXPECT_EQ(host("bob"), "~bob@new.host");
    EXPECT_EQ(driver.due(), seconds(60)) << "only the keepalive is left";
}

TEST_F(IrcMembership, AsksNothingAboutALargeChannel) {
    std::string names = ":s 353 confab = #c :";
    for (int i = 0; i < 400; ++i) names += "n" + std::to_string(i) + " ";
    driver.after({names, ":s 366 confab #c :End"});
    EXPECT_EQ(size(), 401U);
    EXPECT_EQ(driver.due(), seconds(60));
}

// Hard case 27.
TEST_F(IrcMembership, TellsOfANetsplitOnceAndOfItsEndOnce) {
    for (int i = 0; i < 1'000; ++i) driver.line(":s 353 confab = #c :@n" + std::to_string(i) + "!u@h");
    for (int i = 0; i < 1'000; ++i)
        EXPECT_EQ(driver.line(":n" + std::to_string(i) + "!u@h QUIT :irc.example irc2.example"), Lines{});
    EXPECT_EQ(size(), 1U) << "the state is exact at once";
    EXPECT_EQ(driver.due(), seconds(1));
    const Lines left = driver.pass(seconds(1));
    ASSERT_EQ(left.size(), 1U);
    EXPECT_TRUE(left[0].starts_with("MANY #c n0 n1 ") &&
                left[0].ends_with(" left (irc.example irc2.example)"));
    driver.pass(seconds(30));
    for (int i = 0; i < 1'000; ++i)
        EXPECT_EQ(driver.line(":n" + std::to_string(i) + "!u@h JOIN #c * :x"), Lines{});
    driver.line(":s MODE #c +oo n0 n1");
    const Lines back = driver.pass(seconds(1));
    ASSERT_EQ(back.size(), 1U);
    EXPECT_TRUE(back[0].ends_with(" joined (irc.example irc2.example)"));
    EXPECT_EQ(size(), 1'001U);
    EXPECT_EQ(modes("n1"), "o");
    EXPECT_EQ(modes("n2"), "") << "what they had before the split is not taken for granted";
}

// Hard case 28.
TEST_F(IrcMembership, BelievesTheBatchOfASplitWhateverTheTextSays) {
    Driver batched = ready(config(), "batch", kTokens);
    batched.after(
        {":alice!a@h JOIN #c", ":s BATCH +1 netsplit irc.a irc.b", "@batch=1 :alice!a@h QUIT :Net split"});
    batched.line(":s BATCH :-1");
    EXPECT_EQ(batched.pass(seconds(1)), (Lines{"MANY #c alice left (Net split)"}));
    batched.line(":s BATCH +1 netjoin irc.a irc.b");
    EXPECT_EQ(batched.line("@batch=1 :bob!b@h JOIN #c"), Lines{});
    batched.line(":s BATCH -1");
    EXPECT_EQ(batched.pass(seconds(1)), (Lines{"MANY #c bob joined ()"}));
    EXPECT_EQ(batched.line(":carol!c@h JOIN #c"), (Lines{"joined #c <carol> "}));
    batched.line(":s BATCH +1 chathistory #c");
    EXPECT_EQ(batched.line("@batch=1 :bob!b@h QUIT :long ago"), Lines{}) << "of the past";
    EXPECT_EQ(batched.session().directory().channel("#c", batched.session().isupport())->size(), 3U);
}

TEST_F(IrcMembership, TellsOfAFloodOfJoinsOnce) {
    int single = 0;
    for (int i = 0; i < 5'000; ++i)
        single += driver.line(":n" + std::to_string(i) + "!u@h JOIN #c * :x") != Lines{};
    EXPECT_EQ(single, 20);
    EXPECT_EQ(driver.pass(seconds(1)).size(), 1U);
    driver.pass(seconds(3));
    EXPECT_EQ(driver.line(":late!u@h JOIN #c * :x"), (Lines{"joined #c <late> "}));
}

TEST_F(IrcMembership, FoldsAnewWhenTheServerSaysSo) {
    driver.line(":nick[a]!u@h JOIN #c acc :x");
    EXPECT_EQ(account("NICK{A}"), "acc");
    driver.line(":s 005 confab CASEMAPPING=ascii :are supported");
    EXPECT_EQ(account("NICK{A}"), "");
    EXPECT_EQ(account("NICK[A]"), "acc");
    EXPECT_EQ(driver.line(":nick[a]!u@h PART #c"), (Lines{"left #c <acc> "}));
}

TEST_F(IrcMembership, KnowsNobodyAfterItHasLeft) {
    driver.line(":alice!a@h JOIN #c acc :x");
    driver.line(":op!o@h KICK #c confab :out");
    EXPECT_EQ(account("alice"), "");
    EXPECT_EQ(directory().people_count(), 0U);
    EXPECT_EQ(directory().channel_count(), 0U);
}

TEST_F(IrcMembership, MarksPeopleWhoAreBots) {
    driver.line("@bot :robot!r@h JOIN #c * :x");
    EXPECT_TRUE(directory().person("robot", isupport())->is_bot);
    driver.line(":alice!a@h JOIN #c * :x");
    driver.line(":s 335 confab alice :is a bot");
    EXPECT_TRUE(directory().person("alice", isupport())->is_bot);
}

// Linear: a thousand times as long would not end within the patience of anybody.
TEST_F(IrcMembership, SurvivesStormsOfAHundredThousand) {
    std::string names;
    for (int i = 0; i < 100'000; ++i) {
        names += "n" + std::to_string(i) + " ";
        if (names.size() < 400) continue;
        driver.line(":s 353 confab = #c :" + names);
        names.clear();
    }
    EXPECT_GT(size(), 99'000U);
    for (int i = 0; i < 100'000; ++i) driver.line(":n" + std::to_string(i) + "!u@h QUIT :a.b c.d");
    EXPECT_LT(size(), 100U);
}

}  // namespace
}  // namespace confab::irc::test
