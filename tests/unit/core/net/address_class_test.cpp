#include "core/net/address_class.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

bool judged_public(const char* text) {
    return is_public(boost::asio::ip::make_address(text));
}

TEST(AddressClass, RefusesTheFirstAndLastAddressOfEveryBlockThatIsNotPublic) {
    for (const char* text :
         {"0.0.0.0",         "0.255.255.255",  "10.0.0.0",        "10.255.255.255",  "100.64.0.0",
          "100.127.255.255", "127.0.0.1",      "127.255.255.255", "169.254.0.0",     "169.254.169.254",
          "169.254.255.255", "172.16.0.0",     "172.31.255.255",  "192.0.0.0",       "192.0.0.255",
          "192.0.2.0",       "192.0.2.255",    "192.88.99.0",     "192.88.99.255",   "192.168.0.0",
          "192.168.255.255", "198.18.0.0",     "198.19.255.255",  "198.51.100.0",    "198.51.100.255",
          "203.0.113.0",     "203.0.113.255",  "224.0.0.0",       "239.255.255.255", "240.0.0.0",
          "255.255.255.254", "255.255.255.255"})
        EXPECT_FALSE(judged_public(text)) << text;
}

TEST(AddressClass, AllowsTheNeighboursOfThoseBlocks) {
    for (const char* text :
         {"1.0.0.0",         "9.255.255.255", "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
          "126.255.255.255", "128.0.0.0",     "169.253.255.255", "169.255.0.0",     "172.15.255.255",
          "172.32.0.0",      "192.0.1.0",     "192.0.3.0",       "192.88.98.255",   "192.88.100.0",
          "192.167.255.255", "192.169.0.0",   "198.17.255.255",  "198.20.0.0",      "198.51.99.255",
          "198.51.101.0",    "203.0.112.255", "203.0.114.0",     "223.255.255.255", "8.8.8.8",
          "93.184.216.34"})
        EXPECT_TRUE(judged_public(text)) << text;
}

TEST(AddressClass, RefusesEveryIpv6AddressThatIsNotPublic) {
    for (const char* text : {"::",
                             "::1",
                             "::127.0.0.1",  // IPv4-compatible, long deprecated
                             "64:ff9b:1::1",
                             "64:ff9b:1:ffff::8.8.8.8",
                             "100::1",
                             "2001::1",
                             "2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
                             "2001:2::1",
                             "2001:10::1",
                             "2001:1ff:ffff::1",
                             "2001:db8::1",
                             "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                             "2002::1",
                             "2002:7f00:1::",
                             "2002:808:808::1",
                             "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                             "3fff::1",
                             "3fff:fff:ffff::1",
                             "4000::1",
                             "5f00::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fe80::1%1",
                             "febf::1",
                             "fec0::1",
                             "ff02::1",
                             "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"})
        EXPECT_FALSE(judged_public(text)) << text;
}

TEST(AddressClass, AllowsPublicIpv6Addresses) {
    for (const char* text :
         {"2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1",
          "2606:4700:4700::1111", "2620:fe::fe", "2a00:1450:4001:81b::200e", "3ffe:ffff::1", "3fff:1000::1"})
        EXPECT_TRUE(judged_public(text)) << text;
}

TEST(AddressClass, JudgesAnEmbeddedIpv4AddressByItself) {
    for (const char* prefix : {"::ffff:", "64:ff9b::"}) {
        for (const char* inner : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"})
            EXPECT_FALSE(judged_public((std::string(prefix) + inner).c_str())) << prefix << inner;
        EXPECT_TRUE(judged_public((std::string(prefix) + "8.8.8.8").c_str())) << prefix;
    }
    EXPECT_FALSE(judged_public("::ffff:7f00:1"));
}

TEST(AddressClass, KeepsThePublicAddressesOfAnAnswer) {
    const auto at = [](const char* text) {
        return boost::asio::ip::make_address(text);
    };
    const auto kept =
        public_among({at("127.0.0.1"), at("8.8.8.8"), at("::1"), at("2606:4700::1"), at("10.0.0.1")});
    EXPECT_EQ(kept, (std::vector{at("8.8.8.8"), at("2606:4700::1")}));
    EXPECT_TRUE(public_among({at("127.0.0.1"), at("fe80::1")}).empty());
}

TEST(AddressClass, SeesANumberInPlaceOfAHostName) {
    for (const char* text : {"127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "0X7F.0.0.1",
                             "0177.0.0.1", "017700000001", "127.0.0.1", "127.0.0.1.", "1.2.3.4.5", "0x",
                             "example.0x7f", "256.256.256.256", "00000.0"})
        EXPECT_TRUE(looks_like_v4(text)) << text;
    for (const char* text : {"example.org", "1.example.org", "0x7f.org", "localhost", "127.0.0.1.example",
                             "x1", "1x", "a-1", "", ".", "::1"})
        EXPECT_FALSE(looks_like_v4(text)) << text;
}

}  // namespace
}  // namespace confab::core
