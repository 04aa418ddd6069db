#include "core/net/dns_cache.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

using std::chrono::seconds;

const TimePoint kStart{std::chrono::hours(1)};

Addresses one() {
    return {boost::asio::ip::make_address("192.0.2.1")};
}

TEST(DnsCache, BelievesAnAnswerForItsTimeToLive) {
    DnsCache cache{ResolverConfig()};
    EXPECT_EQ(cache.fresh("a.example", kStart), nullptr);
    cache.store("a.example", one(), seconds(60), kStart);
    ASSERT_NE(cache.fresh("a.example", kStart + seconds(59)), nullptr);
    EXPECT_EQ(*cache.fresh("a.example", kStart + seconds(59)), one());
    EXPECT_EQ(cache.fresh("a.example", kStart + seconds(60)), nullptr);
}

TEST(DnsCache, ClampsTheTimeToLive) {
    DnsCache cache{ResolverConfig()};
    cache.store("short.example", one(), seconds(0), kStart);
    cache.store("long.example", one(), seconds(86'400), kStart);
    EXPECT_NE(cache.fresh("short.example", kStart + seconds(4)), nullptr);
    EXPECT_EQ(cache.fresh("short.example", kStart + seconds(5)), nullptr);
    EXPECT_NE(cache.fresh("long.example", kStart + seconds(299)), nullptr);
    EXPECT_EQ(cache.fresh("long.example", kStart + seconds(300)), nullptr);
}

TEST(DnsCache, RemembersForTenSecondsThatThereIsNoSuchName) {
    DnsCache cache{ResolverConfig()};
    cache.store_negative("no.example", kStart);
    ASSERT_NE(cache.fresh("no.example", kStart + seconds(9)), nullptr);
    EXPECT_TRUE(cache.fresh("no.example", kStart + seconds(9))->empty());
    EXPECT_EQ(cache.fresh("no.example", kStart + seconds(10)), nullptr);
}

TEST(DnsCache, ServesExpiredAddressesForAnHourButNeverExpiredAbsence) {
    DnsCache cache{ResolverConfig()};
    cache.store("a.example", one(), seconds(60), kStart);
    cache.store_negative("no.example", kStart);
    EXPECT_NE(cache.stale("a.example", kStart + seconds(3659)), nullptr);
    EXPECT_EQ(cache.stale("a.example", kStart + seconds(3660)), nullptr);
    EXPECT_EQ(cache.stale("no.example", kStart + seconds(11)), nullptr);
}

TEST(DnsCache, IsBoundedAndDropsWhatExpiresFirst) {
    ResolverConfig config;
    config.max_entries = 3;
    DnsCache cache(config);
    cache.store("b", one(), seconds(20), kStart);
    cache.store("a", one(), seconds(10), kStart);
    cache.store("c", one(), seconds(30), kStart);
    cache.store("d", one(), seconds(40), kStart);
    EXPECT_EQ(cache.size(), 3u);
    EXPECT_EQ(cache.fresh("a", kStart), nullptr);
    EXPECT_NE(cache.fresh("b", kStart), nullptr);
    EXPECT_NE(cache.fresh("d", kStart), nullptr);
}

}  // namespace
}  // namespace confab::core
