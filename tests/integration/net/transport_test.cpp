#include "core/net/transport.hpp"

#include <gtest/gtest.h>

#include "tests/integration/net/net.hpp"

namespace confab::test {
namespace {

Task<void> carries_bytes(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t plain = net.echo_server();
    const std::uint16_t secure = net.echo_server(net.authority.issue("irc.example"));
    std::string payload(3'000'000, '\0');
    for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(i * 131 >> 3);
    for (const bool tls : {false, true}) {
        Endpoint endpoint = tls ? net.tls(secure, "irc.example") : Endpoint("localhost", plain, false);
        auto stream = co_await net.transport.connect(std::move(endpoint));
        EXPECT_TRUE(stream.has_value()) << stream.error().message();
        if (!stream) co_return;
        EXPECT_NE((*stream)->description().find(tls ? "TLSv1.3" : "127.0.0.1:"), std::string::npos);
        // Writing and reading at once, by two tasks: the echo fills both directions.
        rt.tasks().spawn("writer", [](Stream& s, const std::string& bytes) -> Task<void> {
            const auto sent = co_await s.write(bytes);
            EXPECT_TRUE(sent.has_value());
        }(**stream, payload));
        EXPECT_TRUE(co_await read_exactly(**stream, payload.size()) == payload);
        co_await (*stream)->close();
    }
}

TEST(Transport, CarriesBytesOverTcpAndTls) {
    TestRuntime rt;
    rt.run(carries_bytes(rt));
}

Task<void> refuses_certificates(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t good = net.echo_server(net.authority.issue("irc.example"));
    const std::uint16_t expired = net.echo_server(net.authority.issue("irc.example", true));
    const std::uint16_t self_signed = net.echo_server(net.authority.self_signed("irc.example"));
    co_await expect_failure(net, net.tls(good, "other.example"), Errc::insecure,
                            "another name than other.example");
    co_await expect_failure(net, net.tls(good, ""), Errc::insecure, "another name than 127.0.0.1");
    co_await expect_failure(net, net.tls(expired, "irc.example"), Errc::insecure, "expired");
    co_await expect_failure(net, net.tls(self_signed, "irc.example"), Errc::insecure, "self-signed");
    Endpoint untrusting = net.tls(good, "irc.example");
    untrusting.ca_file.clear();
    co_await expect_failure(net, std::move(untrusting), Errc::insecure, "not trusted here");
    Endpoint no_file = net.tls(good, "irc.example");
    no_file.ca_file = "/nowhere/ca.pem";
    co_await expect_failure(net, std::move(no_file), Errc::invalid_argument, "/nowhere/ca.pem");
}

TEST(Transport, RefusesEveryCertificateItCannotVerify) {
    TestRuntime rt;
    rt.run(refuses_certificates(rt));
}

Task<void> verifies_addresses(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.echo_server(net.authority.issue("127.0.0.1"));
    auto stream = co_await net.transport.connect(net.tls(port, ""));
    EXPECT_TRUE(stream.has_value()) << stream.error().message();
}

TEST(Transport, VerifiesACertificateForAnAddress) {
    TestRuntime rt;
    rt.run(verifies_addresses(rt));
}

Task<void> fails_in_words(TestRuntime& rt) {
    Net net(rt);
    std::uint16_t unused = net.listen();
    net.listeners.clear();
    co_await expect_failure(net, Endpoint("127.0.0.1", unused, false), Errc::unavailable,
                            "connecting to 127.0.0.1:");
    const std::uint16_t plain = net.echo_server();
    co_await expect_failure(net, net.tls(plain, "irc.example"), Errc::protocol, "TLS handshake");
    const std::uint16_t silent = net.listen();
    Endpoint patience = net.tls(silent, "irc.example");
    patience.timeout = Duration(100);
    co_await expect_failure(net, std::move(patience), Errc::timeout, "TLS handshake");
}

TEST(Transport, SaysWhatFailedAndWhere) {
    TestRuntime rt;
    rt.run(fails_in_words(rt));
}

Task<void> keeps_deadlines(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.echo_server();
    auto stream = co_await net.transport.connect(Endpoint("127.0.0.1", port, false));
    std::array<char, 16> buffer;
    (*stream)->expires_after(Duration(30'000));
    (*stream)->expires_after(Duration(50));  // the nearer one counts
    const auto read = co_await (*stream)->read_some(buffer);
    EXPECT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code(), Errc::timeout);
    const auto after = co_await (*stream)->write("x");
    EXPECT_FALSE(after.has_value()) << "the stream is dead";
    EXPECT_EQ(after.error().delivery(), Delivery::not_sent);

    auto patient = co_await net.transport.connect(Endpoint("127.0.0.1", port, false));
    (*patient)->expires_after(Duration(20));
    (*patient)->expires_never();
    co_await rt.clock().sleep(Duration(40));
    const auto sent = co_await (*patient)->write("hello");
    EXPECT_TRUE(sent.has_value());
    EXPECT_EQ(co_await read_exactly(**patient, 5), "hello");
}

TEST(Transport, EndsAnOperationAtItsDeadline) {
    TestRuntime rt;
    rt.run(keeps_deadlines(rt));
}

Task<void> one_slow_peer(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.echo_server(net.authority.issue("irc.example"));
    auto silent = co_await net.transport.connect(Endpoint("127.0.0.1", port, false));  // never shakes hands
    auto stream = co_await net.transport.connect(net.tls(port, "irc.example"));
    EXPECT_TRUE(stream.has_value()) << stream.error().message();
    if (!stream) co_return;
    const auto sent = co_await (*stream)->write("hello");
    EXPECT_TRUE(sent.has_value());
    EXPECT_EQ(co_await read_exactly(**stream, 5), "hello");
}

TEST(Transport, AcceptsOthersWhileOnePeerDelaysItsHandshake) {
    TestRuntime rt;
    rt.run(one_slow_peer(rt));
}

Task<void> end_of_stream(TestRuntime& rt) {
    Net net(rt);
    for (const bool tls : {false, true}) {
        CertificateFiles files;
        if (tls) files = net.authority.issue("irc.example");
        const std::uint16_t port = net.listen(files);
        Listener& listener = *net.listeners.back();
        rt.tasks().spawn("one answer", [](Listener& from) -> Task<void> {
            auto stream = co_await from.accept();
            const auto sent = co_await (*stream)->write("bye");
            EXPECT_TRUE(sent.has_value());
            co_await (*stream)->close();
        }(listener));
        Endpoint endpoint = tls ? net.tls(port, "irc.example") : Endpoint("127.0.0.1", port, false);
        auto stream = co_await net.transport.connect(std::move(endpoint));
        EXPECT_EQ(co_await read_exactly(**stream, 3), "bye");
        std::array<char, 16> buffer;
        const auto end = co_await (*stream)->read_some(buffer);
        EXPECT_FALSE(end.has_value());
        EXPECT_EQ(end.error().code(), Errc::closed) << end.error().message();
    }
}

TEST(Transport, ReportsThePeersEndAsClosed) {
    TestRuntime rt;
    rt.run(end_of_stream(rt));
}

Task<void> bad_options(TestRuntime& rt) {
    Net net(rt);
    ListenOptions nowhere;
    nowhere.address = "not an address";
    EXPECT_EQ(net.transport.listen(nowhere).error().code(), Errc::invalid_argument);
    ListenOptions no_certificate;
    no_certificate.certificate = "/nowhere.pem";
    no_certificate.private_key = "/nowhere.key";
    EXPECT_EQ(net.transport.listen(no_certificate).error().code(), Errc::invalid_argument);
    ListenOptions taken;
    taken.port = net.listen();
    EXPECT_EQ(net.transport.listen(taken).error().code(), Errc::unavailable);
    co_return;
}

TEST(Transport, RefusesToListenWhereItCannot) {
    TestRuntime rt;
    rt.run(bad_options(rt));
}

}  // namespace
}  // namespace confab::test
