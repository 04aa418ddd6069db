#include "core/command/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/core/command/command_fixture.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Fixture : public CommandFixture {
public:
    explicit Fixture(TestRuntime& runtime) : CommandFixture(runtime) {
        add(CommandSpec("echo <text...>", "Says it again.").alias("say"),
            [](Invocation& call) -> Task<Reply> { co_return Reply(call.text("text")); });
        add(CommandSpec("secret", "For owners.").permission(kOwnerPermission), says("the secret"));
        add(CommandSpec("fail", "Fails."), [](Invocation&) -> Task<Reply> {
            throw std::runtime_error("internal detail");
            co_return Reply();
        });
        add(CommandSpec("tag add <name>", "Adds."), says("added"));
        add(CommandSpec("tag list", "Lists."), says("listed"));
        register_help(table, core, router.help());
    }
    void add(CommandSpec spec, CommandHandler handler) {
        table.add(owner, std::move(spec), std::move(handler));
    }
};

Task<void> three_ways(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_THAT(co_await f.answers_to("!echo one two"), ElementsAre("one two"));
    EXPECT_THAT(co_await f.answers_to("  !SAY one"), ElementsAre("one"));
    EXPECT_THAT(co_await f.answers_to("!tag  add x"), ElementsAre("added"));

    MessageReceived named = f.message("echo by name");
    EXPECT_FALSE(f.route(named)) << "a group line that is not for the bot";
    named.mentions_bot = true;
    EXPECT_TRUE(f.route(named));
    MessageReceived direct = f.message("echo in private");
    direct.channel.kind = ChannelKind::direct;
    EXPECT_TRUE(f.route(direct));
    EXPECT_THAT(co_await f.answers(), ElementsAre("by name", "in private"));
    co_await f.finish();
}

Task<void> talk_is_not_a_command(TestRuntime& rt) {
    Fixture f(rt);
    for (const char* text : {"hello", "!unknown", "!", "! echo x", "!!!", "!?"})
        EXPECT_FALSE(f.say(text)) << text;
    for (const char* text : {"echo", "tag the photo please", "fail because of me",
                             "help me with my homework please", "help me"}) {
        MessageReceived named = f.message(text);
        named.mentions_bot = true;
        EXPECT_FALSE(f.route(named)) << "words that do not fit the command are talk: " << text;
    }
    MessageReceived help = f.message("help tag add");
    help.mentions_bot = true;
    EXPECT_TRUE(f.route(help));
    EXPECT_THAT(co_await f.answers(), ElementsAre("!tag add <name>: Adds."));
    MessageReceived bot = f.message("!echo loop");
    bot.sender.is_bot = true;
    EXPECT_FALSE(f.route(bot));
    EXPECT_THAT(co_await f.answers(), IsEmpty());
    co_await f.finish();
}

Task<void> mentions_are_arguments(TestRuntime& rt) {
    Fixture f(rt);
    f.add(CommandSpec("mute <who:user> [why...]", "Mutes."), [](Invocation& call) -> Task<Reply> {
        co_return Reply(call.user("who").user.str() + " " + (call.has("why") ? call.text("why") : "-"));
    });
    MessageReceived event = f.message("!mute ");
    event.message.append(Mention(UserId("u9"), "Zoe of the Hills")).append(Text(" too loud"));
    EXPECT_THAT(co_await f.answers_to(event), ElementsAre("u9 too loud"));
    EXPECT_THAT(co_await f.answers_to("!mute bob"), ElementsAre("u2 -"));
    EXPECT_THAT(co_await f.answers_to("!mute nobody"),
                ElementsAre(HasSubstr("`who` must be a user of this network, not `nobody`.")));
    co_await f.finish();
}

