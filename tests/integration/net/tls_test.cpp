#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "core/net/net_error.hpp"
#include "core/net/tls_demands.hpp"
#include "tests/integration/net/net.hpp"
#include "tests/integration/net/tls_peer.hpp"

namespace confab::test {
namespace {

constexpr const char* kResumed = "confab_tls_resumed_total";
constexpr const char* kHandshakes = "confab_tls_handshakes_total";

std::string pin_in(const std::string& file) {
    std::FILE* const f = std::fopen(file.c_str(), "r");
    X509* const certificate = PEM_read_X509(f, nullptr, nullptr, nullptr);
    std::fclose(f);
    std::string pin = core::pin_of(certificate);
    X509_free(certificate);
    return pin;
}

/// Connects, says hello and hears it: by then the tickets are here too. Returns how the stream calls itself.
Task<std::string> greet(Net& net, Endpoint endpoint, bool goodbye = true) {
    auto stream = co_await net.transport.connect(std::move(endpoint));
    EXPECT_TRUE(stream.has_value()) << stream.error().message();
    if (!stream) co_return "";
    const auto sent = co_await (*stream)->write("hello");
    EXPECT_TRUE(sent.has_value());
    EXPECT_EQ(co_await read_exactly(**stream, 5), "hello");
    std::string description = (*stream)->description();
    if (goodbye) co_await (*stream)->close();
    co_return description;
}

TEST(Pins, AreTheDigestsThatOpensslComputes) {
    const Authority authority;
    const std::string command =
        "openssl x509 -in '" + authority.root() +
        "' -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary "
        "| openssl base64";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    std::array<char, 128> line{};
    const bool have = pipe && std::fgets(line.data(), line.size(), pipe);
    if (pipe) ::pclose(pipe);
    if (!have) GTEST_SKIP() << "no openssl command";
    EXPECT_EQ(pin_in(authority.root()) + "\n", line.data());
}

Task<void> resumes(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.echo_server(net.authority.issue("irc.example"));
    co_await greet(net, net.tls(port, "irc.example"));
    EXPECT_EQ(net.count(kResumed), 0u);
    co_await greet(net, net.tls(port, "irc.example"));
    EXPECT_EQ(net.count(kResumed), 1u);
    EXPECT_EQ(net.count(kHandshakes), 2u);
}

TEST(TlsResumption, ContinuesAnEarlierSession) {
    TestRuntime rt;
    rt.run(resumes(rt));
}

// Of the two tickets that a handshake brings each is good once: the third of three connections at once has
// none. The stream that brought them was dropped without a goodbye.
Task<void> single_use(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.echo_server(net.authority.issue("irc.example"));
    co_await greet(net, net.tls(port, "irc.example"), false);
    std::vector<std::unique_ptr<Stream>> open;
    for (int i = 0; i < 3; ++i) {
        auto stream = co_await net.transport.connect(net.tls(port, "irc.example"));
        EXPECT_TRUE(stream.has_value());
        if (stream) open.push_back(std::move(*stream));
    }
    EXPECT_EQ(net.count(kResumed), 2u);
}

TEST(TlsResumption, UsesATicketOnce) {
    TestRuntime rt;
    rt.run(single_use(rt));
}

Task<void> same_demands_only(TestRuntime& rt) {
    Net net(rt);
    const CertificateFiles files = net.authority.issue("irc.example");
    const std::uint16_t port = net.echo_server(files);
    co_await greet(net, net.tls(port, "irc.example"));
    co_await expect_failure(net, net.tls(port, "other.example"), Errc::insecure, "another name");
    Endpoint untrusting = net.tls(port, "irc.example");
    untrusting.ca_file.clear();
    co_await expect_failure(net, std::move(untrusting), Errc::insecure, "not trusted here");
    Endpoint pinned = net.tls(port, "irc.example");
    pinned.pins = {pin_in(files.certificate)};
    co_await greet(net, pinned);
    Endpoint offering = net.tls(port, "irc.example");
    offering.alpn = {"http/1.1"};
    co_await greet(net, std::move(offering));
    EXPECT_EQ(net.count(kResumed), 0u);
    co_await greet(net, pinned);
    EXPECT_EQ(net.count(kResumed), 1u) << "with the same pins";
}

TEST(TlsResumption, NeverServesAConnectionThatDemandsSomethingElse) {
    TestRuntime rt;
    rt.run(same_demands_only(rt));
}

Task<void> other_server(TestRuntime& rt) {
    Net net(rt);
    std::uint16_t port = 0;
    {
        TlsPeer::Manners manners;
        const TlsPeer good(net.authority.issue("irc.example"), manners);
        port = good.port();
        co_await greet(net, net.tls(port, "irc.example"));
    }
    net.listen(net.authority.self_signed("irc.example"), "127.0.0.1", port);
    rt.tasks().spawn("impostor", serve_echo(*net.listeners.back(), rt.tasks()));
    for (int i = 0; i < 2; ++i)
        co_await expect_failure(net, net.tls(port, "irc.example"), Errc::insecure, "self-signed");
    EXPECT_EQ(net.count(kResumed), 0u);
}

TEST(TlsResumption, DoesNotLetAnotherServerIn) {
    TestRuntime rt;
    rt.run(other_server(rt));
}

Task<void> older_version(TestRuntime& rt) {
    Net net(rt);
    TlsPeer::Manners manners;
    manners.highest = TLS1_2_VERSION;
    const TlsPeer peer(net.authority.issue("irc.example"), manners);
    for (int i = 0; i < 3; ++i) {
        const std::string description = co_await greet(net, net.tls(peer.port(), "irc.example"));
        EXPECT_NE(description.find("TLSv1.2"), std::string::npos) << description;
    }
    EXPECT_EQ(net.count(kResumed), 2u) << "there a ticket stays good";
}

TEST(TlsResumption, WorksWithTls12) {
    TestRuntime rt;
    rt.run(older_version(rt));
}

// By a server of 1.2 as well, whose tickets come before the handshake has been judged; and a refused
// handshake is still refused in words.
Task<void> never_resumes(TestRuntime& rt) {
    core::TransportConfig config;
    config.tls_resumption = false;
    Net net(rt, std::move(config));
    const CertificateFiles files = net.authority.issue("irc.example");
    const std::uint16_t port = net.echo_server(files);
    TlsPeer::Manners manners;
    manners.highest = TLS1_2_VERSION;
    const TlsPeer older(files, manners);
    for (int i = 0; i < 3; ++i) {
        co_await greet(net, net.tls(port, "irc.example"));
        co_await greet(net, net.tls(older.port(), "irc.example"));
    }
    EXPECT_EQ(net.count(kHandshakes), 6u);
    EXPECT_EQ(net.count(kResumed), 0u);
    co_await expect_failure(net, net.tls(port, "other.example"), Errc::insecure, "another name");
}

TEST(TlsResumption, CanBeTurnedOff) {
    TestRuntime rt;
    rt.run(never_resumes(rt));
}

Task<void> too_old(TestRuntime& rt) {
    Net net(rt);
    TlsPeer::Manners manners;
    manners.highest = TLS1_1_VERSION;
    const TlsPeer peer(net.authority.issue("irc.example"), manners);
    co_await expect_failure(net, net.tls(peer.port(), "irc.example"), Errc::protocol, "TLS handshake");
}

TEST(Tls, RefusesVersionsBefore12) {
    TestRuntime rt;
    rt.run(too_old(rt));
}

Task<void> pins(TestRuntime& rt) {
    Net net(rt);
    const CertificateFiles files = net.authority.issue("irc.example");
    const std::string leaf = pin_in(files.certificate), root = pin_in(net.authority.root());
    const std::string other = pin_in(net.authority.issue("irc.example").certificate);
    const std::uint16_t port = net.echo_server(files);
    for (const auto& good : {std::vector{leaf}, {root}, {other, leaf}}) {
        Endpoint endpoint = net.tls(port, "irc.example");
        endpoint.pins = good;
        co_await greet(net, std::move(endpoint));
    }
    Endpoint wrong = net.tls(port, "irc.example");
    wrong.pins = {other};
    co_await expect_failure(net, wrong, Errc::insecure, leaf + ", " + root);
    co_await expect_failure(net, wrong, Errc::insecure, "set `pins`");
    wrong.pins = {"no pin"};
    co_await expect_failure(net, wrong, Errc::invalid_argument, "no pin");
    const std::uint16_t self_signed = net.echo_server(net.authority.self_signed("irc.example"));
    Endpoint untrusted = net.tls(self_signed, "irc.example");
    untrusted.pins = {leaf};
    co_await expect_failure(net, std::move(untrusted), Errc::insecure, "self-signed");
}

TEST(Pins, AreDemandedBesidesTheUsualVerification) {
    TestRuntime rt;
    rt.run(pins(rt));
}

std::string fingerprint_in(const std::string& file) {
    std::FILE* const f = std::fopen(file.c_str(), "r");
    X509* const certificate = PEM_read_X509(f, nullptr, nullptr, nullptr);
    std::fclose(f);
    std::string fingerprint = core::fingerprint_of(certificate);
    X509_free(certificate);
    return fingerprint;
}

Task<void> fingerprints(TestRuntime& rt) {
    Net net(rt);
    const CertificateFiles files = net.authority.self_signed("elsewhere.example");
    const std::uint16_t port = net.echo_server(files);
    Endpoint known = net.tls(port, "irc.example");
    known.fingerprints = {std::string(64, 'a'), fingerprint_in(files.certificate)};
    co_await greet(net, known);
    co_await greet(net, known);  // and with a resumed session
    Endpoint unknown = net.tls(port, "irc.example");
    unknown.fingerprints = {std::string(64, 'a')};
    co_await expect_failure(net, unknown, Errc::insecure, fingerprint_in(files.certificate));
    unknown.fingerprints = {"AA:BB"};
    co_await expect_failure(net, unknown, Errc::invalid_argument, "AA:BB");
}

TEST(Fingerprints, StandForAuthorityAndName) {
    TestRuntime rt;
    rt.run(fingerprints(rt));
}

Task<void> serve_one(Listener& listener, std::string& fingerprint) {
    const auto stream = co_await listener.accept();
    if (!stream) co_return;
    std::array<char, 16> buffer{};
    const auto got = co_await (*stream)->read_some(buffer);
    fingerprint = (*stream)->peer_fingerprint();
    if (got) co_await (*stream)->write("hello");
}

Task<void> client_certificates(TestRuntime& rt) {
    Net net(rt);
    const CertificateFiles server = net.authority.issue("irc.example");
    const CertificateFiles client = net.authority.self_signed("confab");
    ListenOptions options;
    options.certificate = server.certificate;
    options.private_key = server.private_key;
    options.ask_client_certificate = true;
    const auto listener = net.transport.listen(std::move(options));
    EXPECT_TRUE(listener.has_value());
    std::string fingerprint = "none yet";
    Endpoint endpoint = net.tls((*listener)->port(), "irc.example");
    rt.tasks().spawn("server", serve_one(**listener, fingerprint));
    co_await greet(net, endpoint);
    EXPECT_EQ(fingerprint, "");
    endpoint.client_certificate = client.certificate;
    endpoint.client_key = client.private_key;
    rt.tasks().spawn("server", serve_one(**listener, fingerprint));
    co_await greet(net, endpoint);
    EXPECT_EQ(fingerprint, fingerprint_in(client.certificate));
    endpoint.client_key = server.private_key;
    co_await expect_failure(net, endpoint, Errc::invalid_argument, server.private_key);
    endpoint.client_key.clear();
    co_await expect_failure(net, endpoint, Errc::invalid_argument, "client_key");
}

TEST(Tls, ShowsAClientCertificateWhereAsked) {
    TestRuntime rt;
    rt.run(client_certificates(rt));
}

Task<void> alpn(TestRuntime& rt) {
    Net net(rt);
    TlsPeer::Manners manners;
    manners.alpn = "h2";
    const TlsPeer peer(net.authority.issue("irc.example"), manners);
    Endpoint offering = net.tls(peer.port(), "irc.example");
    offering.alpn = {"http/1.1", "h2"};
    const std::string description = co_await greet(net, offering);
    EXPECT_TRUE(description.ends_with(" h2")) << description;
    offering.alpn = {"http/1.1"};
    const auto refused = co_await net.transport.connect(offering);
    EXPECT_FALSE(refused.has_value());
    if (!refused) {
        EXPECT_EQ(refused.error().code(), Errc::protocol) << refused.error().message();
    }
    const TlsPeer indifferent(net.authority.issue("irc.example"), TlsPeer::Manners());
    Endpoint plain = net.tls(indifferent.port(), "irc.example");
    plain.alpn = {"http/1.1"};
    const std::string nothing = co_await greet(net, plain);
    EXPECT_TRUE(nothing.ends_with(" TLSv1.3")) << nothing;
    plain.alpn = {""};
    co_await expect_failure(net, plain, Errc::invalid_argument, "ALPN");
}

TEST(Alpn, TakesAProtocolThatWasOfferedAndNoOther) {
    TestRuntime rt;
    rt.run(alpn(rt));
}

Task<void> ends(TestRuntime& rt) {
    Net net(rt);
    const CertificateFiles files = net.authority.issue("irc.example");
    for (const bool goodbye : {true, false}) {
        TlsPeer::Manners manners;
        manners.says_goodbye = goodbye;
        const TlsPeer peer(files, manners);
        auto stream = co_await net.transport.connect(net.tls(peer.port(), "irc.example"));
        EXPECT_TRUE(stream.has_value());
        if (!stream) co_return;
        const auto sent = co_await (*stream)->write("x");
        EXPECT_TRUE(sent.has_value());
        EXPECT_EQ(co_await read_exactly(**stream, 5), "hello");
        std::array<char, 16> buffer;
        const auto end = co_await (*stream)->read_some(buffer);
        EXPECT_FALSE(end.has_value());
        if (end) co_return;
        EXPECT_EQ(end.error().code(), Errc::closed) << end.error().message();
        EXPECT_EQ(core::is_clean_end(end.error()), goodbye) << end.error().message();
    }
}

TEST(Tls, TellsAnEndFromACut) {
    TestRuntime rt;
    rt.run(ends(rt));
}

}  // namespace
}  // namespace confab::test
