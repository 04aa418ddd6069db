// The channels a session means to be in.
#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Registered, JOIN sent and not answered yet.
Driver asking(SessionConfig with, std::string_view tokens = "CHANTYPES=#") {
    Driver driver(std::move(with));
    driver.connect();
    driver.after({":s CAP * LS :", ":s 001 confab :Welcome confab!~confab@host.example"});
    driver.line(":s 005 confab " + std::string(tokens) + " :are supported");
    driver.line(":s 376 confab :End of MOTD");
    return driver;
}

SessionConfig with_channels(std::vector<std::string> channels) {
    SessionConfig made = config();
    made.channels = std::move(channels);
    return made;
}

constexpr const char* kOwnJoin = ":confab!~confab@host.example JOIN ";

TEST(IrcSessionChannels, ComesBackAfterAKick) {
    Driver driver = ready(config());
    EXPECT_EQ(driver.line(":op!o@h KICK #c confab :out"), (Lines{"kicked #c <confab> out", "report kicked"}));
    EXPECT_EQ(driver.due(), seconds(10));
    EXPECT_EQ(driver.pass(seconds(10)), (Lines{"send JOIN #c"}));
    EXPECT_EQ(driver.line(":op!o@h KICK #c alice"), (Lines{"kicked #c <alice> "}));
}

TEST(IrcSessionChannels, StaysOutAfterAKickWhereToldTo) {
    SessionConfig stays = config();
    stays.channel_policy.rejoin_delay = Duration(0);
    Driver driver = ready(std::move(stays));
    driver.line(":op!o@h KICK #c confab :out");
    EXPECT_EQ(driver.due(), seconds(60)) << "only the keepalive is left";
}

// Hard case 33: +i +k +b +l +J, 477, 405, 403, and what each is answered with.
TEST(IrcSessionChannels, TriesARefusedChannelAgainByWhatRefusedIt) {
    const std::pair<const char*, Duration> kCases[] = {
        {"471", minutes(1)}, {"480", minutes(1)}, {"437", minutes(1)}, {"473", minutes(5)},
        {"474", minutes(5)}, {"475", minutes(5)}, {"477", minutes(5)}, {"599", minutes(1)},
    };
    for (const auto& [numeric, pause] : kCases) {
        Driver driver = asking(config());
        EXPECT_EQ(driver.line(std::string(":s ") + numeric + " confab #C :Cannot join"),
                  (Lines{"report cannot join"}))
            << numeric;
        Lines seen;
        for (Duration waited{}; waited < pause; waited += seconds(30)) {
            EXPECT_TRUE(std::find(seen.begin(), seen.end(), "send JOIN #c") == seen.end()) << numeric;
            driver.line("PING x");
            seen = driver.pass(seconds(30));
        }
        EXPECT_TRUE(std::find(seen.begin(), seen.end(), "send JOIN #c") != seen.end()) << numeric;
    }
    for (const char* numeric : {"403", "405", "476", "479"}) {
        Driver driver = asking(config());
        EXPECT_EQ(driver.line(std::string(":s ") + numeric + " confab #c :no"),
                  (Lines{"report cannot join"}));
        EXPECT_EQ(driver.due(), seconds(60)) << numeric << ": only the keepalive is left";
    }
}

TEST(IrcSessionChannels, TriesAgainOnceLoggedIn) {
    for (const char* line : {":s 900 confab confab!u@h bot :You are now logged in", ":confab!u@h ACCOUNT bot",
                             ":s MODE confab +r"}) {
        Driver driver = asking(config());
        driver.line(":s 477 confab #c :You need to be identified");
        EXPECT_EQ(driver.line(line), (Lines{"send JOIN #c"})) << line;
        EXPECT_EQ(driver.line(line), Lines{}) << "once";
    }
    Driver driver = asking(config());
    driver.line(":s 403 confab #c :No such channel");
    EXPECT_EQ(driver.line(":s 900 confab confab!u@h bot :You are now logged in"), Lines{});
    EXPECT_EQ(driver.line(":s 403 confab #elsewhere :No such channel"), Lines{}) << "not one of ours";
}

TEST(IrcSessionChannels, TakesNoErrorForARefusalWhileItIsIn) {
    Driver driver = ready(config());
    for (const char* numeric : {"404", "482", "473", "477"})
        EXPECT_EQ(driver.line(std::string(":s ") + numeric + " confab #c :no"), Lines{}) << numeric;
}

TEST(IrcSessionChannels, ComesWhenItIsInvited) {
    Driver driver = asking(with_channels({"#c key"}));
    driver.line(":s 473 confab #c :Cannot join (+i)");
    EXPECT_EQ(driver.line(":op!o@h INVITE alice #c"), Lines{}) << "somebody else (invite-notify)";
    EXPECT_EQ(driver.line(":op!o@h INVITE confab :#c"), (Lines{"report invited", "send JOIN #c key"}));
    EXPECT_EQ(driver.line(":op!o@h INVITE confab #new"), (Lines{"report invitation declined"}));
    driver.line(std::string(kOwnJoin) + "#c");
    EXPECT_EQ(driver.line(":op!o@h INVITE confab #c"), (Lines{"report invitation declined"}))
        << "it is there";
}

