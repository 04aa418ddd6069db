#include <fstream>

#include "tests/integration/irc/irc_world.hpp"
#include "tests/integration/net/certificates.hpp"

namespace confab::test {
namespace {

void set_login(IrcWorld& world, const char* password) {
    world.account_context.set("sasl_user", std::string("confab"));
    world.account_context.set("sasl_password", Secret(password));
}

Task<void> right(IrcWorld& world) {
    set_login(world, "sandbox");
    co_await world.start_and_join();
    const auto self = co_await world.account_context.next<MemberChanged>();
    EXPECT_TRUE(self && self->user.is_self);
}
TEST(IrcLogin, JoinsAfterScram) {
    with_irc(right);
}

Task<void> plain(IrcWorld& world) {
    const std::vector<std::string> mechanisms{"PLAIN"};
    world.account_context.set("sasl_mechanisms", mechanisms);
    co_await right(world);
}
TEST(IrcLogin, JoinsAfterSaslPlain) {
    with_irc(plain);
}

Task<void> fallback(IrcWorld& world) {
    world.stage("sasl_reject");
    co_await right(world);
}
TEST(IrcLogin, TriesTheNextMechanism) {
    with_irc(fallback);
}

Task<void> impostor(IrcWorld& world) {
    world.account_context.set("sasl_required", false);
    world.stage("scram", "signature");
    set_login(world, "sandbox");
    world.start();
    EXPECT_EQ(co_await world.until(ConnectionState::stopped),
              "SASL login was broken off: the server does not know the password: its signature is wrong");
}
TEST(IrcLogin, LeavesAServerThatDoesNotKnowThePassword) {
    with_irc(impostor);
}

Task<void> weak(IrcWorld& world) {
    world.stage("scram", "iterations");
    set_login(world, "sandbox");
    world.start();
    EXPECT_EQ(co_await world.until(ConnectionState::stopped),
              "SASL login was broken off: SCRAM iteration count is too low to protect the password");
}
TEST(IrcLogin, LeavesAServerThatWantsTheProofCheap) {
    with_irc(weak);
}

Task<void> late(IrcWorld& world) {
    world.stage("cap", "-sasl");
    world.stage("as", "alice JOIN #members");
    world.stage("as", "alice MODE #members +r");  // for those who are logged in
    const std::vector<std::string> channels{"#confab", "#members"};
    world.account_context.set("channels", channels);
    world.account_context.set("sasl_required", false);
    set_login(world, "sandbox");
    co_await world.start_and_join();
    world.stage("cap", "+sasl=PLAIN,SCRAM-SHA-256");
    for (;;) {
        const auto joined = co_await world.account_context.next<MemberChanged>();
        EXPECT_TRUE(joined) << "never in #members";
        if (!joined || joined->where.channel.str() == "#members") break;
    }
}
TEST(IrcLogin, LogsInWhenServicesComeBack) {
    with_irc(late);
}

std::string fingerprint_of(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::string base64;
    while (std::getline(in, line))
        if (!line.starts_with("-----")) base64 += line;
    const core::CoreCrypto crypto;
    const std::string digest = crypto.sha256(crypto.from_base64(base64).value());
    std::string hex;
    for (const char c : digest) {
        const auto byte = static_cast<unsigned char>(c);
        hex += "0123456789ABCDEF"[byte >> 4];
        hex += "0123456789ABCDEF"[byte & 15];
        hex += ':';
    }
    hex.pop_back();
    return hex;
}

std::string without_colons(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ':') out += c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    return out;
}

Task<void> certificates(IrcWorld& world) {
    Authority authority;
    const CertificateFiles server = authority.self_signed("nobody.example");
    const CertificateFiles own = authority.self_signed("bot");
    const std::string port = world.free_port();
    world.stage("tls", server.certificate + " " + server.private_key + " " + port);
    world.stage("fingerprint", "confab " + without_colons(fingerprint_of(own.certificate)));
    world.account_context.set("port", std::int64_t(std::stoi(port)));
    world.account_context.set("tls", true);
    const std::vector<std::string> pins{fingerprint_of(server.certificate)};
    const std::vector<std::string> mechanisms{"EXTERNAL"};
    world.account_context.set("tls_fingerprint", pins);
    world.account_context.set("client_certificate", own.certificate);
    world.account_context.set("client_key", own.private_key);
    world.account_context.set("sasl_mechanisms", mechanisms);
    co_await world.start_and_join();
}
TEST(IrcLogin, KnowsAServerByItsFingerprintAndIsKnownByItsCertificate) {
    with_irc(certificates);
}

Task<void> nickserv(IrcWorld& world) {
    world.stage("caps", "none");
    world.stage("ghost_nick");
    world.account_context.set("nickserv_password", Secret("sandbox"));
    co_await world.start_and_join();
    EXPECT_EQ(co_await world.until(ConnectionState::ready), "registered as confab_");
    for (;;) {
        co_await world.say("confab: is it you?");
        const auto heard = co_await world.account_context.next<MessageReceived>();
        EXPECT_TRUE(heard);
        if (!heard || heard->mentions_bot) break;
        co_await world.runtime.clock().sleep(Duration(50));
    }
}
TEST(IrcLogin, HasNickServGiveTheNickBack) {
    with_irc(nickserv);
}

Task<void> wrong(IrcWorld& world) {
    set_login(world, "hunter2");
    world.start();
    EXPECT_EQ(co_await world.until(ConnectionState::stopped), "SASL login was refused");
}
TEST(IrcLogin, StopsAtAWrongPassword) {
    with_irc(wrong);
}

Task<void> optional(IrcWorld& world) {
    set_login(world, "hunter2");
    world.account_context.set("sasl_required", false);
    co_await world.start_and_join();
}
TEST(IrcLogin, GoesOnWithoutWhereAllowed) {
    with_irc(optional);
}

}  // namespace
}  // namespace confab::test
