#include "core/crypto/crypto.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

std::string hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

TEST(Crypto, HashesTheStandardsExamples) {
    const CoreCrypto crypto;
    EXPECT_EQ(hex(crypto.sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(crypto.sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(crypto.sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Crypto, AuthenticatesAsRfc4231) {
    const CoreCrypto crypto;
    EXPECT_EQ(hex(crypto.hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex(crypto.hmac_sha256(std::string(131, '\xaa'),
                                     "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(crypto.hmac_sha256("", "").size(), 32u);
}

// RFC 7914 section 11; the first 32 of its 64 bytes.
TEST(Crypto, StretchesPasswordsWithPbkdf2) {
    const CoreCrypto crypto;
    EXPECT_EQ(hex(crypto.pbkdf2_sha256("passwd", "salt", 1)),
              "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    EXPECT_EQ(hex(crypto.pbkdf2_sha256("Password", "NaCl", 80000)),
              "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
}

TEST(Crypto, EncodesBase64AsRfc4648) {
    const CoreCrypto crypto;
    EXPECT_EQ(crypto.base64(""), "");
    EXPECT_EQ(crypto.base64("f"), "Zg==");
    EXPECT_EQ(crypto.base64("fo"), "Zm8=");
    EXPECT_EQ(crypto.base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(crypto.base64(std::string("\xfb\xff\x00", 3)), "+/8A");
}

TEST(Crypto, DecodesWhatItEncoded) {
    const CoreCrypto crypto;
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        EXPECT_EQ(crypto.from_base64(crypto.base64(bytes)), bytes);
        bytes += static_cast<char>(i * 37);
    }
}

TEST(Crypto, RefusesWhatIsNotBase64) {
    const CoreCrypto crypto;
    for (const char* bad :
         {"Zg", "Zg=", "Zg===", "====", "Z===", "Zm9v!mFy", "Zm 9", "Zh==", "Zm9=", "=Zg=", "Z=g="})
        EXPECT_EQ(crypto.from_base64(bad), std::nullopt) << bad;
    EXPECT_EQ(crypto.from_base64(""), "");
}

}  // namespace
}  // namespace confab::core
