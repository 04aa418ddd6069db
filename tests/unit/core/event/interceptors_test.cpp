#include "core/event/interceptors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_owner.hpp"

namespace confab::test {
namespace {

using namespace confab::core;
using testing::ElementsAre;
using testing::HasSubstr;

Event message(const char* text) {
    MessageReceived event;
    event.channel.ref = ChannelRef(AccountId("net"), ChannelId("#c"));
    event.message = Message(text);
    return event;
}

std::string text_of(const Event& event) {
    return std::get<MessageReceived>(event).message.plain_text();
}

class Fixture {
public:
    explicit Fixture(TestRuntime& runtime) : rt(runtime) {}
    void pass(const char* text) {
        interceptors.pass(message(text), [this](Event event) { passed.push_back(text_of(event)); });
    }
    Task<void> settle() { co_await rt.clock().sleep(Duration(5)); }
    Task<void> finish() {
        for (TestOwner* owner : {&first, &second, &core}) {
            interceptors.remove(*owner);
            owner->tasks().cancel();
            co_await owner->tasks().join();
        }
    }
    TestRuntime& rt;
    TestOwner core{rt, "core"};
    TestOwner first{rt, "first"};
    TestOwner second{rt, "second"};
    Lanes lanes{rt.metrics()};
    Interceptors interceptors{core, lanes};
    std::vector<std::string> passed;
};

std::function<Flow(Event&)> appending(const char* mark) {
    return [mark](Event& event) {
        auto& received = std::get<MessageReceived>(event);
        received.message = Message(received.message.plain_text() + mark);
        return received.message.plain_text().starts_with("secret") ? Flow::halt : Flow::next;
    };
}

Task<void> priorities_and_halt(TestRuntime& rt) {
    Fixture f(rt);
    EXPECT_TRUE(f.interceptors.is_clear(0));
    f.interceptors.add(f.first, 0, 0, appending("b"));
    f.interceptors.add(f.second, 0, 10, appending("a"));
    f.interceptors.add(f.first, 0, 0, appending("c"));
    EXPECT_FALSE(f.interceptors.is_clear(0));
    EXPECT_TRUE(f.interceptors.is_clear(1));
    f.pass("x ");
    f.pass("secret ");
    EXPECT_THAT(f.passed, ElementsAre("x abc")) << "at once: no task was needed";
    f.interceptors.remove(f.second);
    f.pass("y ");
    EXPECT_THAT(f.passed, ElementsAre("x abc", "y bc"));
    co_await f.finish();
    EXPECT_TRUE(f.interceptors.is_clear(0));
}

Task<void> faults_let_the_event_go_on(TestRuntime& rt) {
    Fixture f(rt);
    f.interceptors.add(f.first, 0, 0,
                       std::function<Flow(Event&)>([](Event&) -> Flow { throw std::runtime_error("no"); }));
    f.pass("x");
    EXPECT_THAT(f.passed, ElementsAre("x"));
    EXPECT_THAT(f.first.faults, ElementsAre("interceptor: no"));
    co_await f.finish();
}

// Lives as long as the test: a coroutine lambda must not outlive its closure.
Task<Flow> when_open(Signal& gate, Event& event) {
    if (text_of(event) == "slow") co_await gate.wait();
    if (text_of(event) == "bad") throw std::runtime_error("cannot");
    co_return text_of(event) == "halt" ? Flow::halt : Flow::next;
}

Task<void> tasks_keep_order(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    f.interceptors.add(f.first, 0, 0,
                       std::function<Task<Flow>(Event&)>([&gate](Event& e) { return when_open(gate, e); }));
    for (const char* text : {"slow", "next", "halt", "bad", "last"}) f.pass(text);
    co_await f.settle();
    EXPECT_THAT(f.passed, ElementsAre());
    // The last interceptor leaves: what waits still keeps its order.
    gate.notify();
    co_await f.settle();
    EXPECT_THAT(f.passed, ElementsAre("slow", "next", "bad", "last"));
    co_await f.finish();
}

Task<void> a_plugin_that_leaves_lets_its_events_go(TestRuntime& rt) {
    Fixture f(rt);
    Signal gate;
    f.interceptors.add(f.first, 0, 0,
                       std::function<Task<Flow>(Event&)>([&gate](Event& e) { return when_open(gate, e); }));
    f.pass("slow");
    f.pass("second");
    co_await f.settle();
    f.interceptors.remove(f.first);
    f.pass("third");
    f.first.tasks().cancel();
    co_await f.first.tasks().join();
    co_await f.settle();
    EXPECT_THAT(f.passed, ElementsAre("slow", "second", "third"));
    co_await f.finish();
}

Task<void> sending_can_be_changed_and_halted(TestRuntime& rt) {
    Fixture f(rt);
    f.interceptors.add_sending(f.first, 0, [](const ChannelRef&, Message& said) {
        if (said.plain_text() == "secret") return Flow::halt;
        said.append(Text("!"));
        return Flow::next;
    });
    f.interceptors.add_sending(f.second, 5, [](const ChannelRef& where, Message& said) {
        said.append(Text(" in " + where.channel.str()));
        return Flow::next;
    });
    const ChannelRef where(AccountId("net"), ChannelId("#c"));
    Message said("hello");
    EXPECT_EQ(f.interceptors.before_sending(where, said), Flow::next);
    EXPECT_EQ(said.plain_text(), "hello in #c!");
    f.interceptors.remove(f.second);
    Message secret("secret");
    EXPECT_EQ(f.interceptors.before_sending(where, secret), Flow::halt);
    co_await f.finish();
}

#define CONFAB_RUN(suite, name, body) \
    TEST(suite, name) {               \
        TestRuntime rt;               \
        rt.run(body(rt));             \
    }
CONFAB_RUN(Interceptors, RunByPriorityAndMayHalt, priorities_and_halt)
CONFAB_RUN(Interceptors, FaultsLetTheEventGoOn, faults_let_the_event_go_on)
CONFAB_RUN(Interceptors, KeepTheOrderOfAChannelWhereTheyNeedTime, tasks_keep_order)
CONFAB_RUN(Interceptors, APluginThatLeavesLetsItsEventsGo, a_plugin_that_leaves_lets_its_events_go)
CONFAB_RUN(Interceptors, ChangeAndHaltWhatIsSaid, sending_can_be_changed_and_halted)
#undef CONFAB_RUN

}  // namespace
}  // namespace confab::test
