#include "tests/integration/irc/stand_in_client.hpp"
#include "tests/integration/net/certificates.hpp"

namespace confab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string port_in(const std::string& lines) {
    const std::size_t at = lines.find("sts=port=") + 9;
    return lines.substr(at, lines.find(',', at) - at);
}

Task<void> secure(IrcWorld& world) {
    Authority authority;
    const CertificateFiles server = authority.issue("irc.example");
    const CertificateFiles own = authority.self_signed("anna");
    EXPECT_FALSE(world.sandbox->stage("sts", ""));
    world.stage("tls", server.certificate + " " + server.private_key);
    world.stage("sts", "100");
    StandInClient plain(world);
    co_await plain.connect();
    const std::string listed = co_await plain.answers("CAP LS 302\r\n");
    EXPECT_THAT(listed, HasSubstr("sts=port="));
    EXPECT_THAT(listed, HasSubstr(",duration=100"));
    Endpoint endpoint("127.0.0.1", static_cast<std::uint16_t>(std::stoi(port_in(listed))), true);
    endpoint.server_name = "irc.example";
    endpoint.ca_file = authority.root();
    endpoint.client_certificate = own.certificate;
    endpoint.client_key = own.private_key;
    const std::string external = "CAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n";
    StandInClient unknown(world);
    co_await unknown.connect_to(endpoint);
    const std::string refused = co_await unknown.answers(external);
    EXPECT_THAT(refused, HasSubstr(" 904 "));
    const std::string added = co_await unknown.answers(
        "NICK anna\r\nUSER anna 0 * :anna\r\nCAP END\r\nPRIVMSG NickServ :IDENTIFY confab sandbox\r\n"
        "PRIVMSG NickServ :CERT ADD\r\nWHOIS anna\r\n");
    EXPECT_THAT(added, HasSubstr("Added fingerprint "));
    EXPECT_THAT(added, HasSubstr(" 671 anna anna :is using a secure connection"));
    EXPECT_THAT(added, HasSubstr(" 276 anna anna :has client certificate fingerprint "));
    StandInClient known(world);
    co_await known.connect_to(endpoint);
    const std::string taken = co_await known.answers(external);
    EXPECT_THAT(taken, HasSubstr(" 903 "));
}
TEST(IrcStandInTls, TakesClientCertificatesAndOffersSts) {
    with_irc(secure);
}

}  // namespace
}  // namespace confab::test
