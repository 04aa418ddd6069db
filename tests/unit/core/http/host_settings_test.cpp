#include "core/http/host_settings.hpp"

#include <gtest/gtest.h>

namespace confab::core {
namespace {

TEST(HostRules, ChangeOnlyWhatTheirHostNames) {
    HttpConfig config;
    HttpHostConfig slow;
    slow.timeout = Duration(120'000);
    slow.retries = 0;
    slow.cache = true;
    slow.pins = {"abc"};
    config.hosts.emplace("slow.example", slow);
    const HostRules rules(config);
    EXPECT_EQ(rules.find("slow.example").timeout, Duration(120'000));
    EXPECT_EQ(rules.find("slow.example").retry.max, 0u);
    EXPECT_EQ(rules.find("slow.example").connect_timeout, config.connect_timeout);
    EXPECT_EQ(rules.find("slow.example").cache, true);
    EXPECT_EQ(rules.find("slow.example").pins.size(), 1u);
    EXPECT_EQ(rules.find("other.example").timeout, config.timeout);
    EXPECT_EQ(rules.find("other.example").retry.max, 2u);
    EXPECT_EQ(rules.find("other.example").cache, std::nullopt);
    EXPECT_TRUE(rules.find("other.example").pins.empty());
}

}  // namespace
}  // namespace confab::core
