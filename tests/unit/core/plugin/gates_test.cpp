#include "core/plugin/gates.hpp"

#include <gtest/gtest.h>

#include "core/plugin/library.hpp"

namespace confab::test {
namespace {

using namespace confab::core;

TEST(Gates, PassTheHostsOwnFingerprint) {
    EXPECT_EQ(check_fingerprint({"other", std::string(host_fingerprint())}, host_fingerprint()), "");
}

TEST(Gates, SayWhatWasFoundAndExpected) {
    EXPECT_NE(check_fingerprint({"main"}, host_fingerprint()).find("not a Confab plugin"), std::string::npos);
    const std::string why =
        check_fingerprint({"confab_abi_1_libstdcxx99_cxx11abi1_boost107400"}, host_fingerprint());
    EXPECT_NE(why.find("found API 1 libstdcxx99 cxx11abi1 boost107400, expected API 1"), std::string::npos)
        << why;
    EXPECT_NE(why.find("build it again"), std::string::npos);
}

TEST(Gates, CheckEveryFieldOfTheDescriptor) {
    const std::string fingerprint(host_fingerprint());
    PluginDescriptor good{};
    good.magic = kDescriptorMagic;
    good.size = sizeof(PluginDescriptor);
    good.api_version = kApiVersion;
    good.fingerprint = fingerprint.c_str();
    good.id = "x";
    good.create = []() -> Plugin* {
        return nullptr;
    };
    good.destroy = [](Plugin*) {
    };
    EXPECT_EQ(check_descriptor(good, fingerprint), "");

    PluginDescriptor bad = good;
    bad.magic = 1;
    EXPECT_NE(check_descriptor(bad, fingerprint).find("damaged"), std::string::npos);
    bad = good;
    bad.api_version = 99;
    EXPECT_NE(check_descriptor(bad, fingerprint).find("API version 99, this host has 1"), std::string::npos);
    bad = good;
    bad.size = 8;
    EXPECT_NE(check_descriptor(bad, fingerprint).find("8 bytes"), std::string::npos);
    bad = good;
    bad.fingerprint = "confab_abi_0";
    EXPECT_NE(check_descriptor(bad, fingerprint).find("disagree"), std::string::npos);
    bad = good;
    bad.create = nullptr;
    EXPECT_NE(check_descriptor(bad, fingerprint).find("incomplete"), std::string::npos);
}

}  // namespace
}  // namespace confab::test
