#include "core/command/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;

CommandHandler nothing() {
    return [](Invocation&) -> Task<Reply> {
        co_return Reply();
    };
}

class CommandTableTest : public testing::Test {
protected:
    void add(CommandSpec spec) { table.add(first, std::move(spec), nothing()); }
    std::string refused(CommandSpec spec) {
        try {
            table.add(second, std::move(spec), nothing());
        } catch (const std::invalid_argument& e) {
            return e.what();
        }
        return "accepted";
    }
    std::string matched(std::string_view text) const {
        const CommandMatch match = table.match(text);
        const std::string left(text.substr(match.end));
        if (match.command) return match.command->signature.name() + "|" + left;
        return match.group.empty() ? "-" : "group " + match.group + "|" + left;
    }
    std::vector<std::string> names(const std::vector<std::shared_ptr<Command>>& commands) const {
        std::vector<std::string> out;
        for (const auto& command : commands) out.push_back(command->signature.name());
        return out;
    }

    TestRuntime rt;
    TestOwner first{rt, "first"};
    TestOwner second{rt, "second"};
    CommandTable table;
};

TEST_F(CommandTableTest, FindsByTheLongestName) {
    add(CommandSpec("tag", "One."));
    add(CommandSpec("tag add <name>", "Two.").alias("ta"));
    add(CommandSpec("role", "Other."));
    EXPECT_EQ(matched("tag"), "tag|");
    EXPECT_EQ(matched("TAG  Add x"), "tag add| x");
    EXPECT_EQ(matched("tag addx"), "tag| addx");
    EXPECT_EQ(matched("tag\nadd\tx"), "tag add|\tx");
    EXPECT_EQ(matched("ta x"), "tag add| x");
    EXPECT_EQ(matched("role add"), "role| add");
    EXPECT_EQ(matched("tags"), "-");
    EXPECT_EQ(matched(""), "-");
    EXPECT_EQ(matched(std::string(1'000'000, 'a')), "-");
    EXPECT_EQ(matched(std::string(32, 'a') + " " + std::string(33, 'b')), "-");
}

TEST_F(CommandTableTest, KnowsGroupsWithoutACommandOfTheirOwn) {
    add(CommandSpec("a b c", "Deep."));
    add(CommandSpec("a", "Top."));
    add(CommandSpec("list all things", "Deep too.").alias("show all"));
    EXPECT_EQ(matched("list"), "group list|");
    EXPECT_EQ(matched("list all x"), "group list all| x");
    EXPECT_EQ(matched("show x"), "group show| x");
    EXPECT_EQ(matched("show all"), "list all things|");
    EXPECT_EQ(matched("a b x"), "a| b x") << "a command that is also a group takes what is no subcommand";
    EXPECT_THAT(names(table.below("LIST")), ElementsAre("list all things"));
    EXPECT_THAT(names(table.below("show")), ElementsAre("list all things"));
    EXPECT_TRUE(table.below("lis").empty());
}

TEST_F(CommandTableTest, FindsExactNamesOnly) {
    add(CommandSpec("tag add", "Adds."));
    EXPECT_NE(table.find(" Tag  ADD "), nullptr);
    EXPECT_EQ(table.find("tag"), nullptr);
    EXPECT_EQ(table.find("tag add x"), nullptr);
    EXPECT_EQ(table.find(""), nullptr);
}

TEST_F(CommandTableTest, KeepsNamesUniqueAndSaysWhoHasThem) {
    add(CommandSpec("echo", "One.").alias("say"));
    EXPECT_THAT(refused(CommandSpec("say", "Two.")), HasSubstr("`say` is already offered by plugin `first`"));
    EXPECT_THAT(refused(CommandSpec("talk", "Two.").alias("echo")), HasSubstr("`echo` is already offered"));
    EXPECT_EQ(table.find("talk"), nullptr) << "half registered";
    EXPECT_THAT(refused(CommandSpec("x", "Two.").alias("x")), HasSubstr("has the name `x` twice"));
    EXPECT_THAT(refused(CommandSpec("x", "Two.").alias("Not Good!")), HasSubstr("alias: `Not` cannot name"));
}

TEST_F(CommandTableTest, RefusesDeclarationsThatContradictThemselves) {
    EXPECT_THAT(refused(CommandSpec("x <a>", "").describe("b", "What?")), HasSubstr("tells of `b`"));
    EXPECT_THAT(refused(CommandSpec("x <a>", "").translate("de", Translation("", {{"b", ""}}))),
                HasSubstr("tells of `b`"));
    EXPECT_THAT(refused(CommandSpec("x", "").cooldown(Duration(0))), HasSubstr("needs a period"));
    EXPECT_THAT(refused(CommandSpec("x", "").cooldown(Duration(1), Per::user, 0)),
                HasSubstr("1 to 1000 uses"));
}

TEST_F(CommandTableTest, ForgetsAnOwnerAndNothingElse) {
    add(CommandSpec("tag add", "One.").alias("t"));
    table.add(second, CommandSpec("tag list", "Two."), nothing());
    int changes = 0;
    table.on_change([&] { ++changes; });
    const auto running = table.find("tag add");
    table.remove(first);
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(table.find("t"), nullptr);
    EXPECT_EQ(matched("tag add"), "group tag| add");
    EXPECT_NE(table.find("tag list"), nullptr);
    EXPECT_EQ(running->signature.name(), "tag add") << "calls that run keep theirs";
    const std::uint64_t revision = table.revision();
    table.remove(first);
    EXPECT_EQ(table.revision(), revision);
    table.remove(second);
    EXPECT_EQ(matched("tag"), "-");
    add(CommandSpec("tag list", "It is free again."));
    EXPECT_NE(table.find("tag list"), nullptr);
}

TEST_F(CommandTableTest, ListsInAlphabeticalOrderWithoutAliases) {
    add(CommandSpec("zoo", "").alias("animal"));
    add(CommandSpec("bar", ""));
    EXPECT_THAT(names(table.all()), ElementsAre("bar", "zoo"));
}

}  // namespace
}  // namespace confab::test