Task<void> refusals_in_order(TestRuntime& rt) {
    Fixture f(rt);
    f.add(CommandSpec("strict <n:integer>", "All at once.")
              .platforms({"memory"})
              .only_in({ChannelKind::group})
              .permission("games")
              .cooldown(Duration(10'000)),
          says("played"));
    MessageReceived direct = f.from("mallory", "!strict x");
    direct.channel.kind = ChannelKind::direct;
    EXPECT_THAT(co_await f.answers_to(direct), ElementsAre("`strict` works only in channels."));
    EXPECT_THAT(co_await f.answers_to(f.from("mallory", "!strict x")),
                ElementsAre("You may not use `strict`: it needs the permission `games`."));
    EXPECT_THAT(co_await f.answers_to("!strict x"), ElementsAre(HasSubstr("must be a whole number")));
    EXPECT_THAT(co_await f.answers_to("!strict 1"), ElementsAre("played")) << "mistakes are not charged";
    f.clock.advance(Duration(500));
    EXPECT_THAT(co_await f.answers_to("!strict 1"), ElementsAre("`strict` can be used again in 10 seconds."));
    f.clock.advance(Duration(8'600));
    EXPECT_THAT(co_await f.answers_to("!strict 1"), ElementsAre("`strict` can be used again in 1 second."));
    f.clock.advance(Duration(900));
    EXPECT_THAT(co_await f.answers_to("!strict 1"), ElementsAre("played"));
    f.names.platform = "irc";
    EXPECT_FALSE(f.say("!strict 1")) << "there is no such command on this platform";
    EXPECT_THAT(co_await f.answers(), IsEmpty());
    co_await f.finish();
}

Task<void> owners_only(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_THAT(co_await f.answers_to("!secret"), ElementsAre("the secret"));
    f.route(f.from("mallory", "!secret"));
    MessageReceived bare_nick = f.message("!secret");
    bare_nick.sender.assurance = Assurance::none;
    f.route(bare_nick);
    MessageReceived elsewhere = f.message("!secret");
    elsewhere.channel.ref.account = AccountId("other");
    f.route(elsewhere);
    const auto answers = co_await f.answers();
    EXPECT_EQ(answers.size(), 3U);
    for (const std::string& answer : answers) EXPECT_THAT(answer, HasSubstr("You may not use"));
    EXPECT_THAT(f.permissions.roles_of(AccountId("net"), f.message("").sender), ElementsAre("owner"));
    EXPECT_THAT(f.permissions.roles_of(AccountId("net"), bare_nick.sender), IsEmpty());
    co_await f.finish();
}

Task<void> mistakes_and_faults(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_THAT(co_await f.answers_to("!echo"), ElementsAre("`text` is missing. Usage: echo <text...>"));
    const auto answers = co_await f.answers_to("!fail");
    EXPECT_THAT(answers, ElementsAre(HasSubstr("`fail` failed")));
    EXPECT_THAT(answers.at(0), testing::Not(HasSubstr("internal detail")));
    EXPECT_THAT(f.owner.faults, ElementsAre("command fail: internal detail"));
    co_await f.finish();
}

Task<void> groups_answer_with_their_commands(TestRuntime& rt) {
    Fixture f(rt);
    const auto expected = ElementsAre("!tag add <name>: Adds.\n!tag list: Lists.");
    EXPECT_THAT(co_await f.answers_to("!tag"), expected);
    EXPECT_THAT(co_await f.answers_to("!TAG remove x"), expected);
    EXPECT_THAT(co_await f.answers_to("!help tag"), expected);
    f.add(CommandSpec("tag [name...]", "Shows a tag."), says("shown"));
    EXPECT_THAT(co_await f.answers_to("!tag"), ElementsAre("shown"));
    EXPECT_THAT(co_await f.answers_to("!tag list"), ElementsAre("listed"));
    EXPECT_THAT(co_await f.answers_to("!tag lists"), ElementsAre("shown"));
    co_await f.finish();
}

Task<void> picked_commands(TestRuntime& rt) {
    Fixture f(rt);
    f.add(CommandSpec("quiet", "Says nothing."), [](Invocation&) -> Task<Reply> { co_return Reply(); });
    EXPECT_TRUE(f.route(f.picked("echo", {{"text", "from a menu"}})));
    EXPECT_THAT(co_await f.answers(), ElementsAre("from a menu"));
    const MessageReceived adding = f.picked("tag add", {{"name", "x"}});
    EXPECT_THAT(co_await f.answers_to(adding), ElementsAre("added"));
    EXPECT_THAT(co_await f.answers_to(f.picked("quiet", {})), ElementsAre("Done."));
    EXPECT_THAT(co_await f.answers_to("!quiet"), IsEmpty()) << "only who waits is told";
    EXPECT_THAT(co_await f.answers_to(f.picked("tag add", {})), ElementsAre(HasSubstr("`name` is missing")));
    EXPECT_THAT(co_await f.answers_to(f.picked("gone", {})),
                ElementsAre("There is no command `gone` any more."));
    EXPECT_THAT(co_await f.answers_to(f.picked("fail", {})), ElementsAre(HasSubstr("`fail` failed")));
    MessageReceived mallory = f.picked("secret", {});
    mallory.sender.id = UserId("mallory");
    EXPECT_THAT(co_await f.answers_to(mallory), ElementsAre(HasSubstr("You may not use")));
    co_await f.finish();
}

Task<void> asks_for_its_owner(TestRuntime& rt) {
    Fixture f(rt);
    f.add(CommandSpec("name", "Asks."), [](Invocation& call) -> Task<Reply> {
        const Result<std::string> name = co_await call.ask("Who?");
        if (!name) co_return Reply("no answer");
        co_return Reply("Hello " + *name);
    });
    f.asker.answers = {"Ann"};
    EXPECT_THAT(co_await f.answers_to("!name"), ElementsAre("Hello Ann"));
    EXPECT_THAT(co_await f.answers_to("!name"), ElementsAre("no answer"));
    EXPECT_THAT(f.asker.asked, ElementsAre("tester: Who?", "tester: Who?"));
    co_await f.finish();
}

TEST(CommandLine, NeedsAPrefixOrAnAddress) {
    EXPECT_EQ(find_command_line(" ?.roll", "?.", false)->begin, 3U);
    EXPECT_TRUE(find_command_line("?.roll", "?.", true)->prefixed);
    EXPECT_FALSE(find_command_line("roll", "!", true)->prefixed);
    EXPECT_FALSE(find_command_line("roll", "!", false).has_value());
    EXPECT_FALSE(find_command_line("! roll", "!", true).has_value());
    EXPECT_FALSE(find_command_line("  ", "!", true).has_value());
    EXPECT_FALSE(find_command_line("talk", "", false).has_value()) << "no prefix: only by address";
    EXPECT_FALSE(find_command_line("talk", "", true)->prefixed);
}
TEST(CommandRouter, RunsACommandByPrefixByNameAndInPrivate) {
    TestRuntime rt;
    rt.run(three_ways(rt));
}
TEST(CommandRouter, LeavesTalkAlone) {
    TestRuntime rt;
    rt.run(talk_is_not_a_command(rt));
}
TEST(CommandRouter, HandsMentionsToTheCommand) {
    TestRuntime rt;
    rt.run(mentions_are_arguments(rt));
}
TEST(CommandRouter, ChecksInOrderAndChargesOnlyWhatStarts) {
    TestRuntime rt;
    rt.run(refusals_in_order(rt));
}
TEST(CommandRouter, GivesOwnerCommandsOnlyToProvenOwners) {
    TestRuntime rt;
    rt.run(owners_only(rt));
}
TEST(CommandRouter, AnswersMistakesAndHidesFaults) {
    TestRuntime rt;
    rt.run(mistakes_and_faults(rt));
}
TEST(CommandRouter, AnswersAGroupWithItsSubcommands) {
    TestRuntime rt;
    rt.run(groups_answer_with_their_commands(rt));
}
TEST(CommandRouter, RunsWhatWasPickedInAPlatformsInterface) {
    TestRuntime rt;
    rt.run(picked_commands(rt));
}
TEST(CommandRouter, AsksInTheNameOfTheCommandsOwner) {
    TestRuntime rt;
    rt.run(asks_for_its_owner(rt));
}

}  // namespace
}  // namespace confab::test
