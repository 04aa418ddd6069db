#include "core/config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;

std::optional<std::string> environment(const std::string& name) {
    if (name == "KEY") return "sk-123";
    if (name == "EMPTY") return "";
    if (name == "EVIL") return "x\nnetworks: {}";
    return std::nullopt;
}

Config read(const std::string& yaml, Problems& problems) {
    return read_config(parse_tree(yaml, {}, environment, problems), problems);
}

std::vector<std::string> problems_of(const std::string& yaml) {
    Problems problems("bot.yaml");
    read(yaml, problems);
    return problems.lines();
}

TEST(Config, HasTheDocumentedDefaults) {
    Problems problems("bot.yaml");
    const Config config = read("", problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(config.bot.string("prefix"), "!");
    EXPECT_EQ(config.services.http.duration("timeout"), Duration(30'000));
    EXPECT_EQ(config.services.http.integer("max_connections"), 10);
    EXPECT_EQ(config.services.http.integer("max_per_host"), 5);
    EXPECT_EQ(config.services.http.duration("keep_alive"), Duration(30'000));
}

TEST(Config, ReadsNetworksAndPluginsInOrder) {
    Problems problems("bot.yaml");
    const Config config = read(
        "networks:\n  b: {adapter: irc}\n  a: {adapter: matrix}\nplugins:\n  chat:\n  dice: {}\n", problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(config.networks.size(), 2U);
    EXPECT_EQ(config.networks[0].account, "b");
    EXPECT_EQ(config.networks[1].platform, "matrix");
    EXPECT_EQ(config.plugins.size(), 2U);
}

TEST(Config, ListsEveryMistakeWithItsPlaceAndCure) {
    const auto lines = problems_of(
        "bot:\n"
        "  nmae: x\n"
        "networks:\n"
        "  libera:\n"
        "    server: irc.libera.chat\n"
        "services:\n"
        "  http:\n"
        "    timeout: soon\n"
        "    retries: many\n"
        "  straico:\n"
        "    api_key: ${MISSING}\n"
        "logg: {}\n");
    EXPECT_THAT(
        lines,
        ElementsAre(HasSubstr("bot.yaml:2:3: unknown key `nmae` under bot (did you mean `name`?)"),
                    HasSubstr("bot.yaml:4:3: `adapter` is missing under networks.libera"),
                    HasSubstr("bot.yaml:8:14: `timeout` under services.http must be a duration such as 30s"),
                    HasSubstr("bot.yaml:9:14: `retries` under services.http must be a whole number"),
                    HasSubstr("bot.yaml:11:14: the environment variable MISSING is not set"),
                    HasSubstr("bot.yaml:12:1: unknown section `logg` (did you mean `log`?)")));
}

TEST(Config, ReadsWhatHoldsForOneHostOnly) {
    Problems problems("bot.yaml");
    const Config config = read(
        "services:\n"
        "  http:\n"
        "    hosts:\n"
        "      API.straico.com: {timeout: 2m, pins: [abc], cache: false}\n"
        "  cache: {entries: 7, redis: \"redis://127.0.0.1\", redis_password: \"${KEY}\"}\n",
        problems);
    EXPECT_TRUE(problems.empty());
    const Options& host = config.services.hosts.at("api.straico.com");
    EXPECT_EQ(host.duration("timeout"), Duration(120'000));
    EXPECT_FALSE(host.boolean("cache"));
    EXPECT_FALSE(host.has("retries")) << "what is not given stays as for all hosts";
    EXPECT_EQ(config.services.cache.integer("entries"), 7);
    EXPECT_EQ(config.services.secrets().size(), 3u) << "api key, proxy and Redis passwords, given or not";
}

TEST(Config, RefusesWhatServicesDoNotKnow) {
    EXPECT_THAT(
        problems_of("services:\n  htp: {}\n  http:\n    hosts:\n      a.example: {timeot: 1s}\n"
                    "admin:\n  listen: 0.0.0.0:80\n"),
        ElementsAre(HasSubstr("bot.yaml:2:3: unknown key `htp` under services (did you mean `http`?)"),
                    HasSubstr("bot.yaml:5:19: unknown key `timeot` under services.http.hosts.a.example"),
                    HasSubstr("bot.yaml:7:11: `listen` under admin must be a loopback address")));
}

TEST(Config, EveryKeyOfTheServicesIsDocumented) {
    std::ifstream in(CONFAB_SOURCE "/core/config/SERVICES.md");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (const ServiceOptions::Section& section : ServiceOptions::sections()) {
        EXPECT_THAT(text, HasSubstr("`" + std::string(section.path) + "`"));
        for (const OptionSpec& spec : section.options) {
            const std::string fallback = spec.fallback && *spec.fallback ? spec.fallback : "-";
            EXPECT_THAT(text, HasSubstr("| `" + std::string(spec.key) + "` | " + fallback + " | " +
                                        spec.help + " |"));
        }
    }
}

TEST(Config, TellsWhereYamlIsBroken) {
    EXPECT_THAT(problems_of("bot:\n  name: [unclosed\n"), ElementsAre(HasSubstr("not valid YAML")));
    EXPECT_THAT(problems_of("bot:\n  name: a\n  name: b\n"),
                ElementsAre(HasSubstr("bot.yaml:3:3: `name` is given twice")));
    EXPECT_THAT(problems_of("- a\n- b\n"), ElementsAre(HasSubstr("must be a map")));
}

TEST(Config, SubstitutesAfterParsingSoThatNoValueInjectsStructure) {
    Problems problems("bot.yaml");
    const Config config =
        read("bot:\n  name: ${EVIL}\nservices: {straico: {api_key: \"${KEY}\"}}\n", problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(config.bot.string("name"), "x\nnetworks: {}");
    EXPECT_EQ(config.services.straico.secret("api_key").reveal(), "sk-123");
}

TEST(Config, SubstitutesDefaultsAndEscapes) {
    Problems problems("bot.yaml");
    const Node tree = parse_tree("a: ${EMPTY:-one}\nb: ${NONE:-}\nc: $${KEY}\nd: $5 and ${KEY}!\n", {},
                                 environment, problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(tree.find("a")->scalar, "one");
    EXPECT_EQ(tree.find("b")->scalar, "");
    EXPECT_EQ(tree.find("c")->scalar, "${KEY}");
    EXPECT_EQ(tree.find("d")->scalar, "$5 and sk-123!");
}

TEST(Config, ReadsASecretFromAFile) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "confab_config_test";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "key") << "sk-file\n";
    Problems problems("bot.yaml");
    const Node tree = parse_tree("a: file:key\nb: file:none\n", folder, environment, problems);
    EXPECT_EQ(tree.find("a")->scalar, "sk-file");
    EXPECT_THAT(problems.lines(), ElementsAre(HasSubstr("bot.yaml:2:4: cannot read the file")));
    std::filesystem::remove_all(folder);
}

TEST(Config, SurvivesHostileYaml) {
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += "[";
    EXPECT_FALSE(problems_of("bot: " + deep).empty());
    std::string nested = "bot: ";
    for (int i = 0; i < 100; ++i) nested += "{a: ";
    for (int i = 0; i < 100; ++i) nested += "}";
    EXPECT_FALSE(problems_of(nested).empty());
    EXPECT_FALSE(problems_of(std::string("\0\xff\xfe", 3)).empty());
}

TEST(Duration, ReadsUnitsAndRefusesNonsense) {
    EXPECT_EQ(*parse_duration("250ms"), Duration(250));
    EXPECT_EQ(*parse_duration("1h30m"), Duration(5'400'000));
    EXPECT_EQ(*parse_duration("2d"), Duration(172'800'000));
    for (const char* text : {"", "5", "s", "-1s", "1x", "1s ", "99999999999999999999s", "9999999d"})
        EXPECT_TRUE(parse_duration(text).has_error()) << text;
}

TEST(DidYouMean, SuggestsOnlyWhatIsClose) {
    EXPECT_EQ(did_you_mean("chanels", {"channels", "nick"}), " (did you mean `channels`?)");
    EXPECT_EQ(did_you_mean("xyzzy", {"channels", "nick"}), "");
}

}  // namespace
}  // namespace confab::test
