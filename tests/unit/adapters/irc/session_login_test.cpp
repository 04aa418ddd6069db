#include "core/crypto/crypto.hpp"
#include "tests/unit/adapters/irc/session_harness.hpp"

namespace confab::irc::test {
namespace {

using std::chrono::seconds;

SessionConfig with_sasl(bool required = true) {
    static const core::CoreCrypto crypto;
    SessionConfig made = config();
    made.sasl.crypto = &crypto;
    made.sasl.mechanisms = {"PLAIN"};
    made.sasl.user = "a";
    made.sasl.password = Secret("pw");
    made.sasl_required = required;
    return made;
}

TEST(IrcSession, LogsInBeforeItEndsTheNegotiation) {
    Driver driver(with_sasl());
    driver.connect();
    EXPECT_EQ(driver.line(":s CAP * LS :sasl=PLAIN,EXTERNAL"), (Lines{"urgent CAP REQ :sasl"}));
    EXPECT_EQ(driver.line(":s CAP * ACK :sasl"), (Lines{"urgent AUTHENTICATE PLAIN"}));
    EXPECT_EQ(driver.line("AUTHENTICATE +"), (Lines{"urgent AUTHENTICATE YQBhAHB3"}));
    EXPECT_EQ(driver.line(":s 900 * *!*@* bot :You are now logged in as bot"), Lines{});
    EXPECT_EQ(driver.line(":s 903 * :SASL authentication successful"), (Lines{"urgent CAP END"}));
}

TEST(IrcSession, StopsWhenItsLoginIsRefused) {
    Driver driver(with_sasl());
    driver.connect();
    driver.after({":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +"});
    EXPECT_EQ(driver.line(":s 904 * :SASL authentication failed"),
              (Lines{"close rejected: SASL login was refused"}));
    EXPECT_EQ(driver.line(":s 908 * PLAIN :are available"), Lines{});
}

TEST(IrcSession, GoesOnWithoutLoginWhereThatIsAllowed) {
    Driver driver(with_sasl(false));
    driver.connect();
    driver.after({":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +"});
    EXPECT_EQ(driver.line(":s 908 * EXTERNAL :are available"),
              (Lines{"report continuing without login", "urgent CAP END"}));
    EXPECT_EQ(driver.line(":s 904 * :failed"), Lines{})
        << "an unknown mechanism is answered with 908 and 904";
}

TEST(IrcSession, OffersACertificateAndMindsNoNetworkWithoutLogin) {
    SessionConfig made = with_sasl(false);
    made.sasl.mechanisms = {"EXTERNAL"};
    made.sasl.user.clear();
    made.sasl.password = {};
    Driver driver(made);
    driver.connect();
    EXPECT_EQ(driver.line(":s CAP * LS :sasl=EXTERNAL"), (Lines{"urgent CAP REQ :sasl"}));
    EXPECT_EQ(driver.line(":s CAP * ACK :sasl"), (Lines{"urgent AUTHENTICATE EXTERNAL"}));
    EXPECT_EQ(driver.line("AUTHENTICATE +"), (Lines{"urgent AUTHENTICATE +"}));
    EXPECT_EQ(driver.line(":s 903 * :ok"), (Lines{"urgent CAP END"}));
    Driver elsewhere(made);
    elsewhere.connect();
    EXPECT_EQ(elsewhere.line(":s CAP * LS :batch"), (Lines{"urgent CAP REQ :batch"}));
    EXPECT_EQ(elsewhere.line(":s CAP * ACK :batch"), (Lines{"urgent CAP END"}));
}

TEST(IrcSession, DoesNotWaitForEverForServices) {
    Driver driver(with_sasl());
    driver.connect();
    driver.after({":s CAP * LS :sasl", ":s CAP * ACK :sasl"});
    EXPECT_EQ(driver.due(), seconds(15));
    EXPECT_EQ(driver.pass(seconds(14)), Lines{});
    EXPECT_EQ(driver.pass(seconds(1)),
              (Lines{"urgent AUTHENTICATE *", "close lost: SASL login got no answer"}));
}

TEST(IrcSession, ComesBackLaterWhereLoginIsNotOffered) {
    Driver driver(with_sasl());
    driver.connect();
    EXPECT_EQ(driver.line(":s CAP * LS :batch=x"), (Lines{"urgent CAP REQ :batch"}));
    EXPECT_EQ(driver.line(":s CAP * ACK :batch"),
              (Lines{"close lost: the server offers no SASL mechanism that can be used"}));

    Driver old(with_sasl());
    old.connect();
    EXPECT_EQ(old.line(":s 001 confab :Welcome"),
              (Lines{"close lost: the server registered us without SASL login"}));
}

TEST(IrcSession, LogsInLaterWhenServicesComeBack) {
    Driver driver = ready(with_sasl(false), "cap-notify");
    EXPECT_EQ(driver.line(":s CAP confab NEW :sasl=PLAIN"), (Lines{"urgent CAP REQ :sasl"}));
    EXPECT_EQ(driver.line(":s CAP confab ACK :sasl"), (Lines{"urgent AUTHENTICATE PLAIN"}));
    driver.after({"AUTHENTICATE +"});
    EXPECT_EQ(driver.line(":s 903 confab :ok"), Lines{});
}

TEST(IrcSession, LogsInAgainWhenServicesHaveLoggedItOut) {
    Driver driver(with_sasl());
    driver.connect();
    driver.after({":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +",
                  ":s 900 * * a :You are now logged in", ":s 903 * :ok", ":s 001 confab :x"});
    EXPECT_EQ(driver.line(":s CAP confab NEW :sasl=PLAIN"), Lines{}) << "already logged in";
    EXPECT_EQ(driver.line(":s 901 confab confab!u@h :You are now logged out"),
              (Lines{"urgent AUTHENTICATE PLAIN"}));
    driver.after({"AUTHENTICATE +"});
    EXPECT_EQ(driver.line(":s 904 confab :failed"), (Lines{"report continuing without login"}))
        << "who is in stays";
}

TEST(IrcSession, TriesTheNextMechanismWithinTheNegotiation) {
    SessionConfig made = with_sasl();
    made.sasl.mechanisms = {"EXTERNAL", "PLAIN"};
    Driver driver(made);
    driver.connect();
    driver.after({":s CAP * LS :sasl=PLAIN,EXTERNAL"});
    EXPECT_EQ(driver.line(":s CAP * ACK :sasl"), (Lines{"urgent AUTHENTICATE EXTERNAL"}));
    EXPECT_EQ(driver.line("AUTHENTICATE +"), (Lines{"urgent AUTHENTICATE +"}));
    EXPECT_EQ(driver.line(":s 904 * :failed"), (Lines{"urgent AUTHENTICATE PLAIN"}));
    EXPECT_EQ(driver.due(), seconds(15));
}

TEST(IrcSession, LeavesAServerThatCannotProveThatItKnowsThePassword) {
    SessionConfig made = with_sasl(false);
    made.sasl.mechanisms = {"SCRAM-SHA-256", "PLAIN"};
    made.sasl.prepared_user = "a";
    made.sasl.prepared_password = Secret("pw");
    made.sasl.nonce = "n";
    Driver driver(made);
    driver.connect();
    driver.after({":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +"});
    EXPECT_EQ(driver.line(":s 903 * :ok"),
              (Lines{"urgent AUTHENTICATE *",
                     "close rejected: SASL login was broken off: the server skipped its own proof"}));
}

TEST(IrcSession, MovesToTlsAtOnceWhereTheServerWantsIt) {
    Driver driver(with_sasl());
    driver.connect();
    EXPECT_EQ(
        driver.line(":s CAP * LS :batch sts=duration=99,port=6697"),
        (Lines{"sts port 6697 duration none", "close upgrade: the server wants an encrypted connection"}));
}

TEST(IrcSession, KeepsWhatAnEncryptedServerAnnouncesAndOnlyThat) {
    SessionConfig made = config();
    made.encrypted = true;
    Driver driver(made);
    driver.connect();
    EXPECT_EQ(driver.line(":s CAP * LS :sts=port=1,duration=5184000,x=y"),
              (Lines{"sts port 0 duration 5184000", "urgent CAP END"}));
    driver.after({":s 001 confab :x"});
    EXPECT_EQ(driver.line(":s CAP confab DEL :sts"), Lines{});
    EXPECT_EQ(driver.line(":s CAP confab NEW :sts=duration=0"), (Lines{"sts port 0 duration 0"}));

    Driver plain(config());
    plain.connect();
    EXPECT_EQ(plain.line(":s CAP * LS :sts=duration=5184000"), (Lines{"urgent CAP END"}));
}

TEST(IrcSession, EndsNoNegotiationThatTheServerDoesNotKnow) {
    Driver driver(config());
    driver.connect();
    EXPECT_EQ(driver.line(":s 451 * CAP :Register first."), Lines{});
    Driver other(config());
    other.connect();
    EXPECT_EQ(other.line(":s 410 * LS :Invalid CAP command"), (Lines{"urgent CAP END"}));
}

}  // namespace
}  // namespace confab::irc::test
