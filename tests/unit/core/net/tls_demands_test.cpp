#include "core/net/tls_demands.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

constexpr const char* kPin = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
constexpr const char* kOther = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

Endpoint endpoint() {
    return Endpoint("irc.example", 6697, true);
}

std::string key_of(const Endpoint& of, const std::string& ca_file = "") {
    return TlsDemands::of(of, ca_file).value().session_key;
}

TEST(TlsDemands, VerifiesTheHostUnlessAnotherNameIsGiven) {
    EXPECT_EQ(TlsDemands::of(endpoint(), "").value().name, "irc.example");
    Endpoint other = endpoint();
    other.server_name = "other.example";
    EXPECT_EQ(TlsDemands::of(other, "").value().name, "other.example");
}

TEST(TlsDemands, RefusesTextThatIsNoPin) {
    Endpoint wrong = endpoint();
    for (const char* pin :
         {"", "abc", "Zm9v", "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU="}) {
        wrong.pins = {kPin, pin};
        const auto demands = TlsDemands::of(wrong, "");
        ASSERT_FALSE(demands.has_value()) << pin;
        EXPECT_EQ(demands.error().code(), Errc::invalid_argument);
    }
}

TEST(TlsDemands, WritesProtocolsAsTheHandshakeWantsThem) {
    Endpoint offering = endpoint();
    offering.alpn = {"h2", "http/1.1"};
    EXPECT_EQ(TlsDemands::of(offering, "").value().alpn, "\x02h2\x08http/1.1");
    for (const std::string& bad : {std::string(), std::string(256, 'x')}) {
        offering.alpn = {"h2", bad};
        EXPECT_EQ(TlsDemands::of(offering, "").error().code(), Errc::invalid_argument);
    }
    offering.alpn.assign(300, std::string(255, 'x'));
    EXPECT_EQ(TlsDemands::of(offering, "").error().code(), Errc::invalid_argument);
}

TEST(TlsDemands, SharesSessionsOnlyAmongEndpointsThatDemandTheSame) {
    const std::string plain = key_of(endpoint());
    EXPECT_EQ(key_of(endpoint()), plain);
    EXPECT_NE(key_of(endpoint(), "/ca.pem"), plain);
    Endpoint e = endpoint();
    e.port = 6698;
    EXPECT_NE(key_of(e), plain);
    e = endpoint();
    e.host = "irc2.example";
    EXPECT_NE(key_of(e), plain);
    e = endpoint();
    e.server_name = "other.example";
    EXPECT_NE(key_of(e), plain);
    e = endpoint();
    e.alpn = {"h2"};
    EXPECT_NE(key_of(e), plain);
    e = endpoint();
    e.proxy = "http://p:1";
    EXPECT_NE(key_of(e), plain);
    e = endpoint();
    e.pins = {kPin};
    const std::string pinned = key_of(e);
    EXPECT_NE(pinned, plain);
    e.pins = {kOther, kPin};
    const std::string both = key_of(e);
    EXPECT_NE(both, pinned);
    e.pins = {kPin, kOther};
    EXPECT_EQ(key_of(e), both);
}

}  // namespace
}  // namespace confab::core