TEST(IrcSessionChannels, RemembersInvitationsForTheNextConnection) {
    SessionConfig open = config();
    open.channel_policy.join_on_invite = true;
    Driver driver = ready(open);
    EXPECT_EQ(driver.line(":op!o@h INVITE confab #new"), (Lines{"report invited", "send JOIN #new"}));
    for (const char* bad : {"#a,#b", "0", "", "alice", "#a\x07"})
        EXPECT_EQ(driver.line(std::string(":op!o@h INVITE confab :") + bad), Lines{}) << bad;
    driver.line(std::string(kOwnJoin) + "#new");
    driver.line(":op!o@h MODE #new +k secret");
    EXPECT_EQ(driver.session().invited(), (Lines{"#new secret"}));
    open.invited = driver.session().invited();
    Driver next(open);
    next.connect();
    next.after({":s CAP * LS :", ":s 001 confab :Welcome confab!~confab@host.example"});
    const Lines lines = next.line(":s 376 confab :End");
    EXPECT_TRUE(std::find(lines.begin(), lines.end(), "send JOIN #new,#c secret") != lines.end());
    driver.line(":confab!~confab@host.example PART #new");
    EXPECT_EQ(driver.session().invited(), Lines{});
}

TEST(IrcSessionChannels, StaysAwayFromWhereItWasMadeToLeave) {
    Driver driver = ready(config());
    driver.line(":confab!~confab@host.example PART #c :SAPART");
    EXPECT_EQ(driver.due(), seconds(60)) << "only the keepalive is left";
    EXPECT_EQ(driver.line(":s 900 confab confab!u@h bot :You are now logged in"), Lines{});
}

// Hard case 34.
TEST(IrcSessionChannels, TakesBeingForwardedForBeingIn) {
    Driver driver = asking(config());
    EXPECT_EQ(driver.line(":s 470 confab #c #Overflow :Forwarding to another channel"),
              (Lines{"report forwarded to another channel"}));
    driver.line(std::string(kOwnJoin) + "#overflow");
    EXPECT_EQ(driver.due(), seconds(60)) << "nothing is tried again";
    EXPECT_EQ(driver.line(":op!o@h KICK #overflow confab :out").back(), "report kicked");
    EXPECT_EQ(driver.pass(seconds(10)), (Lines{"send JOIN #c"}));
    driver.line(std::string(kOwnJoin) + "#c");
    EXPECT_EQ(driver.session().directory().channel("#c", driver.session().isupport())->size(), 1U);
}

TEST(IrcSessionChannels, DoesNotFollowForwardsInCircles) {
    Driver driver = asking(with_channels({"#a", "#b"}));
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(driver.line(":s 470 confab #a #b :f"), (Lines{"report forwarded to another channel"}));
        EXPECT_EQ(driver.line(":s 470 confab #b #a :f"), (Lines{"report forwarded to another channel"}));
    }
    EXPECT_EQ(driver.line(":s 470 confab #a nowhere :f"), (Lines{"report cannot join"}));
}

TEST(IrcSessionChannels, FollowsAChannelToItsNewName) {
    Driver driver = ready(config(), "draft/channel-rename");
    driver.line(":alice!a@h JOIN #c");
    EXPECT_EQ(driver.line(":op!o@h RENAME #c #New :because"), (Lines{"report channel renamed"}))
        << "no storm";
    EXPECT_EQ(driver.line(":alice!a@h QUIT :bye"), (Lines{"left #new <alice> bye"}));
    driver.line(":op!o@h KICK #new confab :out");
    EXPECT_EQ(driver.pass(seconds(10)), (Lines{"send JOIN #New"}));
    EXPECT_EQ(driver.line(":s FAIL JOIN CHANNEL_RENAMED #New #Newer :moved"), (Lines{"send JOIN #Newer"}));
    for (int i = 0; i < 5; ++i) driver.line(":s FAIL JOIN CHANNEL_RENAMED #Newer #Newer :moved");
    EXPECT_EQ(driver.line(":s FAIL JOIN CHANNEL_RENAMED #Newer #Newer :moved"), Lines{}) << "no loop";
}

TEST(IrcSessionChannels, JoinsNoMoreThanTheServerAllows) {
    std::vector<std::string> many;
    for (int i = 0; i < 30; ++i) many.push_back("#c" + std::to_string(i));
    Driver driver(with_channels(many));
    driver.connect();
    driver.after({":s CAP * LS :", ":s 001 confab :Welcome confab!~confab@host.example",
                  ":s 005 confab CHANLIMIT=#:20 TARGMAX=JOIN:8,PRIVMSG:4 :are supported"});
    int lines = 0, reports = 0;
    for (const std::string& line : driver.line(":s 376 confab :End")) {
        lines += line.starts_with("send JOIN ");
        reports += line == "report cannot join";
    }
    EXPECT_EQ(lines, 3) << "8 and 8 and 4";
    EXPECT_EQ(reports, 10);
}

}  // namespace
}  // namespace confab::irc::test
