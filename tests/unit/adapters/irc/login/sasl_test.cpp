#include "adapters/irc/login/sasl.hpp"

#include <gtest/gtest.h>

#include "core/crypto/crypto.hpp"

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;

Lines feed(Sasl& sasl, std::string_view text) {
    Line line;
    EXPECT_TRUE(line.parse(text));
    return sasl.on_line(line);
}

SaslConfig configured(std::vector<std::string> mechanisms, std::string password = "pw") {
    static const core::CoreCrypto crypto;
    SaslConfig config;
    config.crypto = &crypto;
    config.mechanisms = std::move(mechanisms);
    config.user = config.prepared_user = "user";
    config.password = config.prepared_password = Secret(std::move(password));
    config.nonce = "nonce";
    return config;
}

Sasl running() {
    Sasl sasl(configured({"PLAIN"}));
    EXPECT_EQ(sasl.start("PLAIN,EXTERNAL"), (Lines{"AUTHENTICATE PLAIN"}));
    return sasl;
}

TEST(IrcSasl, LogsInWithPlain) {
    Sasl sasl = running();
    EXPECT_EQ(feed(sasl, "@time=x AUTHENTICATE :+"), (Lines{"AUTHENTICATE dXNlcgB1c2VyAHB3"}));
    EXPECT_EQ(feed(sasl, ":s 900 me me!u@h alice :You are now logged in"), Lines{});
    EXPECT_EQ(sasl.state(), SaslState::running);
    feed(sasl, ":s 903 me :ok");
    EXPECT_EQ(sasl.state(), SaslState::succeeded);
}

TEST(IrcSasl, LogsInWithTheCertificateAlone) {
    Sasl sasl(configured({"EXTERNAL", "PLAIN"}));
    EXPECT_EQ(sasl.start(""), (Lines{"AUTHENTICATE EXTERNAL"}));
    EXPECT_EQ(feed(sasl, "AUTHENTICATE +"), (Lines{"AUTHENTICATE +"}));
    feed(sasl, ":s 903 me :ok");
    EXPECT_EQ(sasl.state(), SaslState::succeeded);
}

TEST(IrcSasl, CutsThePayloadIntoChunksOf400) {
    EXPECT_EQ(Sasl::chunks(std::string(399, 'a')), (Lines{"AUTHENTICATE " + std::string(399, 'a')}));
    EXPECT_EQ(Sasl::chunks(std::string(400, 'a')),
              (Lines{"AUTHENTICATE " + std::string(400, 'a'), "AUTHENTICATE +"}));
    EXPECT_EQ(Sasl::chunks(std::string(1100, 'a')),
              (Lines{"AUTHENTICATE " + std::string(400, 'a'), "AUTHENTICATE " + std::string(400, 'a'),
                     "AUTHENTICATE " + std::string(300, 'a')}));
    EXPECT_EQ(Sasl::chunks(""), (Lines{"AUTHENTICATE +"}));
}

TEST(IrcSasl, SendsLongPasswordsInChunksThatAreClosed) {
    // "user\0user\0" and 290 more are 300 bytes, which are 400 of base64.
    Sasl exact(configured({"PLAIN"}, std::string(290, 'p')));
    exact.start("");
    const Lines lines = feed(exact, "AUTHENTICATE +");
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[1], "AUTHENTICATE +");
    Sasl kibibyte(configured({"PLAIN"}, std::string(1024, 'p')));
    kibibyte.start("");
    for (const std::string& line : feed(kibibyte, "AUTHENTICATE +")) EXPECT_LE(line.size(), 413U);
}

TEST(IrcSasl, SendsTheCredentialsOnce) {
    Sasl sasl = running();
    feed(sasl, "AUTHENTICATE +");
    EXPECT_EQ(feed(sasl, "AUTHENTICATE +"), (Lines{"AUTHENTICATE *"}));
    EXPECT_EQ(feed(sasl, "AUTHENTICATE +"), Lines{});
    feed(sasl, ":s 906 me :aborted");
    EXPECT_EQ(sasl.state(), SaslState::rejected);
}

TEST(IrcSasl, TellsARefusalFromAnExchangeThatBroke) {
    for (const char* numeric : {"902", "904", "905", "908"}) {
        Sasl sasl = running();
        feed(sasl, std::string(":s ") + numeric + " me :x");
        EXPECT_EQ(sasl.state(), SaslState::rejected) << numeric;
        feed(sasl, ":s 904 me :x");
        EXPECT_EQ(sasl.state(), SaslState::rejected) << "908 may be followed by 904";
    }
    Sasl aborted = running();
    feed(aborted, ":s 906 me :x");
    EXPECT_EQ(aborted.state(), SaslState::failed);
    Sasl already = running();
    feed(already, ":s 907 me :x");
    EXPECT_EQ(already.state(), SaslState::succeeded);
}

