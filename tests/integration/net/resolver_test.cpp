#include "core/net/resolver.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/integration/net/name_server.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

using Manner = NameServer::Manner;

/// Knows a.test, fails for broken.test, is silent for silent.test and all below it.
class Usual : public NameServer {
public:
    Usual() {
        tell("a.test", {"192.0.2.7"});
        behave("broken.test", Manner::failing);
        behave("silent.test", Manner::silent);
        behave("*.silent.test", Manner::silent);
    }
};

core::ResolverConfig asking(const NameServer& server) {
    core::ResolverConfig config;
    config.servers = server.address();
    config.tries = 1;
    config.query_timeout = Duration(300);
    config.family_patience = Duration(60'000);
    return config;
}

std::uint64_t count(TestRuntime& rt, const char* counter) {
    return rt.metrics().counter(counter).value();
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
        EXPECT_EQ(found.error().code(), code) << name << ": " << found.error().message();
    }
}

Task<void> without_asking(TestRuntime& rt) {
    const Usual server;
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

Task<void> odd_addresses(TestRuntime& rt) {
    Usual server;
    for (const char* name : {"127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0x7f000001", "127.0.0.1.2"})
        server.tell(name, {"127.0.0.1"});
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    for (const char* name :
         {"127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0x7f000001", "127.0.0.1.2", "127.1."})
        co_await expect_error(resolver, name, Errc::invalid_argument);
    EXPECT_EQ(server.queries(), 0);
}

TEST(Resolver, RefusesAddressesInSpellingsThatOnlySomeReadAsSuch) {
    TestRuntime rt;
    rt.run(odd_addresses(rt));
}

Task<void> caches(TestRuntime& rt) {
    const Usual server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    co_await expect_address(resolver, "a.test", "192.0.2.7");
    const int asked = server.queries();
    EXPECT_GE(asked, 1);
    co_await expect_address(resolver, "A.Test", "192.0.2.7");
    EXPECT_EQ(server.queries(), asked);
    EXPECT_EQ(count(rt, "confab_dns_cache_hits_total"), 1u);
    EXPECT_EQ(count(rt, "confab_dns_cache_misses_total"), 1u);
    co_await expect_error(resolver, "no.test", Errc::not_found);
    const int then = server.queries();
    co_await expect_error(resolver, "no.test", Errc::not_found);
    EXPECT_EQ(server.queries(), then) << "absence is cached too";
    EXPECT_EQ(count(rt, "confab_dns_errors_total"), 1u);
}

TEST(Resolver, CachesAnswersAndAbsence) {
    TestRuntime rt;
    rt.run(caches(rt));
}

Task<void> clamps(TestRuntime& rt) {
    NameServer server;
    server.tell("zero.test", {"192.0.2.1"}, 0);
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    co_await expect_address(resolver, "zero.test", "192.0.2.1");
    const int asked = server.queries();
    co_await expect_address(resolver, "zero.test", "192.0.2.1");
    EXPECT_EQ(server.queries(), asked) << "believed for ttl_min";
}

TEST(Resolver, BelievesAnAnswerWithoutLifetimeForAMoment) {
    TestRuntime rt;
    rt.run(clamps(rt));
}

Task<void> stale(TestRuntime& rt) {
    NameServer server;
    server.tell("a.test", {"192.0.2.7"}, 0);
    core::ResolverConfig config = asking(server);
    config.ttl_min = Duration(0);  // so that it is expired at once
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), config);
    co_await expect_address(resolver, "a.test", "192.0.2.7");
    for (const Manner manner : {Manner::failing, Manner::silent}) {
        server.behave("a.test", manner);
        co_await expect_address(resolver, "a.test", "192.0.2.7");
    }
    EXPECT_EQ(count(rt, "confab_dns_stale_answers_total"), 2u);
    server.behave("a.test", Manner::proper);
    server.tell("a.test", {"192.0.2.8"}, 60);
    co_await expect_address(resolver, "a.test", "192.0.2.8");
}

TEST(Resolver, ServesTheLastAnswerWhileNoServerAnswers) {
    TestRuntime rt;
    rt.run(stale(rt));
}

