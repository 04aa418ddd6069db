#include "core/config/roles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/config/config.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Config read(const std::string& yaml, Problems& problems) {
    const auto nothing = [](const std::string&) -> std::optional<std::string> {
        return std::nullopt;
    };
    return read_config(parse_tree(yaml, {}, nothing, problems), problems);
}

std::vector<std::string> problems_of(const std::string& yaml) {
    Problems problems("bot.yaml");
    read(yaml, problems);
    return problems.lines();
}

TEST(Roles, AreReadInTheOrderOfTheFile) {
    Problems problems("bot.yaml");
    const Config config = read(
        "roles:\n"
        "  moderators:\n"
        "    members: [libera/alice, \"matrix/@bob:example.org\"]\n"
        "    allow: [tag.write, \"plugins.*\", \"*\"]\n"
        "    assurance: none\n"
        "  empty: {}\n",
        problems);
    EXPECT_THAT(problems.lines(), IsEmpty());
    ASSERT_EQ(config.roles.size(), 2U);
    EXPECT_EQ(config.roles[0].name, "moderators");
    EXPECT_THAT(config.roles[0].members, ElementsAre("libera/alice", "matrix/@bob:example.org"));
    EXPECT_THAT(config.roles[0].allow, ElementsAre("tag.write", "plugins.*", "*"));
    EXPECT_EQ(config.roles[0].assurance, Assurance::none);
    EXPECT_EQ(config.roles[1].assurance, Assurance::account);
}

TEST(Roles, EveryMistakeHasItsPlaceAndCure) {
    EXPECT_THAT(
        problems_of("roles:\n"
                    "  moderators:\n"
                    "    membres: [libera/alice]\n"
                    "    members:\n"
                    "      - alice\n"
                    "      - libera/\n"
                    "    allow: [tag.write, \"tag*x\", owner, Tag.Write, \"\"]\n"
                    "    assurance: strnog\n"
                    "  owner: {}\n"
                    "  a b: {}\n"
                    "  list: [x]\n"),
        ElementsAre(
            HasSubstr("bot.yaml:3:5: unknown key `membres` under roles.moderators (did you mean `members`?)"),
            HasSubstr("bot.yaml:5:9: member `alice` must be account/user"),
            HasSubstr("bot.yaml:6:9: member `libera/`"),
            HasSubstr("bot.yaml:7:24: permission `tag*x`: a `*` may stand only at the end"),
            HasSubstr("bot.yaml:7:33: `owner` cannot be given to a role"),
            HasSubstr("bot.yaml:7:40: permission `Tag.Write` must be of small letters"),
            HasSubstr("bot.yaml:7:51: a permission has a name"),
            HasSubstr("bot.yaml:8:16: `assurance` under roles.moderators must be none, host, account or "
                      "strong (did you mean `strong`?)"),
            HasSubstr("bot.yaml:9:3: the role `owner` is there already"),
            HasSubstr("bot.yaml:10:3: `a b` is no role name"), HasSubstr("roles.list must be a map")));
    EXPECT_THAT(problems_of("roles: [a]\n"), ElementsAre(HasSubstr("bot.yaml:1:8: roles must be a map")));
    EXPECT_THAT(problems_of("roles:\n  a:\n    assurance: [x]\n    members: {}\n"),
                ElementsAre(HasSubstr("must be a single value"), HasSubstr("must be a list")));
    EXPECT_THAT(problems_of("role: {}\n"), ElementsAre(HasSubstr("did you mean `roles`?")));
}

TEST(Roles, AnAssuranceThatCannotBeReadIsNotTakenForLess) {
    Problems problems("bot.yaml");
    EXPECT_EQ(read("roles:\n  a:\n    assurance: nnoe\n", problems).roles.at(0).assurance, Assurance::strong);
}

TEST(Roles, EveryKeyIsDocumented) {
    std::ifstream in(CONFAB_SOURCE "/core/config/ROLES.md");
    std::ostringstream page;
    page << in.rdbuf();
    for (const OptionSpec& option : role_options()) {
        const std::string fallback = *option.fallback ? option.fallback : "-";
        EXPECT_THAT(page.str(), HasSubstr("| `" + std::string(option.key) + "` | " + fallback + " | " +
                                          option.help + " |"));
    }
}

TEST(BotLanguage, IsALanguageTag) {
    Problems problems("bot.yaml");
    EXPECT_EQ(read("", problems).bot.string("language"), "en");
    EXPECT_EQ(read("bot: {language: pt-BR}\n", problems).bot.string("language"), "pt-BR");
    EXPECT_TRUE(problems.empty());
    for (const char* wrong : {"e", "\"\"", "en_US", "en-", "english language", "en--us"})
        EXPECT_THAT(problems_of("bot:\n  language: " + std::string(wrong) + "\n"),
                    ElementsAre(HasSubstr("bot.yaml:2:13: `language` under bot must be a language tag")))
            << wrong;
}

}  // namespace
}  // namespace confab::test
