#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

SessionConfig with_nickserv() {
    SessionConfig made = config();
    made.nickserv_password = Secret("pw");
    return made;
}

/// Up to the end of the MOTD.
Driver welcomed(const SessionConfig& with, const std::string& nick = "confab") {
    Driver driver(with);
    driver.connect();
    if (nick != with.nick) driver.line(":s 433 * " + with.nick + " :in use");
    driver.line(":s 421 * CAP :Unknown command");
    driver.line(":s 001 " + nick + " :Welcome");
    driver.line(":s 376 " + nick + " :End of MOTD");
    return driver;
}

TEST(IrcNickServ, IdentifiesAfterTheWelcomeAndJoinsWhenItIsLoggedIn) {
    for (const char* sign : {":s 900 confab confab!u@h confab :You are now logged in", ":s MODE confab +ir",
                             ":NickServ!s@services NOTICE confab :You are now identified for \x02"
                             "confab\x02."}) {
        Driver driver(with_nickserv());
        driver.connect();
        driver.after({":s 421 * CAP :Unknown command"});
        EXPECT_EQ(driver.line(":s 001 confab :Welcome"), (Lines{"urgent PRIVMSG NickServ :IDENTIFY pw"}));
        EXPECT_EQ(driver.line(":s 376 confab :x"), Lines{}) << "not yet";
        const Lines now = driver.line(sign);
        EXPECT_EQ(std::count(now.begin(), now.end(), "send JOIN #c"), 1) << sign;
        EXPECT_TRUE(driver.session().is_ready());
    }
}

TEST(IrcNickServ, NamesTheAccountWhereTheNickDoesNotSayIt) {
    SessionConfig made = with_nickserv();
    made.nickserv_account = "bot";
    made.nickserv_name = "NickServ@services.example";
    Driver driver(made);
    driver.connect();
    EXPECT_EQ(driver.line(":s 001 confab :x"),
              (Lines{"urgent PRIVMSG NickServ@services.example :IDENTIFY bot pw"}));

    Driver other(with_nickserv());
    other.connect();
    other.after({":s 433 * confab :in use"});
    EXPECT_EQ(other.line(":s 001 confab_ :x"), (Lines{"urgent PRIVMSG NickServ :IDENTIFY confab pw"}));
}

TEST(IrcNickServ, WaitsTenSecondsAtMost) {
    Driver driver = welcomed(with_nickserv());
    EXPECT_FALSE(driver.session().is_ready());
    EXPECT_EQ(driver.pass(seconds(10)),
              (Lines{"report continuing without login", "send JOIN #c", "state ready"}));
}

TEST(IrcNickServ, GoesOnWithoutWhereThereIsNoneOrItRefuses) {
    for (const char* sign : {":s 401 confab NickServ :No such nick",
                             ":NickServ!s@services NOTICE confab :Invalid password for confab."}) {
        Driver driver = welcomed(with_nickserv());
        const Lines now = driver.line(sign);
        EXPECT_EQ(std::count(now.begin(), now.end(), "report continuing without login"), 1) << sign;
        EXPECT_TRUE(driver.session().is_ready());
    }
}

TEST(IrcNickServ, TellsThePasswordAFewTimesOnlyAndToNickServAlone) {
    Driver driver = welcomed(with_nickserv());
    driver.pass(seconds(10));
    const std::string demand = " NOTICE confab :This nickname is registered. Please identify.";
    int told = 0;
    for (const char* who : {":mallory!m@h", ":NickServ!s@services"})
        for (int i = 0; i < 10; ++i) {
            for (const std::string& line : driver.line(who + demand)) {
                const bool password = line.find("IDENTIFY") != std::string::npos;
                EXPECT_FALSE(password && *(who + 1) == 'm');
                told += password ? 1 : 0;
            }
            driver.pass(seconds(10));
        }
    EXPECT_EQ(told, 2) << "and once at the start";
}

TEST(IrcNickServ, SaysNothingWhereSaslHasLoggedIn) {
    Driver driver(with_nickserv());
    driver.connect();
    driver.after({":s 900 * * confab :You are now logged in"});
    EXPECT_EQ(driver.line(":s 001 confab :x"), Lines{});
}

TEST(IrcNickServ, GetsTheNickBackOneWayOrAnother) {
    Driver driver = welcomed(with_nickserv(), "confab_");
    driver.after({":s 900 confab_ confab_!u@h confab :You are now logged in"});
    ASSERT_TRUE(driver.session().is_ready());
    const auto next = [&] {
        return driver.pass(driver.due());
    };
    EXPECT_EQ(next(), (Lines{"urgent PRIVMSG NickServ :REGAIN confab pw"}));
    EXPECT_EQ(next(), (Lines{"urgent PRIVMSG NickServ :RECOVER confab pw"}));
    EXPECT_EQ(next(), (Lines{"urgent PRIVMSG NickServ :GHOST confab pw"}));
    EXPECT_EQ(next(), (Lines{"urgent NICK confab"}));
    driver.after({":confab_!u@h NICK confab"});
    for (int i = 0; i < 10; ++i)
        for (const std::string& line : driver.pass(seconds(30)))
            EXPECT_EQ(line.find("NickServ"), std::string::npos) << line;
}

TEST(IrcNickServ, StopsTryingAfterAFewRounds) {
    Driver driver = welcomed(with_nickserv(), "confab_");
    driver.after({":s 900 confab_ confab_!u@h confab :You are now logged in"});
    std::size_t told = 0;
    for (int i = 0; i < 200; ++i) {
        driver.line("PING :x");
        for (const std::string& line : driver.pass(seconds(5)))
            told += line.find("NickServ") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(told, 9U);
}

}  // namespace
}  // namespace confab::irc::test