Task<void> shares(TestRuntime& rt) {
    const Usual server;
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
    const Usual server;
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

Task<void> survives(TestRuntime& rt) {
    NameServer server;
    for (const auto& [name, manner] : {std::pair("refused.test", Manner::refusing),
                                       {"cut.test", Manner::cut_short},
                                       {"noise.test", Manner::garbage},
                                       {"lost.test", Manner::lost}}) {
        server.tell(name, {"192.0.2.1", "192.0.2.2", "2001:db8::1"});
        server.behave(name, manner);
    }
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    for (const char* name : {"refused.test", "cut.test", "noise.test", "lost.test"})
        co_await expect_error(resolver, name, Errc::unavailable);
    server.tell("good.test", {"192.0.2.9"});
    co_await expect_address(resolver, "good.test", "192.0.2.9");
}

TEST(Resolver, SurvivesAnswersThatAreNone) {
    TestRuntime rt;
    rt.run(survives(rt));
}

Task<void> many_addresses(TestRuntime& rt) {
    NameServer server;
    std::vector<std::string> addresses;
    for (int i = 0; i < 200; ++i) addresses.push_back("192.0.2." + std::to_string(i));
    addresses.push_back("2001:db8::1");
    server.tell("many.test", addresses);
    server.behave("many.test", Manner::truncated);
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    for (int i = 0; i < 2; ++i) {  // fresh, then from the cache
        const auto found = co_await resolver.resolve("many.test", Duration(5'000));
        EXPECT_TRUE(found.has_value()) << found.error().message();
        if (!found) co_return;
        EXPECT_EQ(found->size(), 32u);
        EXPECT_EQ(found->front().to_string(), "2001:db8::1");
    }
    EXPECT_GE(server.tcp_queries(), 1) << "the whole answer is to be had over TCP only";
}

TEST(Resolver, KeepsABoundedPartOfALongAnswer) {
    TestRuntime rt;
    rt.run(many_addresses(rt));
}

// Were they asked one after the other, or through a pool of threads, the good name would wait for a timeout;
// the silent ones here last longer than the test may.
Task<void> does_not_block(TestRuntime& rt) {
    const Usual server;
    core::ResolverConfig config = asking(server);
    config.query_timeout = Duration(600'000);
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), config);
    core::TaskScope silent(rt.executor(), rt.log());
    for (int i = 0; i < 50; ++i)
        silent.spawn("silent", [](core::Resolver& from, std::string name) -> Task<void> {
            const auto never = co_await from.resolve(std::move(name), Duration(600'000));
            ADD_FAILURE() << never.has_value();
        }(resolver, "n" + std::to_string(i) + ".silent.test"));
    while (server.queries() < 100) co_await rt.clock().sleep(Duration(1));
    co_await expect_address(resolver, "a.test", "192.0.2.7");
    EXPECT_EQ(silent.size(), 50u);
    silent.cancel();
    co_await silent.join();
}

TEST(Resolver, IsNotHeldUpByFiftyNamesThatDoNotAnswer) {
    TestRuntime rt;
    rt.run(does_not_block(rt));
}

Task<void> one_family(TestRuntime& rt) {
    NameServer server;
    server.tell("half.test", {"192.0.2.5", "2001:db8::5"});
    server.behave("half.test", Manner::silent_for_v6);
    core::ResolverConfig config = asking(server);
    config.query_timeout = Duration(600'000);
    config.family_patience = Duration(20);
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), config);
    co_await expect_address(resolver, "half.test", "192.0.2.5");
    co_await expect_error(resolver, "no.test", Errc::not_found);
}

TEST(Resolver, DoesWithoutTheFamilyThatAServerSwallows) {
    TestRuntime rt;
    rt.run(one_family(rt));
}

/// A resolv.conf in a folder of its own.
class ResolvConf {
public:
    ResolvConf() {
        std::string pattern = (std::filesystem::temp_directory_path() / "confab-resolv-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~ResolvConf() { std::filesystem::remove_all(folder_); }
    ResolvConf(const ResolvConf&) = delete;
    ResolvConf& operator=(const ResolvConf&) = delete;

    std::string path() const { return folder_ / "resolv.conf"; }
    void name(const NameServer& server) {  // a new file in its place, as DHCP clients do
        std::ofstream(folder_ / "next") << "nameserver " << server.address().substr(0, 9) << "\n";
        std::filesystem::rename(folder_ / "next", path());
    }
    void remove() { std::filesystem::remove(path()); }

private:
    std::filesystem::path folder_;
};

Task<void> follows(TestRuntime& rt) {
    NameServer first, second("127.0.0.2", first.port());
    first.tell("one.test", {"192.0.2.1"});
    second.tell("two.test", {"192.0.2.2"});
    ResolvConf file;
    file.name(first);
    core::ResolverConfig config = asking(first);
    config.servers.clear();
    config.resolv_conf = file.path();
    config.port = first.port();
    config.resolv_conf_look = Duration(0);
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), config);
    co_await expect_address(resolver, "one.test", "192.0.2.1");
    file.name(second);
    co_await expect_address(resolver, "two.test", "192.0.2.2");
    file.remove();
    second.tell("three.test", {"192.0.2.3"});
    co_await expect_address(resolver, "three.test", "192.0.2.3");
}

TEST(Resolver, NoticesOtherNameServers) {
    TestRuntime rt;
    rt.run(follows(rt));
}

/// A name of this machine's hosts file that is nothing special, and its first address.
std::pair<std::string, std::string> some_host() {
    std::ifstream file("/etc/hosts");
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string address, name;
        words >> address >> name;
        const bool special = name.find("localhost") != std::string::npos || name.starts_with("ip6-");
        if (!name.empty() && !special && address.find(':') == std::string::npos) return {name, address};
    }
    return {};
}

TEST(Resolver, ReadsTheHostsFile) {
    const auto [name, address] = some_host();
    if (name.empty()) GTEST_SKIP() << "/etc/hosts names only localhost";
    TestRuntime rt;
    const Usual server;
    core::Resolver resolver(rt.executor(), rt.metrics(), rt.log(), asking(server));
    rt.run(expect_address(resolver, name, address));
    EXPECT_EQ(server.queries(), 0);
}

}  // namespace
}  // namespace confab::test
