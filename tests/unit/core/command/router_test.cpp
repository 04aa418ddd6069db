#include "core/command/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/command/help.hpp"
#include "tests/support/test_owner.hpp"
#include "tests/unit/core/command/fake_names.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;

class RecordingSender final : public Sender {
public:
    Task<Result<Receipt>> send(ChannelRef, Message message) override {
        sent.push_back(message.plain_text());
        co_return Receipt();
    }
    Task<Result<Receipt>> reply(const MessageReceived& event, Message message) override {
        return send(event.channel.ref, std::move(message));
    }
    std::vector<std::string> sent;
};

RouterConfig config() {
    RouterConfig config;
    config.owners = {"net/alice"};
    return config;
}

class Fixture {
public:
    explicit Fixture(TestRuntime& runtime) : rt(runtime) {
        table.add(owner, CommandSpec("echo <text...>", "Says it again.").alias("say"),
                  [](Invocation& call) -> Task<Reply> { co_return Reply(call.text("text")); });
        table.add(owner, CommandSpec("secret", "For owners.").permission(kOwnerPermission),
                  [](Invocation&) -> Task<Reply> { co_return Reply("the secret"); });
        table.add(owner, CommandSpec("fail", "Fails."), [](Invocation&) -> Task<Reply> {
            throw std::runtime_error("internal detail");
            co_return Reply();
        });
        register_help(table, owner, "!");
    }
    MessageReceived message(const char* text) const {
        MessageReceived event;
        event.channel = Channel(ChannelRef(AccountId("net"), ChannelId("#c")), "#c", ChannelKind::group);
        event.sender = User(UserId("alice"), "alice", Assurance::account);
        event.message = Message(text);
        return event;
    }
    bool route(MessageReceived event) {
        return router.route(std::make_shared<const Event>(std::move(event)));
    }
    Task<std::vector<std::string>> answers() {
        co_await rt.clock().sleep(Duration(5));
        co_return std::exchange(sender.sent, {});
    }

    TestRuntime& rt;
    TestOwner owner{rt, "tester"};
    Lanes lanes{rt.metrics()};
    CommandTable table;
    RecordingSender sender;
    FakeNames names;
    CommandRouter router{table, lanes, sender, names, config()};
};

Task<void> three_ways(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_TRUE(f.route(f.message("!echo one two")));
    EXPECT_THAT(co_await f.answers(), ElementsAre("one two"));
    EXPECT_TRUE(f.route(f.message("  !SAY one")));
    EXPECT_THAT(co_await f.answers(), ElementsAre("one"));

    MessageReceived named = f.message("echo by name");
    EXPECT_FALSE(f.route(named)) << "a group line that is not for the bot";
    named.mentions_bot = true;
    EXPECT_TRUE(f.route(named));
    MessageReceived direct = f.message("echo in private");
    direct.channel.kind = ChannelKind::direct;
    EXPECT_TRUE(f.route(direct));
    EXPECT_THAT(co_await f.answers(), ElementsAre("by name", "in private"));
}

Task<void> talk_is_not_a_command(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_FALSE(f.route(f.message("hello")));
    EXPECT_FALSE(f.route(f.message("!unknown")));
    EXPECT_FALSE(f.route(f.message("!")));
    EXPECT_FALSE(f.route(f.message("! echo x")));
    MessageReceived named = f.message("help me with my homework please");
    named.mentions_bot = true;
    EXPECT_FALSE(f.route(named)) << "words that do not fit the command are talk";
    MessageReceived bot = f.message("!echo loop");
    bot.sender.is_bot = true;
    EXPECT_FALSE(f.route(bot));
    EXPECT_THAT(co_await f.answers(), ElementsAre());
}

Task<void> owners_only(TestRuntime& rt) {
    Fixture f(rt);
    f.route(f.message("!secret"));
    EXPECT_THAT(co_await f.answers(), ElementsAre("the secret"));
    MessageReceived other = f.message("!secret");
    other.sender.id = UserId("mallory");
    f.route(other);
    MessageReceived bare_nick = f.message("!secret");
    bare_nick.sender.assurance = Assurance::none;
    f.route(bare_nick);
    MessageReceived elsewhere = f.message("!secret");
    elsewhere.channel.ref.account = AccountId("other");
    f.route(elsewhere);
    const auto answers = co_await f.answers();
    EXPECT_EQ(answers.size(), 3U);
    for (const std::string& answer : answers) EXPECT_THAT(answer, HasSubstr("You may not use"));
}

Task<void> mistakes_and_faults(TestRuntime& rt) {
    Fixture f(rt);
    f.route(f.message("!echo"));
    EXPECT_THAT(co_await f.answers(), ElementsAre("`text` is missing. Usage: echo <text...>"));
    f.route(f.message("!fail"));
    const auto answers = co_await f.answers();
    EXPECT_THAT(answers, ElementsAre(HasSubstr("`fail` failed")));
    EXPECT_THAT(answers.at(0), testing::Not(HasSubstr("internal detail")));
    EXPECT_THAT(f.owner.faults, ElementsAre("command fail: internal detail"));
}

Task<void> help_comes_from_declarations(TestRuntime& rt) {
    Fixture f(rt);
    f.route(f.message("!help"));
    EXPECT_THAT(co_await f.answers(), ElementsAre(HasSubstr("!echo !fail !help !secret")));
    f.route(f.message("!help say"));
    EXPECT_THAT(co_await f.answers(), ElementsAre("!echo <text...>: Says it again. Also !say."));
    f.route(f.message("!help ehco"));
    EXPECT_THAT(co_await f.answers(), ElementsAre("There is no command `ehco` (did you mean `echo`?)."));
}

Task<void> names_are_unique(TestRuntime& rt) {
    Fixture f(rt);
    TestOwner other(rt, "second");
    const CommandHandler nothing = [](Invocation&) -> Task<Reply> {
        co_return Reply();
    };
    try {
        f.table.add(other, CommandSpec("say", "Again."), nothing);
        ADD_FAILURE() << "an alias was taken twice";
    } catch (const std::invalid_argument& e) {
        EXPECT_THAT(e.what(), HasSubstr("`say` is already offered by plugin `tester`"));
    }
    f.table.remove(f.owner);
    EXPECT_EQ(f.table.find("echo"), nullptr);
    f.table.add(other, CommandSpec("say", "Now it is free."), nothing);
    EXPECT_NE(f.table.find("SAY"), nullptr);
    co_return;
}

TEST(CommandRouter, RunsACommandByPrefixByNameAndInPrivate) {
    TestRuntime rt;
    rt.run(three_ways(rt));
}
TEST(CommandRouter, LeavesTalkAlone) {
    TestRuntime rt;
    rt.run(talk_is_not_a_command(rt));
}
TEST(CommandRouter, GivesOwnerCommandsOnlyToProvenOwners) {
    TestRuntime rt;
    rt.run(owners_only(rt));
}
TEST(CommandRouter, AnswersMistakesAndHidesFaults) {
    TestRuntime rt;
    rt.run(mistakes_and_faults(rt));
}
TEST(CommandRouter, HelpsFromTheDeclarations) {
    TestRuntime rt;
    rt.run(help_comes_from_declarations(rt));
}
TEST(CommandTable, KeepsNamesUniqueAndForgetsAnOwner) {
    TestRuntime rt;
    rt.run(names_are_unique(rt));
}

}  // namespace
}  // namespace confab::test
