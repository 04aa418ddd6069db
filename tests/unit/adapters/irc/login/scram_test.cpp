#include "adapters/irc/login/scram.hpp"

#include <gtest/gtest.h>

#include "core/crypto/crypto.hpp"

namespace confab::irc {
namespace {

using Kind = SaslAnswer::Kind;

// The example of RFC 7677 section 3.
constexpr const char* kNonce = "rOprNGfwEbeRWgbNEkqO";
constexpr const char* kChallenge =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
constexpr const char* kServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

class IrcScram : public testing::Test {
protected:
    Scram begun(std::string_view user = "user") {
        Scram scram(crypto_, user, Secret("pencil"), kNonce);
        first_ = scram.answer("").text;
        return scram;
    }
    /// What becomes of this challenge.
    Kind kind(std::string_view challenge) { return begun().answer(challenge).kind; }

    core::CoreCrypto crypto_;
    std::string first_;
};

TEST_F(IrcScram, SpeaksTheExampleOfTheSpecification) {
    Scram scram = begun();
    EXPECT_EQ(first_, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    const SaslAnswer proof = scram.answer(kChallenge);
    EXPECT_EQ(proof.text,
              "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
              "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    EXPECT_FALSE(scram.server_has_proved());
    const SaslAnswer end = scram.answer(kServerFinal);
    EXPECT_EQ(end.kind, Kind::send);
    EXPECT_EQ(end.text, "");
    EXPECT_TRUE(scram.server_has_proved());
    EXPECT_EQ(scram.answer("more").kind, Kind::refused);
}

TEST_F(IrcScram, EscapesWhatSeparatesAttributes) {
    begun("a=b,c");
    EXPECT_EQ(first_, "n,,n=a=3Db=2Cc,r=rOprNGfwEbeRWgbNEkqO");
}

TEST_F(IrcScram, DistrustsAServerWithTheWrongSignature) {
    for (const char* last :
         {"v=AAAA", "v=", "v=!", "", "x=y", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5="}) {
        Scram scram = begun();
        scram.answer(kChallenge);
        EXPECT_EQ(scram.answer(last).kind, Kind::hostile) << last;
        EXPECT_FALSE(scram.server_has_proved());
    }
}

TEST_F(IrcScram, DistrustsAnotherNonceAndCountsThatProtectNobody) {
    EXPECT_EQ(kind("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"), Kind::hostile);
    EXPECT_EQ(kind("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"), Kind::hostile)
        << "the server must add to it";
    for (const char* count : {"0", "1", "4095", "200001", "4294967295"})
        EXPECT_EQ(kind(std::string("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=") + count),
                  Kind::hostile)
            << count;
}

TEST_F(IrcScram, RefusesWhatItCannotRead) {
    for (const char* text :
         {"", "r=", "m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096",
          "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096x",
          "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=-1", "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=99999999999999999999",
          "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA"})
        EXPECT_EQ(kind(text), Kind::refused) << text;
}

TEST_F(IrcScram, TakesARefusedProofForAWrongPassword) {
    Scram scram = begun();
    scram.answer(kChallenge);
    EXPECT_EQ(scram.answer("e=invalid-proof").kind, Kind::refused);
}

}  // namespace
}  // namespace confab::irc
