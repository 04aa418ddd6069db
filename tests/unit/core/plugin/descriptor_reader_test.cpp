#include "core/plugin/descriptor_reader.hpp"

#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

#include "confab/plugin.hpp"
#include "confab/service/clock.hpp"
#include "core/plugin/library.hpp"

namespace confab::test {
namespace {

using core::PluginDescription;
using core::read_description;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::filesystem::path fixture(const std::string& id) {
    return std::filesystem::path(CONFAB_FIXTURES) / ("confab_" + id + ".so");
}

std::string bytes_of(const std::string& id) {
    std::ifstream in(fixture(id), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    EXPECT_GT(bytes.str().size(), 1000U) << id;
    return bytes.str();
}

std::string refusal(std::string_view bytes) {
    const Result<PluginDescription> read = read_description(bytes, "x.so");
    return read ? "it was read as " + read->id : read.error().context();
}

Elf64_Ehdr header_of(const std::string& bytes) {
    Elf64_Ehdr header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
}

std::string with_header(std::string bytes, const Elf64_Ehdr& header) {
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

// The offset in the file of the one descriptor.
std::size_t descriptor_in(const std::string& bytes) {
    const std::uint32_t marks[] = {kDescriptorMagic, sizeof(PluginDescriptor), kApiVersion};
    const std::size_t at = bytes.find(std::string(reinterpret_cast<const char*>(marks), sizeof marks));
    EXPECT_NE(at, std::string::npos);
    return at;
}

TEST(DescriptorReader, ReadsWhatTheLibraryWouldSay) {
    for (const char* id : {"good", "packed"}) {
        const Result<PluginDescription> read = read_description(fixture(id));
        ASSERT_TRUE(read.has_value()) << read.error().message();
        EXPECT_EQ(read->id, id);
        EXPECT_EQ(read->version, "1.2.3");
        EXPECT_EQ(read->platform, "");
        EXPECT_EQ(read->fingerprint, core::host_fingerprint());
        EXPECT_THAT(read->needs, ElementsAre(Clock::kServiceId));
        EXPECT_TRUE(read->offers.empty());
        ASSERT_FALSE(read->options.empty());
        EXPECT_EQ(read->options[0].key, "greeting");
        EXPECT_EQ(read->options[0].type, OptionType::string);
        EXPECT_TRUE(read->settings.empty());
    }
}

TEST(DescriptorReader, RunsNoCodeOfTheFile) {
    const std::string proof = ::testing::TempDir() + "confab_loud_" + std::to_string(::getpid());
    ::setenv("CONFAB_LOUD_FILE", proof.c_str(), 1);
    const Result<PluginDescription> read = read_description(fixture("loud"));
    ASSERT_TRUE(read.has_value()) << read.error().message();
    ASSERT_EQ(read->settings.size(), 1U);
    EXPECT_EQ(read->settings[0].key, "volume");
    EXPECT_EQ(read->settings[0].fallback, "11");
    EXPECT_FALSE(std::filesystem::exists(proof));
    // That the proof is one: loading it does run it.
    EXPECT_TRUE(core::Library::load(fixture("loud")).has_value());
    EXPECT_TRUE(std::filesystem::exists(proof));
    std::filesystem::remove(proof);
    ::unsetenv("CONFAB_LOUD_FILE");
}

TEST(DescriptorReader, SaysWhatAFileIs) {
    EXPECT_THAT(refusal(""), AllOf(HasSubstr("not a shared library"), HasSubstr("build it again")));
    EXPECT_THAT(refusal("#!/bin/sh"), HasSubstr("not a shared library"));
    EXPECT_THAT(refusal(ELFMAG), HasSubstr("cut short"));
    const std::string good = bytes_of("good");
    Elf64_Ehdr header = header_of(good);
    header.e_machine = EM_RISCV;
    EXPECT_THAT(refusal(with_header(good, header)), HasSubstr("made for another machine"));
    header = header_of(good);
    header.e_type = ET_REL;
    EXPECT_THAT(refusal(with_header(good, header)), HasSubstr("not a shared library"));
    header = header_of(good);
    header.e_ident[EI_CLASS] = ELFCLASS32;
    EXPECT_THAT(refusal(with_header(good, header)), HasSubstr("not a 64-bit"));
    EXPECT_THAT(read_description(std::filesystem::path("/nowhere/x.so")).error().context(),
                StartsWith("/nowhere/x.so: cannot be read"));
}

TEST(DescriptorReader, RefusesWhatTheGatesRefuse) {
    EXPECT_THAT(read_description(fixture("no_descriptor")).error().context(),
                HasSubstr("does its source end with CONFAB_PLUGIN(Class)?"));
    EXPECT_THAT(read_description(fixture("other_build")).error().context(),
                AllOf(HasSubstr("found API 1 libstdcxx99"), HasSubstr("build it again")));
}

TEST(DescriptorReader, ChecksEachNumberOfTheDescriptor) {
    const std::string good = bytes_of("good");
    const std::size_t at = descriptor_in(good);
    const auto with = [&](std::size_t offset, std::uint32_t value) {
        std::string bytes = good;
        std::memcpy(bytes.data() + at + offset, &value, sizeof value);
        return refusal(bytes);
    };
    EXPECT_THAT(with(offsetof(PluginDescriptor, magic), 1), HasSubstr("its descriptor is damaged"));
    EXPECT_THAT(with(offsetof(PluginDescriptor, api_version), 9), HasSubstr("API version 9"));
    EXPECT_THAT(with(offsetof(PluginDescriptor, size), 8), HasSubstr("8 bytes, expected at least"));
    EXPECT_THAT(with(offsetof(PluginDescriptor, option_count), 0xFFFFFFFF),
                HasSubstr("claims 4294967295 options"));
    EXPECT_THAT(with(offsetof(PluginDescriptor, option_count), 900), HasSubstr("build it again"));
    EXPECT_THAT(with(offsetof(PluginDescriptor, setting_count), 3), HasSubstr("settings"));
    EXPECT_EQ(with(offsetof(PluginDescriptor, size), 4096), "it was read as good")
        << "fields are only appended";
}

TEST(DescriptorReader, RefusesControlCharacters) {
    std::string good = bytes_of("good");
    const std::size_t at = good.find("1.2.3");
    ASSERT_NE(at, std::string::npos);
    for (std::size_t i = at; i != std::string::npos; i = good.find("1.2.3", i + 1)) good[i + 1] = '\x1b';
    EXPECT_THAT(refusal(good), HasSubstr("the text of its version has control characters"));
}

TEST(DescriptorReader, SurvivesEveryTruncation) {
    for (const char* id : {"good", "packed"}) {
        const std::string good = bytes_of(id);
        std::size_t refused = 0;
        const std::size_t step = std::max<std::size_t>(1, good.size() / 20'000);
        for (std::size_t size = 0; size < good.size(); size += size < 4096 ? 1 : step) {
            // A copy of its own, so that a sanitizer sees a read beyond the end.
            const std::string cut = good.substr(0, size);
            if (!read_description(cut, "x.so")) ++refused;
        }
        EXPECT_GT(refused, 4'000U);  // the sections stand at the end: without them there is nothing to read
    }
}

TEST(DescriptorReader, SurvivesDamage) {
    const std::string good = bytes_of("good");
    std::mt19937 random(20'261'124);
    std::size_t refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = good;
        const unsigned flips = 1 + random() % 8;
        for (unsigned i = 0; i < flips; ++i) {
            // Half of it where it hurts: in the headers, and around the descriptor.
            const std::size_t place = random() % 4 == 0 ? random() % 0x400
                                      : random() % 3 == 0
                                          ? descriptor_in(good) + random() % sizeof(PluginDescriptor)
                                      : random() % 2 == 0 ? bytes.size() - 1 - random() % 2'500
                                                          : random() % bytes.size();
            bytes[place] = static_cast<char>(random());
        }
        if (!read_description(bytes, "x.so")) ++refused;
    }
    EXPECT_GT(refused, 2'000U);
    EXPECT_LT(refused, 20'000U);
}

}  // namespace
}  // namespace confab::test
