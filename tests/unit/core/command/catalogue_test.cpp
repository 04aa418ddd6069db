#include "core/command/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/command/schema.hpp"
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
        add(CommandSpec("tag add <name(1..20)> [times:integer(1..9)=1]", "Adds a tag."),
            [](Invocation& call) -> Task<Reply> {
                co_await call.reply("one");
                co_return Reply(call.text("name") + " " + std::to_string(call.integer("times")));
            });
        add(CommandSpec("secret", "For owners.").permission(kOwnerPermission), says("the secret"));
        add(CommandSpec("once", "Once.").cooldown(Duration(10'000)), says("done"));
        add(CommandSpec("elsewhere", "Not here.").platforms({"irc"}), says("done"));
        add(CommandSpec("fail", "Fails."), [](Invocation&) -> Task<Reply> {
            throw std::runtime_error("internal detail");
            co_return Reply();
        });
        add(CommandSpec("ask", "Asks."), [](Invocation& call) -> Task<Reply> {
            const Result<std::string> answer = co_await call.ask("Who?");
            co_return Reply(answer ? *answer : std::string(to_string(answer.error().code())));
        });
        add(CommandSpec("wait", "Waits.").overlap(Overlap::queue),
            [this](Invocation&) { return wait(gate); });
        add(CommandSpec("long", "Says much."), says("x" + std::string(100'000, 'y')));
    }
    void add(CommandSpec spec, CommandHandler handler) {
        table.add(owner, std::move(spec), std::move(handler));
    }
    static Task<Reply> wait(Signal& gate) {
        co_await gate.wait();
        co_return Reply("waited");
    }
    /// What a call answers, or its error.
    Task<std::string> call(std::string tool, std::string arguments, const char* user = "alice") {
        const MessageReceived event = from(user, "do it");
        const Result<json::Document> document = json::Document::parse(std::move(arguments));
        const Result<std::string> result = co_await catalogue.call(event, std::move(tool), document->root());
        co_return result ? *result : result.error().message();
    }
    TableCatalogue catalogue{table, runner};
    Signal gate;
};

Task<void> calls(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_EQ(co_await f.call("tag_add", R"({"name": "x", "times": 3})"), "one\nx 3");
    EXPECT_EQ(co_await f.call("tag_add", R"({"name": "x"})"), "one\nx 1");
    EXPECT_THAT(co_await f.call("tag_add", "{}"), HasSubstr("invalid argument: `name` is missing."));
    EXPECT_THAT(co_await f.call("tag_add", R"({"name": "x", "times": 10})"),
                HasSubstr("from 1 to 9, not `10`"));
    EXPECT_EQ(co_await f.call("none", "{}"), "not found: There is no tool `none`.");
    EXPECT_EQ(co_await f.call("elsewhere", "{}"), "not found: There is no tool `elsewhere`.");
    EXPECT_EQ(co_await f.call("secret", "{}"), "the secret");
    EXPECT_THAT(co_await f.call("secret", "{}", "mallory"), HasSubstr("forbidden: You may not use `secret`"));
    EXPECT_EQ(co_await f.call("once", "{}"), "done");
    EXPECT_EQ(co_await f.call("once", "{}"), "rate limited: `once` can be used again in 10 seconds.");
    EXPECT_EQ(co_await f.call("fail", "{}"), "internal error: `fail` failed");
    EXPECT_THAT(f.owner.faults, ElementsAre("command fail: internal detail"));
    EXPECT_EQ(co_await f.call("ask", "{}"), "unsupported");
    EXPECT_EQ((co_await f.call("long", "{}")).size(), TableCatalogue::kMaxAnswer);
    EXPECT_THAT(f.sender.sent, IsEmpty()) << "what it answers goes to the caller";
    co_await f.finish();
}

Task<void> store(Fixture& f, std::string tool, std::vector<std::string>& out) {
    std::string answer = co_await f.call(std::move(tool), "{}");
    out.push_back(std::move(answer));
}

Task<void> ends_with_either_side(TestRuntime& rt) {
    Fixture f(rt);
    std::vector<std::string> out;
    TaskScope callers(rt.executor(), rt.log());
    const TaskScope::Handle first = callers.spawn("1", store(f, "wait", out));
    callers.spawn("2", store(f, "wait", out));
    co_await rt.clock().sleep(Duration(5));
    EXPECT_TRUE(f.lanes.is_busy(f.owner));
    first.cancel();
    co_await rt.clock().sleep(Duration(5));
    EXPECT_EQ(f.owner.tasks().size(), 1U) << "nobody waits for the first any more";
    f.gate.notify();
    co_await rt.clock().sleep(Duration(5));
    EXPECT_THAT(out, ElementsAre("waited"));
    callers.spawn("3", store(f, "wait", out));
    co_await rt.clock().sleep(Duration(5));
    co_await f.finish();
    co_await callers.join();
    EXPECT_THAT(out, ElementsAre("waited", HasSubstr("closed: the command was ended")));
}

Task<void> calls_are_bounded(TestRuntime& rt) {
    Fixture f(rt);
    f.add(CommandSpec("endless", "Waits."), [&f](Invocation&) -> Task<Reply> {
        co_await f.rt.clock().sleep(Duration(60'000));
        co_return Reply();
    });
    std::vector<std::string> out;
    TaskScope callers(rt.executor(), rt.log());
    for (unsigned i = 0; i < TableCatalogue::kMaxRunning + 2; ++i)
        callers.spawn("call", store(f, "endless", out));
    co_await rt.clock().sleep(Duration(5));
    EXPECT_THAT(out, ElementsAre("rate limited: Too many tools are running.",
                                 "rate limited: Too many tools are running."));
    callers.cancel();
    co_await callers.join();
    co_await f.finish();
}

std::string schema(CommandSpec spec) {
    Signature signature = Signature::parse(spec.signature());
    TestRuntime rt;
    TestOwner owner(rt, "tester");
    return tool_schema(schema_of(Command(owner, std::move(spec), std::move(signature), nullptr)));
}

TEST(ToolSchema, SaysAllThatTheSignatureSays) {
    EXPECT_EQ(
        schema(CommandSpec("tag add <name(1..20)> [n:integer(-5..9)=3] [x:number(0.5..)] [c:red|blue=red] "
                           "[--loud] [l:integer(0..)...]",
                           "Adds a tag.")
                   .describe("name", "Its \"name\".")),
        R"({"name":"tag_add","description":"Adds a tag.","parameters":{"type":"object","properties":{)"
        R"("name":{"type":"string","minLength":1,"maxLength":20,"description":"Its \"name\"."},)"
        R"("n":{"type":"integer","minimum":-5,"maximum":9,"default":3},)"
        R"("x":{"type":"number","minimum":0.5},)"
        R"("c":{"type":"string","enum":["red","blue"],"default":"red"},)"
        R"("loud":{"type":"boolean"},)"
        R"("l":{"type":"array","items":{"type":"integer","minimum":0},"maxItems":1000}},)"
        R"("required":["name"],"additionalProperties":false}})");
}

TEST(ToolSchema, PutsIntoWordsWhatItCannotSay) {
    EXPECT_EQ(schema(CommandSpec("mute <who:user> <for:duration(1s..1h)> <why...>", "Mutes.")
                         .describe("who", "Whom.")),
              R"({"name":"mute","description":"Mutes.","parameters":{"type":"object","properties":{)"
              R"x("who":{"type":"string","description":"Whom. (Must be a user of this network.)"},)x"
              R"("for":{"type":"string","pattern":"^([0-9]+(ms|s|m|h|d))+$",)"
              R"("description":"Must be a duration, such as 30s or 1h30m, from 1s to 1h."},)"
              R"("why":{"type":"string"}},"required":["who","for","why"],"additionalProperties":false}})");
}

TEST(Catalogue, TellsEverythingAboutCommandsInOrder) {
    TestRuntime rt;
    CommandFixture f(rt);
    f.table.add(f.owner,
                CommandSpec("zoo <a>", "Last.").alias("z").hidden().platforms({"irc"}).example("!zoo x", "y"),
                says(""));
    f.table.add(f.owner,
                CommandSpec("ape <a>", "First.")
                    .permission("p")
                    .describe("a", "What.")
                    .translate("de", Translation("Erster.", {{"a", "Was."}})),
                says(""));
    const TableCatalogue catalogue(f.table, f.runner);
    const std::vector<CommandSchema> all = catalogue.all();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_THAT(all[0].path, ElementsAre("ape"));
    EXPECT_EQ(all[0].plugin, "tester");
    EXPECT_EQ(all[0].permission, "p");
    EXPECT_EQ(all[0].parameters.at(0).help, "What.");
    EXPECT_EQ(all[0].parameters.at(0).translations.at("de"), "Was.");
    EXPECT_EQ(all[0].translations.at("de"), "Erster.");
    EXPECT_TRUE(all[1].hidden);
    EXPECT_THAT(all[1].aliases, ElementsAre("z"));
    EXPECT_THAT(all[1].platforms, ElementsAre("irc"));
    EXPECT_EQ(all[1].examples.at(0).input, "!zoo x");
    EXPECT_EQ(all[1].usage, "zoo <a>");
}
TEST(Catalogue, RunsCommandsAsToolsWithTheSendersRights) {
    TestRuntime rt;
    rt.run(calls(rt));
}
TEST(Catalogue, EndsACallWithItsCallerAndWithThePlugin) {
    TestRuntime rt;
    rt.run(ends_with_either_side(rt));
}
TEST(Catalogue, RunsABoundedNumberOfCalls) {
    TestRuntime rt;
    rt.run(calls_are_bounded(rt));
}

}  // namespace
}  // namespace confab::test
