#include "core/net/resolver.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

/// A name server on loopback: knows a.test (TTL 60), fails for broken.test, is silent for silent.test, and
/// knows nothing else.
class NameServer {
public:
    NameServer() : fd_(::socket(AF_INET, SOCK_DGRAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        socklen_t size = sizeof address;
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~NameServer() {
        stop_ = true;
        ::shutdown(fd_, SHUT_RDWR);
        thread_.join();
        ::close(fd_);
    }
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    int queries() const { return queries_; }

private:
    void serve() {
        const timeval poll{0, 20'000};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &poll, sizeof poll);
        char buffer[512];
        while (!stop_) {
            sockaddr_in from{};
            socklen_t size = sizeof from;
            const ssize_t n =
                ::recvfrom(fd_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (n <= 12) continue;
            const std::string reply = answer(std::string(buffer, static_cast<std::size_t>(n)));
            if (!reply.empty())
                ::sendto(fd_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
        }
    }
    std::string answer(std::string query) {
        std::string name;
        std::size_t at = 12;
        while (query[at] != 0) {
            const auto length = static_cast<std::size_t>(query[at]);
            name += query.substr(at + 1, length) + ".";
            at += length + 1;
        }
        const bool asks_v4 = query[at + 2] == 1;
        ++queries_;
        if (name == "silent.test.") return {};
        std::string reply = query.substr(0, at + 5);
        reply[2] = static_cast<char>(0x81);
        const bool known = name == "a.test.";
        reply[3] = static_cast<char>(name == "broken.test." ? 0x82 : known ? 0x80 : 0x83);
        for (std::size_t i = 6; i < 12; ++i) reply[i] = 0;
        if (known && asks_v4) {
            reply[7] = 1;
            reply += std::string("\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x07", 16);
        }
        return reply;
    }

    int fd_;
    std::uint16_t port_ = 0;
    std::atomic<int> queries_ = 0;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

core::ResolverConfig asking(const NameServer& server) {
    core::ResolverConfig config;
    config.servers = server.address();
    config.tries = 1;
    config.query_timeout = Duration(300);
    return config;
}

Task<void> expect_address(core::Resolver& resolver, std::string name, std::string first) {
    const auto found = co_await resolver.resolve(name, Duration(5'000));
    EXPECT_TRUE(found.has_value()) << name << ": " << found.error().message();
    if (found) {
        EXPECT_EQ(found->front().to_string(), first) << name;
    }
}

Task<void> expect_error(core::Resolver& resolver, std::string name, Errc code) {
    const auto found = co_await resolver.resolve(name, Duration(5'000));
    EXPECT_FALSE(found.has_value()) << name;
    if (!found) {
        EXPECT_EQ(found.error().code(), code) << found.error().message();
    }
}

Task<void> without_asking(TestRuntime& rt) {
    const NameServer server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    co_await expect_address(resolver, "192.0.2.9", "192.0.2.9");
    co_await expect_address(resolver, "::1", "::1");
    co_await expect_address(resolver, "LocalHost", "127.0.0.1");
    co_await expect_address(resolver, "bot.localhost.", "127.0.0.1");
    EXPECT_EQ(server.queries(), 0);
}

TEST(Resolver, AsksNobodyForAddressesAndLocalhost) {
    TestRuntime rt;
    rt.run(without_asking(rt));
}

Task<void> caches(TestRuntime& rt) {
    const NameServer server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    co_await expect_address(resolver, "a.test", "192.0.2.7");
    const int asked = server.queries();
    EXPECT_GE(asked, 1);
    co_await expect_address(resolver, "A.Test", "192.0.2.7");
    EXPECT_EQ(server.queries(), asked);
    EXPECT_EQ(rt.metrics().counter("confab_dns_cache_hits_total").value(), 1u);
    co_await expect_error(resolver, "no.test", Errc::not_found);
    const int then = server.queries();
    co_await expect_error(resolver, "no.test", Errc::not_found);
    EXPECT_EQ(server.queries(), then) << "absence is cached too";
}

TEST(Resolver, CachesAnswersAndAbsence) {
    TestRuntime rt;
    rt.run(caches(rt));
}

Task<void> shares(TestRuntime& rt) {
    const NameServer server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    core::TaskScope tasks(rt.executor(), rt.log());
    for (int i = 0; i < 20; ++i) tasks.spawn("ask", expect_address(resolver, "a.test", "192.0.2.7"));
    co_await tasks.join();
    EXPECT_LE(server.queries(), 2) << "one for each kind of address";
}

TEST(Resolver, AsksOnceHoweverManyWait) {
    TestRuntime rt;
    rt.run(shares(rt));
}

Task<void> fails(TestRuntime& rt) {
    const NameServer server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    co_await expect_error(resolver, "broken.test", Errc::unavailable);
    co_await expect_error(resolver, "silent.test", Errc::unavailable);
    co_await expect_error(resolver, "not a name", Errc::not_found);
    const auto late = co_await resolver.resolve("silent.test", Duration(50));
    EXPECT_EQ(late.error().code(), Errc::timeout);
}

TEST(Resolver, TellsNoSuchNameFromNoAnswer) {
    TestRuntime rt;
    rt.run(fails(rt));
}

Task<void> does_not_block(TestRuntime& rt) {
    const NameServer server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    rt.tasks().spawn("slow", expect_error(resolver, "silent.test", Errc::unavailable));
    const auto quick = co_await resolver.resolve("a.test", Duration(200));  // silent.test takes 300 ms
    EXPECT_TRUE(quick.has_value());
}

TEST(Resolver, IsNotHeldUpByANameThatDoesNotAnswer) {
    TestRuntime rt;
    rt.run(does_not_block(rt));
}

}  // namespace
}  // namespace confab::test