TEST(IrcSasl, TriesTheNextMechanismAfterARefusal) {
    Sasl sasl(configured({"EXTERNAL", "SCRAM-SHA-256", "PLAIN"}));
    EXPECT_EQ(sasl.start("PLAIN,external,AUTHCOOKIE"), (Lines{"AUTHENTICATE EXTERNAL"}));
    EXPECT_EQ(feed(sasl, ":s 904 me :x"), (Lines{"AUTHENTICATE PLAIN"})) << "SCRAM is not offered";
    EXPECT_EQ(feed(sasl, ":s 904 me :x"), Lines{});
    EXPECT_EQ(sasl.state(), SaslState::rejected);
}

TEST(IrcSasl, AdvancesOnceWhen908And904SayTheSame) {
    Sasl sasl(configured({"EXTERNAL", "SCRAM-SHA-256", "PLAIN"}));
    sasl.start("");
    EXPECT_EQ(feed(sasl, ":s 908 me PLAIN,AUTHCOOKIE :are available"), (Lines{"AUTHENTICATE PLAIN"}));
    EXPECT_EQ(feed(sasl, ":s 904 me :x"), Lines{});
    EXPECT_EQ(feed(sasl, "AUTHENTICATE +").size(), 1U);
    EXPECT_EQ(feed(sasl, ":s 904 me :x"), Lines{}) << "this one is PLAIN's own";
    EXPECT_EQ(sasl.state(), SaslState::rejected);

    Sasl other(configured({"EXTERNAL", "PLAIN"}));
    other.start("");
    EXPECT_EQ(feed(other, ":s 904 me :x"), (Lines{"AUTHENTICATE PLAIN"}));
    EXPECT_EQ(feed(other, ":s 908 me PLAIN :are available"), Lines{}) << "the other order";
    EXPECT_EQ(other.state(), SaslState::running);
}

TEST(IrcSasl, ReadsAChallengeThatComesInChunks) {
    Sasl sasl(configured({"SCRAM-SHA-256"}));
    sasl.start("");
    EXPECT_EQ(feed(sasl, "AUTHENTICATE +"), (Lines{"AUTHENTICATE biwsbj11c2VyLHI9bm9uY2Ux"}));
    const core::CoreCrypto crypto;
    const std::string text =
        crypto.base64("r=nonce1" + std::string(300, 'x') + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    ASSERT_GT(text.size(), 400U);
    EXPECT_EQ(feed(sasl, "AUTHENTICATE " + text.substr(0, 400)), Lines{});
    EXPECT_GT(feed(sasl, "AUTHENTICATE " + text.substr(400)).size(), 1U);
}

TEST(IrcSasl, BreaksOffWithAServerThatIsNotWhatItClaimsToBe) {
    Sasl sasl(configured({"SCRAM-SHA-256", "PLAIN"}));
    sasl.start("");
    feed(sasl, "AUTHENTICATE +");
    const std::string weak = core::CoreCrypto().base64("r=nonce1x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1");
    EXPECT_EQ(feed(sasl, "AUTHENTICATE " + weak), (Lines{"AUTHENTICATE *"}));
    EXPECT_EQ(sasl.state(), SaslState::hostile);
    EXPECT_EQ(feed(sasl, ":s 906 me :aborted"), Lines{}) << "the password is not offered in another way";

    Sasl skipped(configured({"SCRAM-SHA-256"}));
    skipped.start("");
    feed(skipped, "AUTHENTICATE +");
    feed(skipped, ":s 903 me :ok");
    EXPECT_EQ(skipped.state(), SaslState::hostile);

    Sasl endless(configured({"SCRAM-SHA-256"}));
    endless.start("");
    for (int i = 0; i < 20; ++i) feed(endless, "AUTHENTICATE " + std::string(400, 'A'));
    EXPECT_EQ(endless.state(), SaslState::hostile);
}

TEST(IrcSasl, AbortsWhenServicesAreSilent) {
    Sasl sasl = running();
    EXPECT_EQ(sasl.give_up(), (Lines{"AUTHENTICATE *"}));
    EXPECT_EQ(sasl.state(), SaslState::failed);
    feed(sasl, ":s 903 me :late");
    EXPECT_EQ(sasl.state(), SaslState::failed);
}

}  // namespace
}  // namespace confab::irc
