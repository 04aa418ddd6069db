#include "core/command/overlap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/this_coro.hpp>

#include "tests/unit/core/command/command_fixture.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "!slow x" says "begin x", waits until the gate of x opens, and answers "end x".
class Fixture : public CommandFixture {
public:
    Fixture(TestRuntime& runtime, Overlap policy, Per per = Per::channel) : CommandFixture(runtime) {
        table.add(owner,
                  CommandSpec("slow <text...>", "Takes its time.")
                      .overlap(policy, per)
                      .cooldown(Duration(10), Per::user, 50),
                  [this](Invocation& call) { return slow(call, gates[call.text("text")]); });
    }
    static Task<Reply> slow(Invocation& call, Signal& gate) {
        const std::string text = call.text("text");
        co_await call.reply("begin " + text);
        co_await gate.wait();
        if (text == "bad") throw std::runtime_error("broken");
        co_return Reply("end " + text);
    }
    std::map<std::string, Signal> gates;
};

Task<void> queues(TestRuntime& rt) {
    Fixture f(rt, Overlap::queue);
    f.say("!slow 1");
    f.say("!slow 2");
    f.route(f.from("bob", "!slow 3"));
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("begin 1"));
    EXPECT_TRUE(f.lanes.is_busy(f.owner)) << "a reload waits for it";
    f.gates["1"].notify();
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("end 1", "begin 2"));
    f.gates["2"].notify();
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("end 2", "begin 3"));
    f.gates["3"].notify();
    EXPECT_THAT(co_await f.answers(), ElementsAre("end 3"));
    co_await f.finish();
}

Task<void> drops(TestRuntime& rt) {
    Fixture f(rt, Overlap::drop, Per::user);
    f.say("!slow 1");
    f.say("!slow 2");
    f.route(f.from("bob", "!slow 3"));
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("`slow` is still running.", "begin 1", "begin 3"));
    f.gates["1"].notify();
    co_await f.answers_so_far();
    f.gates["3"].notify();
    co_await f.answers();
    f.say("!slow 4");
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("begin 4"));
    co_await f.finish();
}

Task<void> replaces(TestRuntime& rt) {
    Fixture f(rt, Overlap::replace);
    f.say("!slow 1");
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("begin 1"));
    f.say("!slow 2");
    f.say("!slow 3");
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("begin 3"));
    f.gates["3"].notify();
    EXPECT_THAT(co_await f.answers(), ElementsAre("end 3"));
    EXPECT_THAT(f.owner.faults, IsEmpty()) << "to be cancelled is no fault";
    co_await f.finish();
}

Task<void> replaced_interface_use_is_told(TestRuntime& rt) {
    Fixture f(rt, Overlap::replace);
    f.route(f.picked("slow", {{"text", "1"}}));
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre("begin 1"));
    f.route(f.picked("slow", {{"text", "2"}}));
    EXPECT_THAT(co_await f.answers_so_far(),
                testing::UnorderedElementsAre("begin 2", "A newer use took its place."));
    co_await f.finish();
}

Task<void> faults_let_the_next_one_in(TestRuntime& rt) {
    Fixture f(rt, Overlap::queue);
    f.say("!slow bad");
    f.say("!slow 2");
    co_await f.answers_so_far();
    f.gates["bad"].notify();
    EXPECT_THAT(co_await f.answers_so_far(), ElementsAre(HasSubstr("`slow` failed"), "begin 2"));
    EXPECT_THAT(f.owner.faults, ElementsAre("command slow: broken"));
    co_await f.finish();
}

Task<void> lines_are_bounded(TestRuntime& rt) {
    Fixture f(rt, Overlap::queue);
    for (std::size_t i = 0; i < Overlaps::kMaxWaiting + 3; ++i) f.say("!slow x");
    const auto answers = co_await f.answers_so_far();
    EXPECT_EQ(std::count(answers.begin(), answers.end(), "`slow` is waited for by too many already."), 2);
    f.owner.tasks().cancel();
    co_await f.owner.tasks().join();
    EXPECT_FALSE(f.lanes.is_busy(f.owner)) << "cancelled with the plugin, waiting ones too";
    EXPECT_THAT(co_await f.answers(), IsEmpty());
    co_await f.finish();
}

TEST(Overlap, QueuesUsesOneAfterTheOther) {
    TestRuntime rt;
    rt.run(queues(rt));
}
TEST(Overlap, DropsWhatComesTooEarly) {
    TestRuntime rt;
    rt.run(drops(rt));
}
TEST(Overlap, ReplacesTheRunningUse) {
    TestRuntime rt;
    rt.run(replaces(rt));
}
TEST(Overlap, TellsWhoWaitsInAnInterfaceThatTheyWereReplaced) {
    TestRuntime rt;
    rt.run(replaced_interface_use_is_told(rt));
}
TEST(Overlap, GoesOnAfterAFault) {
    TestRuntime rt;
    rt.run(faults_let_the_next_one_in(rt));
}
TEST(Overlap, BoundsTheLineAndEndsWithItsOwner) {
    TestRuntime rt;
    rt.run(lines_are_bounded(rt));
}

}  // namespace
}  // namespace confab::test
