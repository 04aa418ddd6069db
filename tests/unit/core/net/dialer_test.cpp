#include "core/net/dialer.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

Addresses addresses(std::initializer_list<const char*> texts) {
    Addresses out;
    for (const char* text : texts) out.push_back(boost::asio::ip::make_address(text));
    return out;
}

TEST(DialingOrder, LetsTheFamiliesTakeTurnsIpv6First) {
    EXPECT_EQ(
        dialing_order(addresses({"192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "2001:db8::2"}), 8),
        addresses({"2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"}));
    EXPECT_EQ(dialing_order(addresses({"2001:db8::2", "2001:db8::1", "192.0.2.1"}), 8),
              addresses({"2001:db8::2", "192.0.2.1", "2001:db8::1"}));
}

TEST(DialingOrder, KeepsTheOrderOfAnOnlyFamily) {
    EXPECT_EQ(dialing_order(addresses({"192.0.2.2", "192.0.2.1"}), 8), addresses({"192.0.2.2", "192.0.2.1"}));
    EXPECT_EQ(dialing_order(addresses({"2001:db8::2", "2001:db8::1"}), 8),
              addresses({"2001:db8::2", "2001:db8::1"}));
    EXPECT_TRUE(dialing_order({}, 8).empty());
}

TEST(DialingOrder, KeepsBothFamiliesWhenItCutsOff) {
    Addresses many;
    for (unsigned i = 0; i < 200; ++i) many.push_back(boost::asio::ip::address_v4(0xc0000200 + i));
    many.push_back(boost::asio::ip::make_address("2001:db8::1"));
    const Addresses order = dialing_order(many, 8);
    ASSERT_EQ(order.size(), 8u);
    EXPECT_EQ(order[0].to_string(), "2001:db8::1");
    EXPECT_EQ(order[1].to_string(), "192.0.2.0");
    EXPECT_EQ(order[7].to_string(), "192.0.2.6");
}

}  // namespace
}  // namespace confab::core
