#include "core/net/dialer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/integration/net/black_hole.hpp"
#include "tests/integration/net/name_server.hpp"
#include "tests/integration/net/net.hpp"

namespace confab::test {
namespace {

constexpr Duration kNever{600'000};

std::size_t open_files() {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// Of a text with spaces between them.
core::Addresses addresses(const std::string& text) {
    core::Addresses out;
    std::istringstream words(text);
    for (std::string word; words >> word;) out.push_back(boost::asio::ip::make_address(word));
    return out;
}

using Dialed = Result<std::shared_ptr<core::SocketCore>>;

Task<Dialed> dial(TestRuntime& rt, core::Addresses to, std::uint16_t port, Duration attempt_delay,
                  Duration limit = Duration(20'000)) {
    const TimePoint deadline = std::chrono::steady_clock::now() + limit;
    co_return co_await core::dial(rt.executor(), std::move(to), port, attempt_delay, deadline);
}

void expect_peer(Dialed& dialed, const std::string& address) {
    ASSERT_TRUE(dialed.has_value()) << dialed.error().message();
    EXPECT_EQ((*dialed)->socket().remote_endpoint().address().to_string(), address);
    (*dialed)->shut();
}

// With this delay only a failure can start the second attempt.
Task<void> after_a_refusal(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.listen({}, "127.0.0.3");
    Dialed dialed = co_await dial(rt, addresses("127.0.0.1 127.0.0.2 127.0.0.3"), port, kNever);
    expect_peer(dialed, "127.0.0.3");
}

TEST(Dialer, TriesTheNextAddressAtOnceWhenOneRefuses) {
    TestRuntime rt;
    rt.run(after_a_refusal(rt));
}

Task<void> around_a_black_hole(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.listen({}, "127.0.0.3");
    const BlackHole hole("127.0.0.2", port);
    const std::size_t before = open_files();
    Dialed dialed = co_await dial(rt, addresses("127.0.0.2 127.0.0.3"), port, Duration(10));
    EXPECT_EQ(open_files(), before + 1) << "only the winner is left";
    expect_peer(dialed, "127.0.0.3");
    Dialed patient = co_await dial(rt, addresses("127.0.0.2 127.0.0.3"), port, kNever, Duration(100));
    EXPECT_FALSE(patient.has_value()) << "the black hole is one";
}

TEST(Dialer, GoesAroundAnAddressThatSwallowsPackets) {
    TestRuntime rt;
    rt.run(around_a_black_hole(rt));
}

Task<void> all_refuse(TestRuntime& rt) {
    Net net(rt);
    const std::uint16_t port = net.listen();
    net.listeners.clear();
    Dialed none = co_await dial(rt, addresses("::1 127.0.0.1"), port, kNever);
    EXPECT_FALSE(none.has_value());
    if (none) co_return;
    EXPECT_EQ(none.error().code(), Errc::unavailable);
    EXPECT_EQ(none.error().context(), "TCP connect, 2 addresses tried");
    EXPECT_EQ(none.error().cause(), boost::asio::error::connection_refused);
}

TEST(Dialer, FailsWhenEveryAddressHas) {
    TestRuntime rt;
    rt.run(all_refuse(rt));
}

Task<void> deadline(TestRuntime& rt) {
    const BlackHole hole("127.0.0.2");
    const BlackHole other("127.0.0.3", hole.port());
    const std::size_t before = open_files();
    Dialed late =
        co_await dial(rt, addresses("127.0.0.2 127.0.0.3"), hole.port(), Duration(10), Duration(100));
    EXPECT_FALSE(late.has_value());
    if (late) co_return;
    EXPECT_EQ(late.error().code(), Errc::timeout);
    EXPECT_EQ(open_files(), before);
}

TEST(Dialer, GivesUpAtTheDeadline) {
    TestRuntime rt;
    rt.run(deadline(rt));
}

Task<void> cancelled(TestRuntime& rt) {
    const BlackHole hole("127.0.0.2");
    const std::size_t before = open_files();
    core::TaskScope tasks(rt.executor(), rt.log());
    tasks.spawn("dial", [](TestRuntime& runtime, std::uint16_t port) -> Task<void> {
        const Dialed never = co_await dial(runtime, addresses("127.0.0.2"), port, kNever, kNever);
        ADD_FAILURE() << never.has_value();
    }(rt, hole.port()));
    while (open_files() == before) co_await rt.clock().sleep(Duration(1));
    tasks.cancel();
    co_await tasks.join();
    EXPECT_EQ(open_files(), before);
}

TEST(Dialer, ClosesEverythingWhenTheCallerIsCancelled) {
    TestRuntime rt;
    rt.run(cancelled(rt));
}

core::TransportConfig asking(const NameServer& server) {
    core::TransportConfig config;
    config.dns.servers = server.address();
    config.attempt_delay = kNever;
    return config;
}

Task<void> both_families(TestRuntime& rt) {
    NameServer server;
    server.tell("dual.test", {"127.0.0.1", "::1"});
    Net net(rt, asking(server));
    const std::uint16_t v4_only = net.listen();
    auto stream = co_await net.transport.connect(Endpoint("dual.test", v4_only, false));
    EXPECT_TRUE(stream.has_value()) << stream.error().message();
    if (stream) {
        EXPECT_TRUE((*stream)->description().starts_with("127.0.0.1:"));
    }
    const std::uint16_t both = net.listen({}, "::1", v4_only);
    auto preferred = co_await net.transport.connect(Endpoint("dual.test", both, false));
    EXPECT_TRUE(preferred.has_value()) << preferred.error().message();
    if (preferred) {
        EXPECT_TRUE((*preferred)->description().starts_with("[::1]:"));
    }
}

TEST(Transport, PrefersIpv6AndFallsBack) {
    TestRuntime rt;
    rt.run(both_families(rt));
}

Task<void> some_of_many(TestRuntime& rt) {
    NameServer server;
    std::vector<std::string> many;
    for (int i = 10; i < 30; ++i) many.push_back("127.0.0." + std::to_string(i));
    server.tell("many.test", many);
    Net net(rt, asking(server));
    const std::uint16_t port = net.listen({}, "127.0.1.1");
    co_await expect_failure(net, Endpoint("many.test", port, false), Errc::unavailable, "8 addresses tried");
}

TEST(Transport, TriesABoundedNumberOfAddresses) {
    TestRuntime rt;
    rt.run(some_of_many(rt));
}

Task<void> public_only(TestRuntime& rt) {
    NameServer server;
    server.tell("inside.test", {"127.0.0.1", "::1", "10.0.0.1", "64:ff9b::7f00:1"});
    Net net(rt, asking(server));
    const std::uint16_t port = net.echo_server();
    for (const char* host : {"inside.test", "localhost", "x.localhost", "127.0.0.1", "127.0.0.1.", "::1",
                             "::ffff:127.0.0.1", "0.0.0.0", "::"}) {
        Endpoint endpoint(host, port, false);
        endpoint.public_only = true;
        co_await expect_failure(net, std::move(endpoint), Errc::forbidden, "only public addresses");
    }
    for (const char* host : {"127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001"}) {
        Endpoint endpoint(host, port, false);
        endpoint.public_only = true;
        co_await expect_failure(net, std::move(endpoint), Errc::invalid_argument, "not a host name");
    }
    auto allowed = co_await net.transport.connect(Endpoint("127.0.0.1", port, false));
    EXPECT_TRUE(allowed.has_value());
}

TEST(Transport, ReachesNothingThatIsNotPublicWhenToldSo) {
    TestRuntime rt;
    rt.run(public_only(rt));
}

}  // namespace
}  // namespace confab::test
