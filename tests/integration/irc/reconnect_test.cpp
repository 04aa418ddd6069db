#include "adapters/irc/login/route.hpp"
#include "tests/integration/irc/irc_world.hpp"
#include "tests/integration/net/certificates.hpp"

namespace confab::test {
namespace {

constexpr const char* kWantsTls = "the server wants an encrypted connection";

Task<void> next_server(IrcWorld& world) {
    const std::string port = std::to_string(world.account_context.options().integer("port"));
    const std::vector<std::string> servers{"127.0.0.1:" + world.free_port(), "127.0.0.1:" + port};
    world.account_context.set("port", std::int64_t(std::stoi(world.free_port())));
    world.account_context.set("servers", servers);
    world.start();
    for (int i = 0; i < 2; ++i) co_await world.until(ConnectionState::lost);
    co_await world.until(ConnectionState::ready);
    // It was a good one, so it is the first to be tried again.
    world.stage("drop");
    co_await world.until(ConnectionState::lost);
    co_await world.until(ConnectionState::connecting);
    const auto next = co_await world.account_context.next<ConnectionChanged>();
    EXPECT_TRUE(next && next->state == ConnectionState::ready);
}
TEST(IrcReconnect, TriesTheServersInTurnAndStaysWithOneThatWorked) {
    with_irc(next_server);
}

Task<void> banned(IrcWorld& world) {
    world.stage("kline");
    world.start();
    const std::string reason = co_await world.until(ConnectionState::lost);
    EXPECT_TRUE(reason.starts_with("banned from the server: ")) << reason;
    const auto further = co_await world.account_context.next<ConnectionChanged>(Duration(300));
    EXPECT_FALSE(further)
        << "465 and ERROR are one ending, and the next attempt is a quarter of an hour away";
}
TEST(IrcReconnect, TakesABanForOneEndingAndWaits) {
    with_irc(banned);
}

Task<void> throttled(IrcWorld& world) {
    world.stage("throttle");
    world.start();
    co_await world.until(ConnectionState::lost);
    const auto further = co_await world.account_context.next<ConnectionChanged>(Duration(500));
    EXPECT_FALSE(further);
}
TEST(IrcReconnect, WaitsWhereItCameTooFast) {
    with_irc(throttled);
}

void offer_tls(IrcWorld& world, Authority& authority) {
    const CertificateFiles server = authority.issue("irc.example");
    world.stage("tls", server.certificate + " " + server.private_key);
    world.stage("sts", "3600");
    world.account_context.set("server_name", std::string("irc.example"));
}

Task<void> upgraded(IrcWorld& world) {
    Authority authority;
    offer_tls(world, authority);
    world.account_context.set("ca_file", authority.root());
    world.start();
    EXPECT_EQ(co_await world.until(ConnectionState::lost), kWantsTls);
    co_await world.until(ConnectionState::ready);
    world.stage("drop");
    EXPECT_NE(co_await world.until(ConnectionState::lost), kWantsTls);
    co_await world.until(ConnectionState::connecting);
    const auto next = co_await world.account_context.next<ConnectionChanged>();
    EXPECT_TRUE(next && next->state == ConnectionState::ready) << "encrypted from the start";
    const std::string key = "sts/127.0.0.1";
    const auto kept = co_await world.storage.get(key);
    EXPECT_TRUE(kept && *kept);
}
TEST(IrcReconnect, FollowsStsToTlsAndRemembersIt) {
    with_irc(upgraded);
}

Task<void> untrusted(IrcWorld& world) {
    Authority authority;
    offer_tls(world, authority);
    world.start();
    EXPECT_EQ(co_await world.until(ConnectionState::lost), kWantsTls);
    for (int i = 0; i < 3; ++i) {
        const std::string reason = co_await world.until(ConnectionState::lost);
        EXPECT_TRUE(reason.starts_with("insecure: ")) << reason;
    }
}
TEST(IrcReconnect, NeverFallsBackToPlainAfterABadCertificate) {
    with_irc(untrusted);
}

irc::StsOffer offer(std::string_view text) {
    return irc::StsOffer::parse(text);
}

Task<void> policies(IrcWorld& world) {
    const WallTime now = world.runtime.clock().wall_now();
    const std::vector<Endpoint> plain{Endpoint("Irc.Example", 6667, false)};
    const std::vector<Endpoint> encrypted{Endpoint("irc.example", 6697, true)};

    irc::Route before(encrypted, world.storage);
    co_await before.next(now);
    EXPECT_TRUE(before.learn(offer("duration=100"), now));
    co_await before.keep();

    // Another run, with `tls: false` in bot.yaml.
    irc::Route after(plain, world.storage);
    const Endpoint held = co_await after.next(now + std::chrono::seconds(99));
    EXPECT_TRUE(held.tls);
    EXPECT_EQ(held.port, 6697);
    EXPECT_EQ(after.place(), "Irc.Example:6697");
    const Endpoint expired = co_await after.next(now + std::chrono::seconds(100));
    EXPECT_FALSE(expired.tls);

    // A connection that lasted counts from its end.
    co_await before.ended(irc::EndingKind::lost, Duration(50'000), now + std::chrono::seconds(50));
    const Endpoint renewed = co_await after.next(now + std::chrono::seconds(149));
    EXPECT_TRUE(renewed.tls);

    EXPECT_TRUE(before.learn(offer("duration=0"), now));
    co_await before.keep();
    const Endpoint forgotten = co_await after.next(now);
    EXPECT_FALSE(forgotten.tls);
}
TEST(IrcReconnect, KeepsStsPoliciesOverRestarts) {
    with_irc(policies);
}

}  // namespace
}  // namespace confab::test
