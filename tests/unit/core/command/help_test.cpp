#include "core/command/help.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/core/command/command_fixture.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

RouterConfig config(const char* prefix, const char* language = "en") {
    RouterConfig config;
    config.prefix = prefix;
    config.language = language;
    return config;
}

class HelpTest : public testing::Test {
protected:
    HelpTest() {
        add(CommandSpec("roll [sides:integer(2..1000)=6] [count:integer=1]", "Rolls dice")
                .alias("r")
                .describe("sides", "How many sides each has.")
                .example("!roll 20", "...")
                .example("!roll 6 2", "...")
                .cooldown(Duration(10'000))
                .cooldown(Duration(60'000), Per::channel, 5)
                .translate("de", Translation("Würfelt.", {{"sides", "Wie viele Seiten."}}))
                .translate("pt-BR", Translation("Rola dados.")));
        add(CommandSpec("tag add <name> <text...>", "Adds a tag.").permission("tag.write"));
        add(CommandSpec("tag list", "Lists tags."));
        add(CommandSpec("secret", "For owners.").permission(kOwnerPermission).only_in({ChannelKind::direct}));
        add(CommandSpec("hidden", "Not told of.").hidden());
        add(CommandSpec("threads", "Elsewhere.").platforms({"discord"}));
        f.table.add(
            other,
            CommandSpec("paint <colour:red|blue> [--bold] [--size:integer(1..9)] [what:user...]", "Paints."),
            says(""));
        register_help(f.table, f.core, f.router.help());
    }
    void add(CommandSpec spec) { f.table.add(f.owner, std::move(spec), says("")); }
    std::string page(const char* request, const char* user = "alice", const char* language = "") const {
        MessageReceived message = CommandFixture::from(user, "");
        message.sender.language = language;
        return f.router.help().page(message, request);
    }

    TestRuntime rt;
    CommandFixture f{rt, config("?")};
    TestOwner other{rt, "painter"};
};

TEST_F(HelpTest, ListsCommandsByPlugin) {
    EXPECT_EQ(page(""),
              "Commands: core: ?help | painter: ?paint | tester: ?roll, ?secret, ?tag (add, list)\n"
              "Write ?help NAME for one of them.");
}

TEST_F(HelpTest, ListsOnlyWhatTheUserMayUseHere) {
    EXPECT_THAT(page("", "mallory"), HasSubstr("tester: ?roll, ?tag (list)\n"));
    f.names.platform = "discord";
    EXPECT_THAT(page("", "mallory"), HasSubstr("?threads"));
}

TEST_F(HelpTest, DescribesACommandFromItsDeclaration) {
    EXPECT_EQ(page("roll"),
              "?roll [sides=6] [count=1]: Rolls dice.\n"
              "sides: a whole number from 2 to 1000; 6 unless given. How many sides each has.\n"
              "count: a whole number; 1 unless given\n"
              "Also ?r. Once in 10s for each user. 5 times in 1m for each channel.\n"
              "For example: ?roll 20 | ?roll 6 2");
    EXPECT_EQ(page("?R"), page("roll"));
    EXPECT_EQ(page("paint"),
              "?paint <colour:red|blue> [--bold] [--size:integer] [what...]: Paints.\n"
              "colour: one of red, blue\n"
              "--size: a whole number from 1 to 9\n"
              "what: any number of values, each a user of this network");
    EXPECT_EQ(page("secret"), "?secret: For owners.\nOwners only. Only in private.");
    EXPECT_EQ(page("tag  ADD"), "?tag add <name> <text...>: Adds a tag.\nNeeds the permission `tag.write`.");
}

TEST_F(HelpTest, DescribesGroupsAndPlugins) {
    EXPECT_EQ(page("tag"), "?tag add <name> <text...>: Adds a tag.\n?tag list: Lists tags.");
    EXPECT_EQ(page("tag", "mallory"), "?tag list: Lists tags.");
    EXPECT_EQ(page("painter"), "painter: ?paint");
    add(CommandSpec("tag", "Shows a tag."));
    EXPECT_EQ(page("tag"), "?tag: Shows a tag.\nSee also ?tag (add, list).");
}

TEST_F(HelpTest, SpeaksTheLanguageOfTheUser) {
    EXPECT_THAT(page("roll", "alice", "de"), HasSubstr("?roll [sides=6] [count=1]: Würfelt.\nsides: "));
    EXPECT_THAT(page("roll", "alice", "de-AT"), HasSubstr("Wie viele Seiten."));
    EXPECT_THAT(page("roll", "alice", "pt-br"), HasSubstr("Rola dados."));
    EXPECT_THAT(page("roll", "alice", "pt"), HasSubstr("Rolls dice"));
    EXPECT_THAT(page("roll", "alice", "fr"), HasSubstr("Rolls dice"));
}

TEST_F(HelpTest, SpeaksTheLanguageOfTheOperatorOtherwise) {
    CommandFixture german(rt, config("!", "de"));
    german.table.add(german.owner, CommandSpec("x", "English.").translate("de", Translation("Deutsch.")),
                     says(""));
    const auto shown = [&](const char* language) {
        MessageReceived message = CommandFixture::message("");
        message.sender.language = language;
        return german.router.help().page(message, "x");
    };
    EXPECT_EQ(shown(""), "!x: Deutsch.");
    EXPECT_EQ(shown("fr"), "!x: Deutsch.");
    EXPECT_EQ(shown("en-GB"), "!x: English.");
}

TEST_F(HelpTest, SuggestsWhatWasMeant) {
    EXPECT_EQ(page("rol"), "There is no command `rol` (did you mean `roll`?).");
    EXPECT_EQ(page("threads"), "There is no command `threads`.") << "not on this platform";
    EXPECT_EQ(page("nothing`\nlike it"), "There is no command `nothing' like it`.");
    EXPECT_LT(page(std::string(100'000, 'x').c_str()).size(), 100U);
}

TEST_F(HelpTest, OnlyCountsWhatIsTooLongToList) {
    for (std::size_t i = 0; i < HelpPages::kMaxListed; ++i)
        add(CommandSpec("many" + std::to_string(i), "One."));
    EXPECT_EQ(page(""), "Commands: core (1) | painter (1) | tester (84)\nWrite ?help NAME for one of them.");
    EXPECT_THAT(page("tester"), HasSubstr("?many79"));
}

Task<void> answers_help(CommandFixture& f) {
    EXPECT_THAT(co_await f.answers_to("?help tag list"), ElementsAre("?tag list: Lists tags."));
    EXPECT_THAT(co_await f.answers_to("?help"), ElementsAre(HasSubstr("Commands: ")));
    co_await f.finish();
}

TEST_F(HelpTest, IsACommand) {
    rt.run(answers_help(f));
}

}  // namespace
}  // namespace confab::test
