#include "core/net/proxy_rules.hpp"

#include <gtest/gtest.h>

#include <map>

namespace confab::core {
namespace {

using Variables = std::map<std::string, std::string>;

ProxyRules from(const Variables& variables) {
    return ProxyRules::from_environment([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    });
}

ProxyRules except(const char* no_proxy) {
    return ProxyRules::from_config("http://p:1", no_proxy).value();
}

bool proxied(const ProxyRules& rules, const std::string& host, std::uint16_t port = 443) {
    return !rules.for_target(true, host, port).empty();
}

TEST(ProxyRules, UsesNoProxyUnlessTold) {
    EXPECT_EQ(ProxyRules().for_target(true, "example.org", 443), "");
    EXPECT_EQ(from({}).for_target(false, "example.org", 80), "");
    EXPECT_EQ(ProxyRules::from_config("", "example.org").value().for_target(true, "other.example", 443), "");
}

TEST(ProxyRules, TakesOneProxyFromTheConfiguration) {
    const ProxyRules rules = ProxyRules::from_config("proxy.example:3128", "").value();
    EXPECT_EQ(rules.for_target(true, "example.org", 443), "http://proxy.example:3128");
    EXPECT_EQ(rules.for_target(false, "example.org", 80), "http://proxy.example:3128");
    const auto bad = ProxyRules::from_config("socks5://u:secret@proxy.example", "");
    ASSERT_FALSE(bad.has_value());
    EXPECT_EQ(bad.error().code(), Errc::invalid_argument);
    EXPECT_EQ(bad.error().message().find("secret"), std::string::npos);
}

TEST(ProxyRules, ReadsTheEnvironmentAsCurlDoes) {
    const ProxyRules rules = from({{"http_proxy", "http://plain:1"}, {"HTTPS_PROXY", "http://tls:2"}});
    EXPECT_EQ(rules.for_target(false, "example.org", 80), "http://plain:1");
    EXPECT_EQ(rules.for_target(true, "example.org", 443), "http://tls:2");
    EXPECT_EQ(
        from({{"https_proxy", "http://a:1"}, {"HTTPS_PROXY", "http://b:2"}}).for_target(true, "x.org", 1),
        "http://a:1");
    const ProxyRules all = from({{"ALL_PROXY", "proxy:3"}, {"no_proxy", "x.org"}, {"NO_PROXY", "y.org"}});
    EXPECT_EQ(all.for_target(false, "y.org", 80), "http://proxy:3");
    EXPECT_EQ(all.for_target(true, "x.org", 443), "");
    EXPECT_FALSE(proxied(from({{"all_proxy", "http://p:1"}, {"NO_PROXY", "y.org"}}), "y.org"));
}

TEST(ProxyRules, IgnoresTheVariableThatAClientOfCgiCanSet) {
    EXPECT_EQ(from({{"HTTP_PROXY", "http://evil:1"}}).for_target(false, "example.org", 80), "");
}

TEST(ProxyRules, KeepsAnUnusableProxySoThatConnectingSaysWhy) {
    EXPECT_EQ(from({{"all_proxy", "socks5://p:1"}}).for_target(true, "example.org", 443), "socks5://p:1");
}

TEST(ProxyRules, NeverReachesLoopbackThroughAProxy) {
    const ProxyRules rules = except("");
    for (const char* host :
         {"localhost", "LOCALHOST.", "bot.localhost", "127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"})
        EXPECT_FALSE(proxied(rules, host)) << host;
    EXPECT_TRUE(proxied(rules, "localhost.example"));
    EXPECT_TRUE(proxied(rules, "128.0.0.1"));
}

TEST(ProxyRules, ExceptsANameAndWhatIsBelowIt) {
    for (const char* entry : {"example.org", ".example.org", "Example.ORG."}) {
        const ProxyRules rules = except(entry);
        EXPECT_FALSE(proxied(rules, "example.org")) << entry;
        EXPECT_FALSE(proxied(rules, "A.B.example.org.")) << entry;
        EXPECT_TRUE(proxied(rules, "badexample.org")) << entry;
        EXPECT_TRUE(proxied(rules, "example.org.evil.example")) << entry;
    }
    EXPECT_FALSE(proxied(except("*"), "example.org"));
    EXPECT_TRUE(proxied(except("*.example"), "a.example")) << "no patterns";
}

TEST(ProxyRules, ExceptsNetworksForLiteralAddresses) {
    const ProxyRules rules = except("10.0.0.0/8, 192.0.2.7 fd00::/8\t2001:db8::1,172.16.0.0/12");
    for (const char* host :
         {"10.255.0.1", "192.0.2.7", "fd12::1", "2001:db8::1", "172.31.255.255", "::ffff:10.0.0.1"})
        EXPECT_FALSE(proxied(rules, host)) << host;
    for (const char* host : {"11.0.0.1", "192.0.2.8", "fe00::1", "2001:db8::2", "172.32.0.0", "10.example"})
        EXPECT_TRUE(proxied(rules, host)) << host;
}

TEST(ProxyRules, ExceptsOnePortOnly) {
    const ProxyRules rules = except("example.org:8080,[2001:db8::1]:6697,192.0.2.1:80");
    EXPECT_FALSE(proxied(rules, "example.org", 8080));
    EXPECT_TRUE(proxied(rules, "example.org", 443));
    EXPECT_FALSE(proxied(rules, "2001:db8::1", 6697));
    EXPECT_TRUE(proxied(rules, "2001:db8::1", 443));
    EXPECT_FALSE(proxied(rules, "192.0.2.1", 80));
}

TEST(ProxyRules, SkipsEntriesThatMeanNothing) {
    const ProxyRules rules = except(",, . ,10.0.0.0/33,10.0.0.0/x,10.0.0.0/-1,example.org:0x1,[::1");
    EXPECT_TRUE(proxied(rules, "10.0.0.1"));
    EXPECT_TRUE(proxied(rules, "example.org"));
}

}  // namespace
}  // namespace confab::core
